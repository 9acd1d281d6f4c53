"""The values of the event model as JSON has them: keys in one order, null where unknown, all on one line."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from model.event import FIGURE_NAMES, Claim, Damage, Figure, Report, Span, Strike, Trace, Weapon, When

# Raw in JSON by its own rules, yet other readers end a line at some of these, and terminals obey others.
_NON_ASCII: Final = re.compile("[^ -~]")
_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_VARIATION_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def to_json_line(values: Mapping[str, Any]) -> str:
    """The values as one line of JSON, without its line end; characters that are not seen stand as escapes."""
    line = json.dumps(values, ensure_ascii=False)
    return _NON_ASCII.sub(lambda match: _escape_character(match[0]), line)


@cache
def _escape_character(char: str) -> str:
    """A character that is not seen, or steers what reads it, as JSON's escape; any other as it is."""
    unseen = unicodedata.category(char) in _INVISIBLE_CATEGORIES or _VARIATION_SELECTORS.match(char)
    return json.dumps(char)[1:-1] if unseen else char


def report_values(report: Report) -> dict[str, Any]:
    """A report under the keys of its public form.

    Offsets count characters; a span in a title that stands apart from the text says `"in": "title"`.
    """
    return {
        "document": report.document,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "scope": report.scope,
        "when": when_values(report.when),
        "side": report.side,
        **common_values(report),
        "unverified": _span_values(report.unverified) if report.unverified else None,
        "excerpts": [_span_values(span) for span in report.excerpts],
        "trace": {path: _trace_values(trace) for path, trace in report.trace.items()},
    }


def common_values(told: Report | Strike) -> dict[str, Any]:
    """What reports and strikes tell under the same keys: places, weapons, figures, damage and claims."""
    return {
        "places": [place.model_dump() for place in told.places],
        "weapons": [_weapon_values(weapon) for weapon in told.weapons],
        **{figure: _figure_values(getattr(told, figure)) for figure in FIGURE_NAMES},
        "damage": [_damage_values(damage) for damage in told.damage],
        "claims": [_claim_values(claim) for claim in told.claims],
    }


def when_values(when: When) -> dict[str, Any]:
    """A time: its days as ISO has them, its precision and basis, and the words of the source."""
    return {
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "basis": when.basis,
        "text": when.text,
    }


def _figure_values(figure: Figure | None) -> dict[str, Any] | None:
    return None if figure is None else {"low": figure.low, "high": figure.high, "text": figure.text}


def _weapon_values(weapon: Weapon) -> dict[str, Any]:
    return {
        "kind": weapon.kind,
        "model": weapon.model,
        "launched": _figure_values(weapon.launched),
        "intercepted": _figure_values(weapon.intercepted),
    }


def _damage_values(damage: Damage) -> dict[str, Any]:
    return {
        "object": damage.object,
        "text": damage.text,
        "count": _figure_values(damage.count),
        "effect": damage.effect,
        "effect_text": damage.effect_text,
    }


def _claim_values(claim: Claim) -> dict[str, Any]:
    return {
        "side": claim.side,
        "speaker": claim.speaker,
        "stance": claim.stance,
        "of": claim.of,
        "responsibility": claim.responsibility,
    }


def _span_values(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text, **_within_values(span.within)}


def _trace_values(trace: Trace) -> dict[str, Any]:
    return {"rule": trace.rule, "start": trace.start, "end": trace.end, **_within_values(trace.within)}


def _within_values(within: str) -> dict[str, str]:
    return {"in": within} if within != "text" else {}
