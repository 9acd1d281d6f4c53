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

from model.edits.value_paths import correctable
from model.event import Claim, Damage, Document, Figure, Place, Report, Span, Strike, Trace, Weapon, When
from model.event.highlights import Piece, pieces, traces_in
from model.event.preferred_figure import shown_figure
from model.event.user_edits import Work
from model.exporting.edtf import edtf
from model.exporting.nested_record import Lookup, Stamp, held, published_of, side_basis, title_of
from model.merging.disputes import disputes
from model.phrasing import BASES, PRECISIONS, SHOWN_BY, counted, damage, day, figure, one_line, span, weapon
from model.phrasing import SIDES as SIDE_NAMES
from model.taxonomy import FIGURES, SIDES, WEAPON_KINDS
from model.text.sanitize import visible

TITLE: Final = "Reported strikes"
NATURE: Final = (
    "A record of what was reported, neutral between the sides. Nothing here was checked on the ground: each value is "
    "quoted from its source, a claim is its speaker's, and what no source tells stays unknown."
)
_INFERRED: Final = " (inferred: no words say who attacked)"
_CORRECTED: Final = " (corrected)"
_PLAIN_IN_URL: Final = frozenset("-._~:/?#[]@!$&'()*+,;=%")


def title(stamp: Stamp) -> str:
    """The title, with the query where one was asked."""
    return _shown(f"{TITLE}: {stamp.query}" if stamp.query else TITLE)


class Source(NamedTuple):
    """One source of a strike: what it is, what it tells, and its excerpts; `url` is '' where none is safe to follow."""

    title: str
    about: str
    url: str
    told: tuple[tuple[str, str], ...]
    excerpts: tuple[tuple[Piece, ...], ...]


class Entry(NamedTuple):
    """One strike: its heading, its values as (label, text), and its sources in their order."""

    id: str
    heading: str
    told: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


def entry(strike: Strike, document: Lookup) -> Entry:
    """The strike told in full."""
    days = span(strike.when) or (f"undated (“{strike.when.text}”)" if strike.when.text else "undated")
    places = ", ".join(place.name for place in strike.places) or "place not told"
    total = "A total over a period: " if strike.scope == "summary" else ""
    return Entry(
        id=strike.id,
        heading=_shown(f"{total}{days}: {places}"),
        told=tuple((label, _shown(text)) for label, text in _told(strike)),
        sources=tuple(_source(report, held(report.document, document)) for report in strike.reports),
    )


class Count:
    """What the dossier holds, counted while its strikes go by."""

    def __init__(self) -> None:
        self._strikes: Counter[str] = Counter()
        self._sides: Counter[str] = Counter()
        self._weapons: Counter[str] = Counter()
        self._first, self._last = date.max, date.min

    def take(self, strike: Strike) -> None:
        """Count one more."""
        self._strikes[strike.scope] += 1
        self._strikes["disputed"] += strike.disputed
        self._strikes["reports"] += len(strike.reports)
        self._strikes["undated"] += not (strike.when.start or strike.when.end)
        self._sides[strike.side] += 1
        self._weapons.update({weapon.kind for weapon in strike.weapons})
        self._first = min(self._first, strike.when.start or date.max)
        self._last = max(self._last, strike.when.end or strike.when.start or date.min)

    def lines(self, stamp: Stamp) -> Iterator[tuple[str, str]]:
        """What was asked for, what there is, and what made it, as (label, text)."""
        yield "Query", _shown(stamp.query) or "none; this is all that there was"
        told = [counted(self._strikes["strike"], "strike")]
        if self._strikes["summary"]:
            told.append(f"{counted(self._strikes['summary'], 'total')} over a period")
        yield "Holds", f"{' and '.join(told)}, told in {counted(self._strikes['reports'], 'report')}"
        if self._last >= self._first:
            yield "Days", f"{day(self._first)} to {day(self._last)}"
        if self._strikes["undated"]:
            yield "Undated", f"{self._strikes['undated']:,}"
        if self._sides:
            yield "By", _tallied(self._sides, SIDES, SIDE_NAMES)
        if self._weapons:
            yield "With", _tallied(self._weapons, WEAPON_KINDS, {"other": "other weapons"})
        if self._strikes["disputed"]:
            yield "Disputed", f"{self._strikes['disputed']:,}"
        yield "Made by", f"strikeview {stamp.program}, rules {stamp.rules}"


def _tallied(counts: Counter[str], order: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(f"{names.get(each, each)} {counts[each]:,}" for each in order if counts[each])


def link(url: str | None) -> str:
    """The address where it is one of the web's, with all that could end or disguise it written as %XX; else ''."""
    try:
        parts = urlsplit((url or "").strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return "".join(each if _is_plain(each) else quote(each, errors="replace") for each in parts.geturl())


def _is_plain(character: str) -> bool:
    return character in _PLAIN_IN_URL or (character.isalnum() and unicodedata.category(character)[0] in "LN")


def _shown(text: str) -> str:
    """Text on one line, its controls and bidi overrides as visible marks."""
    return visible(" ".join(text.split()))


# The strike


def _told(strike: Strike) -> Iterator[tuple[str, str]]:
    if strike.work.correction("when"):
        known = f"EDTF {edtf(strike.when, corrected=True)}; {PRECISIONS[strike.when.precision]}"
        yield "When", f"{span(strike.when) or 'not told'} ({known}){_CORRECTED}"
    else:
        yield "When", _when(strike.when)
    basis = {"inferred": _INFERRED, "corrected": _CORRECTED}.get(side_basis(strike) or "", "")
    yield "By", SIDE_NAMES[strike.side] + basis
    places = "; ".join(map(_place, strike.places)) or "not told"
    yield "Places", places + _CORRECTED * (strike.work.correction("places") is not None)
    yield from _counts(strike)
    for each in strike.damage:
        yield "Damage", _damage(each)
    for claim in strike.claims:
        yield "Claim", _claim(claim, strike.weapons)
    if strike.disputed:
        yield "Disputed", "; ".join(disputes(strike)) or "its sources do not agree"
    for number, reason in enumerate(strike.reasons, 2):
        yield "Same strike", f"[{number}] {reason}"
    yield from _work(strike.work)


def _work(work: Work) -> Iterator[tuple[str, str]]:
    """What whoever made the dossier has set and written, beside what the sources tell."""
    for correction in work.corrections:
        yield "Corrected", f"{correction.path}: {correction.value}; the sources tell: {correction.parsed}"
    if work.tags:
        yield "Tags", ", ".join(work.tags)
    yield from (("Note", note.text) for note in work.notes)


def _counts(told: Strike | Report) -> Iterator[tuple[str, str]]:
    """Weapons and figures, with the words that give them."""
    for number, each in enumerate(told.weapons):
        counts = [
            f"{name} {_said(told, f'weapons.{number}.{name}', found)}"
            for name in ("launched", "intercepted")
            if (found := getattr(each, name))
        ]
        yield "Weapon", ", ".join((weapon(each), *counts))
    for name in FIGURES:
        if found := getattr(told, name):
            together = " together" if name in ("launched", "intercepted") else ""
            yield name.capitalize(), _said(told, name, found) + together
        elif isinstance(told, Strike) and name in ("killed", "injured"):
            yield name.capitalize(), "not told" + _CORRECTED * (told.work.correction(name) is not None)


def _said(told: Strike | Report, path: str, value: Figure) -> str:
    """A figure with the words that give it; what the user has set is no source's words."""
    if isinstance(told, Strike) and told.work.correction(correctable(path, told)):
        return figure(value) + _CORRECTED
    return _first(told, path) + _figure(value)


def _first(told: Strike | Report, path: str) -> str:
    """Of several figures that differ the one to show first, and why; '' where there is one."""
    first = shown_figure(told, path) if isinstance(told, Strike) else None
    rule = SHOWN_BY[first.rule] if first else ""
    return f"{figure(first.figure)} ({rule}); in all reports " if first and rule else ""


def _when(when: When) -> str:
    text = f"“{when.text}”: " if when.text else ""
    if not (when.start or when.end):
        return f"{text}not on the calendar" if text else "not told"
    return f"{span(when)} (EDTF {edtf(when)}; {PRECISIONS[when.precision]}; {text}{BASES[when.basis]})"


def _place(place: Place) -> str:
    parts = [place.name, place.region if place.region != place.name else None, place.country]
    text = ", ".join(part for part in parts if part)
    if place.latitude is None or place.longitude is None:
        return text
    return f"{text} ({place.latitude:.4f}, {place.longitude:.4f})"


def _figure(value: Figure) -> str:
    said = figure(value)
    return said if said == value.text else f"{said} (“{value.text}”)"


def _damage(value: Damage) -> str:
    count = f"{_figure(value.count)}: " if value.count else ""
    effect = f" (“{value.effect_text}”)" if value.effect_text and value.effect_text != value.text else ""
    return f"{damage(value)}: {count}“{value.text}”{effect}"


def _claim(claim: Claim, weapons: Sequence[Weapon]) -> str:
    speaker = f"“{claim.speaker}”" if claim.speaker else "a speaker not named"
    side = SIDE_NAMES[claim.side] if claim.side in ("russia", "ukraine") else "of neither side"
    if claim.responsibility:
        said = "says that their own side did it"
    else:
        said = "denies it" if claim.stance == "denies" else "says so"
    of = f", of {_named(claim.of, weapons)}" if claim.of else ""
    return f"{speaker} ({side}) {said}{of}"


def _named(path: str, weapons: Sequence[Weapon]) -> str:
    """The figure at a path, in words: "killed", "drone Shahed launched", "damage"."""
    what, *rest = path.split(".")
    return f"{weapon(weapons[int(rest[0])])} {rest[1]}" if what == "weapons" else what


# A source of it


def _source(report: Report, document: Document | None) -> Source:
    published = published_of(report, document)
    stamp = "updated" if document and document.published_weak else "published"
    dated = f"{stamp} {day(published)} ({published.isoformat()})" if published else "undated"
    about = [document.source if document else None, dated, f"document {report.document}"]
    told = [("When", _when(report.when)), ("By", SIDE_NAMES[report.side] + _INFERRED * report.side_is_inferred)]
    told += _counts(report)
    told += [("Claim", _claim(claim, report.weapons)) for claim in report.claims]
    if not report.claims:
        told.append(("Claim", "no speaker named"))
    if report.unverified:
        told.append(("Unverified", f"“{report.unverified.text}”"))
    return Source(
        title=_shown(title_of(report, document) or report.document),
        about=_shown(", ".join(part for part in about if part)),
        url=link(document.url if document else None),
        told=tuple((label, _shown(text)) for label, text in told),
        excerpts=tuple(map(_excerpt, report.excerpts, traces_in(report))),
    )


def _excerpt(span: Span, traces: Iterable[tuple[str, Trace]]) -> tuple[Piece, ...]:
    return pieces(span.model_copy(update={"text": visible(one_line(span.text))}), traces)
