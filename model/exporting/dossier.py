"""The dossier: strikes for people to read, each value in plain words, each source quoted with what it claims.

What is built here is plain text; `markdown_dossier` and `html_dossier` lay it out and escape it.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from model import phrasing
from model.edits.value_paths import correction_path
from model.event import Claim, Document, Figure, Place, Report, Span, Strike, Trace, Weapon, When
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
from model.taxonomy import FIGURE_NAMES, SIDES, WEAPON_KINDS
from model.text.sanitize import sanitize

DOSSIER_TITLE: Final = "Reported strikes"
DISCLAIMER: Final = (
    "A record of what was reported, neutral between the sides. Nothing here was checked on the ground: each value is "
    "quoted from its source, a claim is its speaker's, and what no source states stays unknown."
)
_INFERRED_NOTE: Final = " (inferred: no words say who attacked)"
_CORRECTED_NOTE: Final = " (corrected)"
_SAFE_URL_CHARACTERS: Final = frozenset("-._~:/?#[]@!$&'()*+,;=%")
_MAX_MEMORY_BYTES: Final = 4_000_000  # of rendered entries; more are spooled to a temporary file
_CHUNK_CHARACTERS: Final = 65_536

Fact = tuple[str, str]
"""A label and its text, one line each."""


class DossierSource(NamedTuple):
    """One source of a strike: its title, facts and excerpts; `url` is '' where the document has none that is safe."""

    title: str
    description: str
    url: str
    facts: tuple[Fact, ...]
    excerpts: tuple[tuple[ExcerptSegment, ...], ...]


class DossierEntry(NamedTuple):
    """One strike: its heading, its values, and its sources in the order of its reports."""

    id: str
    heading: str
    facts: tuple[Fact, ...]
    sources: tuple[DossierSource, ...]


def render_dossier(
    strikes: Iterable[Strike],
    document: DocumentLookup,
    stamp: ExportStamp,
    render_head: Callable[[str, list[Fact]], str],
    render_entry: Callable[[DossierEntry], str],
) -> Iterator[str]:
    """The dossier in parts: its head, given the title and the totals, then its entries.

    The head is known last. Entries are spooled until then, so that memory stays flat.
    """
    summary = DossierSummary()
    with tempfile.SpooledTemporaryFile(_MAX_MEMORY_BYTES, "w+", encoding="utf-8", newline="") as entries:
        for strike in strikes:
            summary.add_strike(strike)
            entries.write(render_entry(_build_entry(strike, document)))
        entries.seek(0)
        title = _safe_line(f"{DOSSIER_TITLE}: {stamp.query}" if stamp.query else DOSSIER_TITLE)
        yield render_head(title, list(summary.iter_facts(stamp)))
        while part := entries.read(_CHUNK_CHARACTERS):
            yield part


class DossierSummary:
    """Totals of a dossier, counted strike by strike."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._side_counts: Counter[str] = Counter()
        self._weapon_counts: Counter[str] = Counter()
        self._first_day, self._last_day = date.max, date.min

    def add_strike(self, strike: Strike) -> None:
        """Count one more strike."""
        self._counts[strike.scope] += 1
        self._counts["disputed"] += strike.disputed
        self._counts["reports"] += len(strike.reports)
        self._counts["undated"] += not (strike.when.start or strike.when.end)
        self._side_counts[strike.side] += 1
        self._weapon_counts.update({weapon.kind for weapon in strike.weapons})
        self._first_day = min(self._first_day, strike.when.start or date.max)
        self._last_day = max(self._last_day, strike.when.end or strike.when.start or date.min)

    def iter_facts(self, stamp: ExportStamp) -> Iterator[Fact]:
        """The query, the totals, and the program and rules that made the dossier."""
        yield "Query", _safe_line(stamp.query) or "none; all strikes are included"
        strikes = phrasing.format_count(self._counts["strike"], "strike")
        if self._counts["summary"]:
            strikes += f" and {phrasing.format_count(self._counts['summary'], 'total')} over a period"
        yield "Holds", f"{strikes}, from {phrasing.format_count(self._counts['reports'], 'report')}"
        if self._last_day >= self._first_day:
            yield "Days", f"{phrasing.describe_day(self._first_day)} to {phrasing.describe_day(self._last_day)}"
        if self._counts["undated"]:
            yield "Undated", f"{self._counts['undated']:,}"
        if self._side_counts:
            yield "By", _format_counter(self._side_counts, SIDES, phrasing.SIDE_NAMES)
        if self._weapon_counts:
            yield "With", _format_counter(self._weapon_counts, WEAPON_KINDS, {"other": "other weapons"})
        if self._counts["disputed"]:
            yield "Disputed", f"{self._counts['disputed']:,}"
        yield "Made by", f"strikeview {stamp.program}, rules {stamp.rules}"


def _format_counter(counts: Counter[str], order: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(f"{names.get(value, value)} {counts[value]:,}" for value in order if counts[value])


def safe_link(url: str | None) -> str:
    """An http(s) address with every character that could end or disguise it percent-encoded; '' for any other."""
    try:
        parts = urlsplit((url or "").strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return "".join(char if _is_url_safe(char) else quote(char, errors="replace") for char in parts.geturl())


def _is_url_safe(character: str) -> bool:
    return character in _SAFE_URL_CHARACTERS or (character.isalnum() and unicodedata.category(character)[0] in "LN")


def _safe_line(text: str) -> str:
    """The text on one line, control characters and bidi overrides replaced by visible marks."""
    return sanitize(" ".join(text.split()))


def _quote_words(words: str) -> str:
    return f"“{words}”"


def _build_entry(strike: Strike, document: DocumentLookup) -> DossierEntry:
    undated = f"undated ({_quote_words(strike.when.text)})" if strike.when.text else "undated"
    days = phrasing.describe_when(strike.when) or undated
    total = "A total over a period: " if strike.scope == "summary" else ""
    return DossierEntry(
        id=strike.id,
        heading=_safe_line(f"{total}{days}: {phrasing.list_place_names(strike.places)}"),
        facts=tuple((label, _safe_line(text)) for label, text in _strike_facts(strike)),
        sources=tuple(_build_source(report, find_document(report.document, document)) for report in strike.reports),
    )


def _strike_facts(strike: Strike) -> Iterator[Fact]:
    when, work = strike.when, strike.work
    if work.find_correction("when"):
        edtf = f"EDTF {format_edtf(when, corrected=True)}; {phrasing.PRECISION_WORDS[when.precision]}"
        yield "When", f"{phrasing.describe_when(when) or phrasing.NOT_STATED} ({edtf}){_CORRECTED_NOTE}"
    else:
        yield "When", _format_when(when)
    basis = {"inferred": _INFERRED_NOTE, "corrected": _CORRECTED_NOTE}.get(side_basis(strike) or "", "")
    yield "By", phrasing.SIDE_NAMES[strike.side] + basis
    places = "; ".join(map(_format_place, strike.places)) or phrasing.NOT_STATED
    yield "Places", places + _mark_corrected(work, "places")
    yield from _figure_facts(strike)
    yield from (("Damage", phrasing.quote_damage(damage, _quote_words)) for damage in strike.damage)
    yield from _claim_facts(strike.claims, strike.weapons)
    if strike.disputed:
        yield "Disputed", "; ".join(list_disputes(strike)) or phrasing.DISPUTED_PHRASE
    for number, reason in enumerate(strike.reasons, 2):
        yield "Same strike", f"[{number}] {reason}"
    for correction in work.corrections:
        yield "Corrected", f"{correction.path}: {correction.value}; the sources say: {correction.parsed}"
    if work.tags:
        yield "Tags", ", ".join(work.tags)
    yield from (("Note", note.text) for note in work.notes)


def _mark_corrected(work: UserEdits, path: str) -> str:
    return _CORRECTED_NOTE if work.find_correction(path) else ""


def _figure_facts(record: Strike | Report) -> Iterator[Fact]:
    """Weapons and figures with the words of the source; of a strike also the casualties that nobody reports."""
    for number, weapon in enumerate(record.weapons):
        counts = [
            f"{name} {_format_figure(record, f'weapons.{number}.{name}', figure)}"
            for name, figure in (("launched", weapon.launched), ("intercepted", weapon.intercepted))
            if figure
        ]
        yield "Weapon", ", ".join((phrasing.describe_weapon(weapon), *counts))
    for name in FIGURE_NAMES:
        is_total = name in ("launched", "intercepted")
        if figure := getattr(record, name):
            yield name.capitalize(), _format_figure(record, name, figure) + " together" * is_total
        elif isinstance(record, Strike) and not is_total:
            yield name.capitalize(), phrasing.NOT_STATED + _mark_corrected(record.work, name)


def _format_figure(record: Strike | Report, path: str, figure: Figure) -> str:
    if isinstance(record, Report):
        return phrasing.quote_figure(figure, _quote_words)
    if corrected := _mark_corrected(record.work, correction_path(path, record)):
        return phrasing.describe_figure(figure) + corrected  # its words are the user's, not a source's
    full_range = phrasing.quote_figure(figure, _quote_words)
    return phrasing.describe_preferred_figure(preferred_figure(record, path), full_range)


def _format_when(when: When) -> str:
    words = f"{_quote_words(when.text)}: " if when.text else ""
    if not (when.start or when.end):
        return f"{words}not on the calendar" if words else phrasing.NOT_STATED
    basis = f"{phrasing.PRECISION_WORDS[when.precision]}; {words}{phrasing.BASIS_WORDS[when.basis]}"
    return f"{phrasing.describe_when(when)} (EDTF {format_edtf(when)}; {basis})"


def _format_place(place: Place) -> str:
    if place.latitude is None or place.longitude is None:
        return phrasing.describe_place(place)
    return f"{phrasing.describe_place(place)} ({place.latitude:.4f}, {place.longitude:.4f})"


def _claim_facts(claims: Iterable[Claim], weapons: Sequence[Weapon]) -> Iterator[Fact]:
    for claim in claims:
        figure_names = [phrasing.name_figure(claim.of, weapons)] if claim.of else []
        yield "Claim", phrasing.describe_claim(claim, figure_names, _quote_words)


def _build_source(report: Report, document: Document | None) -> DossierSource:
    day = publication_date(report, document)
    published = phrasing.describe_publication_day(day, is_update_stamp=bool(document and document.published_weak))
    published += f" ({day.isoformat()})" if day else ""
    description = [document.source if document else None, published, f"document {report.document}"]
    facts = [
        ("When", _format_when(report.when)),
        ("By", phrasing.SIDE_NAMES[report.side] + _INFERRED_NOTE * report.side_is_inferred),
        *_figure_facts(report),
        *(_claim_facts(report.claims, report.weapons) if report.claims else [("Claim", phrasing.NO_SPEAKER_PHRASE)]),
    ]
    if report.unverified:
        facts.append(("Unverified", _quote_words(report.unverified.text)))
    return DossierSource(
        title=_safe_line(source_title(report, document) or report.document),
        description=_safe_line(", ".join(part for part in description if part)),
        url=safe_link(document.url if document else None),
        facts=tuple((label, _safe_line(text)) for label, text in facts),
        excerpts=tuple(map(_split_safe_excerpt, report.excerpts, traces_by_excerpt(report))),
    )


def _split_safe_excerpt(span: Span, traces: Iterable[tuple[str, Trace]]) -> tuple[ExcerptSegment, ...]:
    return split_excerpt(span.model_copy(update={"text": sanitize(phrasing.replace_line_breaks(span.text))}), traces)
