"""The dossier: strikes told for people, each value in plain words, each source quoted with what it claims.

What is told here is text; `markdown.py` and `webpage.py` give it its form and make it safe.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from model.edits.value_paths import correction_path
from model.event import Claim, Damage, Document, Figure, Place, Report, Span, Strike, Trace, Weapon, When
from model.event.highlights import ExcerptSegment, split_excerpt, traces_by_excerpt
from model.event.preferred_figure import preferred_figure
from model.event.user_edits import UserEdits
from model.exporting.edtf import format_edtf
from model.exporting.nested_record import (
    DocumentLookup,
    ExportStamp,
    find_document,
    publication_date,
    side_basis,
    source_title,
)
from model.merging.disputes import list_disputes
from model.phrasing import (
    BASIS_WORDS,
    PRECISION_WORDS,
    PREFERENCE_RULE_WORDS,
    describe_damage,
    describe_day,
    describe_figure,
    describe_weapon,
    describe_when,
    format_count,
    replace_line_breaks,
)
from model.phrasing import SIDE_NAMES as SIDE_NAMES
from model.taxonomy import FIGURE_NAMES, SIDES, WEAPON_KINDS
from model.text.sanitize import sanitize

DOSSIER_TITLE: Final = "Reported strikes"
DISCLAIMER: Final = (
    "A record of what was reported, neutral between the sides. Nothing here was checked on the ground: each value is "
    "quoted from its source, a claim is its speaker's, and what no source tells stays unknown."
)
_INFERRED_NOTE: Final = " (inferred: no words say who attacked)"
_CORRECTED_NOTE: Final = " (corrected)"
_SAFE_URL_CHARACTERS: Final = frozenset("-._~:/?#[]@!$&'()*+,;=%")


def dossier_title(stamp: ExportStamp) -> str:
    """The title, with the query where one was asked."""
    return _safe_line(f"{DOSSIER_TITLE}: {stamp.query}" if stamp.query else DOSSIER_TITLE)


class DossierSource(NamedTuple):
    """One source of a strike: what it is, what it tells, and its excerpts; `url` is '' where none is safe to follow."""

    title: str
    description: str
    url: str
    facts: tuple[tuple[str, str], ...]
    excerpts: tuple[tuple[ExcerptSegment, ...], ...]


class DossierEntry(NamedTuple):
    """One strike: its heading, its values as (label, text), and its sources in their order."""

    id: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[DossierSource, ...]


def build_entry(strike: Strike, document: DocumentLookup) -> DossierEntry:
    """The strike told in full."""
    days = describe_when(strike.when) or (f"undated (“{strike.when.text}”)" if strike.when.text else "undated")
    places = ", ".join(place.name for place in strike.places) or "place not told"
    total = "A total over a period: " if strike.scope == "summary" else ""
    return DossierEntry(
        id=strike.id,
        heading=_safe_line(f"{total}{days}: {places}"),
        facts=tuple((label, _safe_line(text)) for label, text in _strike_facts(strike)),
        sources=tuple(_build_source(report, find_document(report.document, document)) for report in strike.reports),
    )


class DossierSummary:
    """What the dossier holds, counted while its strikes go by."""

    def __init__(self) -> None:
        self._strike_counts: Counter[str] = Counter()
        self._side_counts: Counter[str] = Counter()
        self._weapon_counts: Counter[str] = Counter()
        self._first_day, self._last_day = date.max, date.min

    def add_strike(self, strike: Strike) -> None:
        """Count one more."""
        self._strike_counts[strike.scope] += 1
        self._strike_counts["disputed"] += strike.disputed
        self._strike_counts["reports"] += len(strike.reports)
        self._strike_counts["undated"] += not (strike.when.start or strike.when.end)
        self._side_counts[strike.side] += 1
        self._weapon_counts.update({weapon.kind for weapon in strike.weapons})
        self._first_day = min(self._first_day, strike.when.start or date.max)
        self._last_day = max(self._last_day, strike.when.end or strike.when.start or date.min)

    def summary_lines(self, stamp: ExportStamp) -> Iterator[tuple[str, str]]:
        """What was asked for, what there is, and what made it, as (label, text)."""
        yield "Query", _safe_line(stamp.query) or "none; this is all that there was"
        told = [format_count(self._strike_counts["strike"], "strike")]
        if self._strike_counts["summary"]:
            told.append(f"{format_count(self._strike_counts['summary'], 'total')} over a period")
        yield "Holds", f"{' and '.join(told)}, told in {format_count(self._strike_counts['reports'], 'report')}"
        if self._last_day >= self._first_day:
            yield "Days", f"{describe_day(self._first_day)} to {describe_day(self._last_day)}"
        if self._strike_counts["undated"]:
            yield "Undated", f"{self._strike_counts['undated']:,}"
        if self._side_counts:
            yield "By", _format_counter(self._side_counts, SIDES, SIDE_NAMES)
        if self._weapon_counts:
            yield "With", _format_counter(self._weapon_counts, WEAPON_KINDS, {"other": "other weapons"})
        if self._strike_counts["disputed"]:
            yield "Disputed", f"{self._strike_counts['disputed']:,}"
        yield "Made by", f"strikeview {stamp.program}, rules {stamp.rules}"


def _format_counter(counts: Counter[str], order: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(f"{names.get(each, each)} {counts[each]:,}" for each in order if counts[each])


def safe_link(url: str | None) -> str:
    """The address where it is one of the web's, with all that could end or disguise it written as %XX; else ''."""
    try:
        parts = urlsplit((url or "").strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return "".join(each if _is_url_safe(each) else quote(each, errors="replace") for each in parts.geturl())


def _is_url_safe(character: str) -> bool:
    return character in _SAFE_URL_CHARACTERS or (character.isalnum() and unicodedata.category(character)[0] in "LN")


def _safe_line(text: str) -> str:
    """Text on one line, its controls and bidi overrides as visible marks."""
    return sanitize(" ".join(text.split()))


# The strike


def _strike_facts(strike: Strike) -> Iterator[tuple[str, str]]:
    if strike.work.find_correction("when"):
        known = f"EDTF {format_edtf(strike.when, corrected=True)}; {PRECISION_WORDS[strike.when.precision]}"
        yield "When", f"{describe_when(strike.when) or 'not told'} ({known}){_CORRECTED_NOTE}"
    else:
        yield "When", _render_when(strike.when)
    basis = {"inferred": _INFERRED_NOTE, "corrected": _CORRECTED_NOTE}.get(side_basis(strike) or "", "")
    yield "By", SIDE_NAMES[strike.side] + basis
    places = "; ".join(map(_render_place, strike.places)) or "not told"
    yield "Places", places + _CORRECTED_NOTE * (strike.work.find_correction("places") is not None)
    yield from _figure_facts(strike)
    for each in strike.damage:
        yield "Damage", _render_damage(each)
    for claim in strike.claims:
        yield "Claim", _render_claim(claim, strike.weapons)
    if strike.disputed:
        yield "Disputed", "; ".join(list_disputes(strike)) or "its sources do not agree"
    for number, reason in enumerate(strike.reasons, 2):
        yield "Same strike", f"[{number}] {reason}"
    yield from _edit_facts(strike.work)


def _edit_facts(work: UserEdits) -> Iterator[tuple[str, str]]:
    """What whoever made the dossier has set and written, beside what the sources tell."""
    for correction in work.corrections:
        yield "Corrected", f"{correction.path}: {correction.value}; the sources tell: {correction.parsed}"
    if work.tags:
        yield "Tags", ", ".join(work.tags)
    yield from (("Note", note.text) for note in work.notes)


def _figure_facts(told: Strike | Report) -> Iterator[tuple[str, str]]:
    """Weapons and figures, with the words that give them."""
    for number, each in enumerate(told.weapons):
        counts = [
            f"{name} {_render_strike_figure(told, f'weapons.{number}.{name}', found)}"
            for name in ("launched", "intercepted")
            if (found := getattr(each, name))
        ]
        yield "Weapon", ", ".join((describe_weapon(each), *counts))
    for name in FIGURE_NAMES:
        if found := getattr(told, name):
            together = " together" if name in ("launched", "intercepted") else ""
            yield name.capitalize(), _render_strike_figure(told, name, found) + together
        elif isinstance(told, Strike) and name in ("killed", "injured"):
            yield name.capitalize(), "not told" + _CORRECTED_NOTE * (told.work.find_correction(name) is not None)


def _render_strike_figure(told: Strike | Report, path: str, value: Figure) -> str:
    """A figure with the words that give it; what the user has set is no source's words."""
    if isinstance(told, Strike) and told.work.find_correction(correction_path(path, told)):
        return describe_figure(value) + _CORRECTED_NOTE
    return _render_preferred(told, path) + _render_figure(value)


def _render_preferred(told: Strike | Report, path: str) -> str:
    """Of several figures that differ the one to show first, and why; '' where there is one."""
    first = preferred_figure(told, path) if isinstance(told, Strike) else None
    rule = PREFERENCE_RULE_WORDS[first.rule] if first else ""
    return f"{describe_figure(first.figure)} ({rule}); in all reports " if first and rule else ""


def _render_when(when: When) -> str:
    text = f"“{when.text}”: " if when.text else ""
    if not (when.start or when.end):
        return f"{text}not on the calendar" if text else "not told"
    how = f"{PRECISION_WORDS[when.precision]}; {text}{BASIS_WORDS[when.basis]}"
    return f"{describe_when(when)} (EDTF {format_edtf(when)}; {how})"


def _render_place(place: Place) -> str:
    parts = [place.name, place.region if place.region != place.name else None, place.country]
    text = ", ".join(part for part in parts if part)
    if place.latitude is None or place.longitude is None:
        return text
    return f"{text} ({place.latitude:.4f}, {place.longitude:.4f})"


def _render_figure(value: Figure) -> str:
    said = describe_figure(value)
    return said if said == value.text else f"{said} (“{value.text}”)"


def _render_damage(value: Damage) -> str:
    count = f"{_render_figure(value.count)}: " if value.count else ""
    effect = f" (“{value.effect_text}”)" if value.effect_text and value.effect_text != value.text else ""
    return f"{describe_damage(value)}: {count}“{value.text}”{effect}"


def _render_claim(claim: Claim, weapons: Sequence[Weapon]) -> str:
    speaker = f"“{claim.speaker}”" if claim.speaker else "a speaker not named"
    side = SIDE_NAMES[claim.side] if claim.side in ("russia", "ukraine") else "of neither side"
    if claim.responsibility:
        said = "says that their own side did it"
    else:
        said = "denies it" if claim.stance == "denies" else "says so"
    of = f", of {_figure_name(claim.of, weapons)}" if claim.of else ""
    return f"{speaker} ({side}) {said}{of}"


def _figure_name(path: str, weapons: Sequence[Weapon]) -> str:
    """The figure at a path, in words: "killed", "drone Shahed launched", "damage"."""
    what, *rest = path.split(".")
    return f"{describe_weapon(weapons[int(rest[0])])} {rest[1]}" if what == "weapons" else what


# A source of it


def _build_source(report: Report, document: Document | None) -> DossierSource:
    published = publication_date(report, document)
    stamp = "updated" if document and document.published_weak else "published"
    dated = f"{stamp} {describe_day(published)} ({published.isoformat()})" if published else "undated"
    about = [document.source if document else None, dated, f"document {report.document}"]
    told = [
        ("When", _render_when(report.when)),
        ("By", SIDE_NAMES[report.side] + _INFERRED_NOTE * report.side_is_inferred),
    ]
    told += _figure_facts(report)
    told += [("Claim", _render_claim(claim, report.weapons)) for claim in report.claims]
    if not report.claims:
        told.append(("Claim", "no speaker named"))
    if report.unverified:
        told.append(("Unverified", f"“{report.unverified.text}”"))
    return DossierSource(
        title=_safe_line(source_title(report, document) or report.document),
        description=_safe_line(", ".join(part for part in about if part)),
        url=safe_link(document.url if document else None),
        facts=tuple((label, _safe_line(text)) for label, text in told),
        excerpts=tuple(map(_split_safe_excerpt, report.excerpts, traces_by_excerpt(report))),
    )


def _split_safe_excerpt(span: Span, traces: Iterable[tuple[str, Trace]]) -> tuple[ExcerptSegment, ...]:
    return split_excerpt(span.model_copy(update={"text": sanitize(replace_line_breaks(span.text))}), traces)
