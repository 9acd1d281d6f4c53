"""Reports and candidates for other programs: JSON Lines, the public form, and CSV of reports, one line each."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from model.event import FIGURES, Candidate, Claim, Damage, Figure, Report, Span, Trace, Weapon
from model.figures import notation
from model.visible import visible

COLUMNS: Final = (
    *("document", "title", "published", "scope", "when_start", "when_end", "precision", "basis", "when_text"),
    *("side", "side_basis", "places", "weapons"),
    *(f"{figure}_{part}" for figure in FIGURES for part in ("low", "high", "text")),
    *("claims", "excerpt", "unverified", "damage"),
)
# Raw in JSON by its own rules, yet other readers end a line at some of these, and terminals obey others.
_BEYOND_ASCII: Final = re.compile("[^ -~]")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_FORMULA: Final = ("=", "+", "-", "@")  # what a spreadsheet takes for the start of a formula, tabs aside


def report_json(report: Report) -> str:
    """The report as one line of JSON, keys always in the same order, null where unknown.

    Offsets count characters; a span in a title that stands apart from the text says `"in": "title"`.
    """
    return _json(_report(report))


def candidate_json(candidate: Candidate) -> str:
    """The candidate as one line of JSON: `lacks` and the excerpts, then what it tells, under the keys of a report."""
    told = _report(candidate.told)
    first = {key: told.pop(key) for key in ("document", "title", "published")}
    return _json({**first, "lacks": candidate.lacks, "excerpts": told.pop("excerpts"), **told})


def _json(values: dict[str, Any]) -> str:
    line = json.dumps(values, ensure_ascii=False)
    return _BEYOND_ASCII.sub(lambda match: _escaped(match[0]), line)


@cache
def _escaped(char: str) -> str:
    """A character that is not seen, or steers what reads it, as JSON's escape; any other as it is."""
    unseen = unicodedata.category(char) in _UNSEEN or _SELECTORS.match(char)
    return json.dumps(char)[1:-1] if unseen else char


def csv_rows(reports: Iterable[Report]) -> Iterator[str]:
    """CSV lines without their line end: the names of the columns, then one line a report.

    Cells hold no line ends and no control characters, and none is a formula to a spreadsheet.
    """
    yield _csv_line(COLUMNS)
    for report in reports:
        yield _csv_line(_cells(report))


def _report(report: Report) -> dict[str, Any]:
    when = report.when
    return {
        "document": report.document,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "scope": report.scope,
        "when": {
            "start": when.start.isoformat() if when.start else None,
            "end": when.end.isoformat() if when.end else None,
            "precision": when.precision,
            "basis": when.basis,
            "text": when.text,
        },
        "side": report.side,
        "places": [place.model_dump() for place in report.places],
        "weapons": [_weapon(weapon) for weapon in report.weapons],
        **{figure: _figure(getattr(report, figure)) for figure in FIGURES},
        "damage": [_damage(damage) for damage in report.damage],
        "claims": [_claim(claim) for claim in report.claims],
        "unverified": _span(report.unverified) if report.unverified else None,
        "excerpts": [_span(span) for span in report.excerpts],
        "trace": {path: _trace(trace) for path, trace in report.trace.items()},
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    return None if figure is None else {"low": figure.low, "high": figure.high, "text": figure.text}


def _weapon(weapon: Weapon) -> dict[str, Any]:
    return {
        "kind": weapon.kind,
        "model": weapon.model,
        "launched": _figure(weapon.launched),
        "intercepted": _figure(weapon.intercepted),
    }


def _damage(damage: Damage) -> dict[str, Any]:
    return {
        "object": damage.object,
        "text": damage.text,
        "count": _figure(damage.count),
        "effect": damage.effect,
        "effect_text": damage.effect_text,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "side": claim.side,
        "speaker": claim.speaker,
        "stance": claim.stance,
        "of": claim.of,
        "responsibility": claim.responsibility,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text, **_apart(span.within)}


def _trace(trace: Trace) -> dict[str, Any]:
    return {"rule": trace.rule, "start": trace.start, "end": trace.end, **_apart(trace.within)}


def _apart(within: str) -> dict[str, str]:
    return {"in": within} if within != "text" else {}


def _csv_line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = visible(" ".join(str(value).split()))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(report: Report) -> Iterator[object]:
    when = report.when
    yield from (report.document, report.title, report.published, report.scope)
    yield from (when.start, when.end, when.precision, when.basis, when.text, report.side)
    yield "inferred" if report.side_is_inferred else "told" if report.side != "unknown" else None
    yield "; ".join(place.name for place in report.places)
    yield "; ".join(weapon_words(weapon) for weapon in report.weapons)
    for name in FIGURES:
        figure: Figure | None = getattr(report, name)
        yield from (figure.low, figure.high, figure.text) if figure else (None, None, None)
    yield "; ".join(_claim_words(claim) for claim in report.claims)
    yield " […] ".join(span.text for span in report.excerpts)
    yield report.unverified.text if report.unverified else None
    yield "; ".join(_damage_words(damage) for damage in report.damage)


def weapon_words(weapon: Weapon) -> str:
    """A weapon with its figures in a few words: "drone Shahed 36, 30 intercepted"."""
    launched = notation(weapon.launched) if weapon.launched else None
    words = " ".join(word for word in (weapon.kind, weapon.model, launched) if word)
    return f"{words}, {notation(weapon.intercepted)} intercepted" if weapon.intercepted else words


def _damage_words(damage: Damage) -> str:
    return f"{damage.object} {damage.effect or 'attacked'}: {damage.text}"


def _claim_words(claim: Claim) -> str:
    what = "responsibility" if claim.responsibility else claim.of
    words = " ".join(word for word in (claim.side, claim.stance, what) if word)
    return f"{words}: {claim.speaker}" if claim.speaker else words
