"""Why a report says what it says, in plain lines: each value, its words and where they stand, its rule; what was not
taken, and why. Plain text for the command line and for the app; the caller makes it safe to draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from model.event import value_name
from model.taxonomy import FIGURES
from tui.rendering import phrases as words

if TYPE_CHECKING:
    from model.event import Document, Report, Span
    from model.parsing.diagnostics.explanations import Explanation, Ground, Rejected

# What each name of a value is called; the rest go by their own names.
_LABELS = {"scope": "strike", "side": "by", "places": "place", "weapons": "weapon", "claims": "claim"}
_SLOTS = ("when", "side", "places", "weapons", "killed", "injured", "damage", "claims")
_FROM = {
    "record": "its record",
    "text": "its text",
    "page": "its page",
    "file name": "its file name",
    "user": "--date",
}


class Block(NamedTuple):
    """A label with its lines; of a value, the first line says it."""

    label: str
    lines: tuple[str, ...]


def label(path: str) -> str:
    """The name of the value at a path: "place", "launched"."""
    value = value_name(path)
    return _LABELS.get(value, value)


def value_words(report: Report, path: str) -> str:
    """The value at a path in plain words."""
    name, _, rest = path.partition(".")
    number, _, figure = rest.partition(".")
    if name == "scope":
        return "one strike" if report.scope == "strike" else "a total over several strikes"
    if name == "when":
        day = words.span(report.when)
        return f"{day}, {words.PRECISIONS[report.when.precision]}" if day else "date not known"
    if name == "side":
        return words.SIDES[report.side] + (", inferred" if report.side_is_inferred else "")
    if name == "places":
        place = report.places[int(number)]
        region = place.region if place.region != place.name else None
        return ", ".join(part for part in (place.name, region, place.country) if part)
    if name == "weapons":
        weapon = report.weapons[int(number)]
        if not figure:
            return words.weapon(weapon)
        return f"{words.figure(getattr(weapon, figure))} ({words.weapon(weapon)})"
    if name == "damage":
        damage = report.damage[int(number)]
        if figure == "count":
            return words.figure(damage.count) if damage.count else "not told"
        return words.EFFECTS[damage.effect] if figure else f"{words.damage(damage)}: {damage.text}"
    if name == "claims":
        claim = report.claims[int(number)]
        verb = "denied by" if claim.stance == "denies" else "according to"
        verb = "responsibility claimed by" if claim.responsibility else verb
        of = f"{label(claim.of)} {value_words(report, claim.of)} " if claim.of else ""
        return f"{of}{verb} {claim.speaker or 'a speaker not named'} (side: {words.SIDES[claim.side]})"
    if name == "unverified":
        return "nobody could check it" if report.unverified else "not told"
    value = getattr(report, name)
    return words.figure(value) if name in ("killed", "injured") else f"{words.figure(value)}, of several kinds together"


def said(report: Report, path: str) -> str:
    """The same, or that it is not told."""
    if path in ("places", "weapons", "damage", "claims") or (path in FIGURES and getattr(report, path) is None):
        return "not told"
    return value_words(report, path)


def where(document: Document, span: Span) -> str:
    """Where words stand: "line 3, column 12" of the text, or "title"."""
    if span.within == "title":
        return "title"
    line, column = document.line_and_column(span.start)
    return f"line {line:,}, column {column:,}"


def value_blocks(explanation: Explanation, document: Document) -> Iterator[Block]:
    """Each value, then what is not told."""
    told: dict[str, list[str]] = {}
    for ground in explanation.grounds:
        lines = told.setdefault(ground.path, [value_words(explanation.report, ground.path)])
        lines += ground_lines(ground, document)
    for path, lines in told.items():
        yield Block(label(path), tuple(lines))
    missing = [label(slot) for slot in _SLOTS if not any(path.split(".")[0] == slot for path in told)]
    if missing:
        yield Block("not told", (", ".join(missing),))


def ground_lines(ground: Ground, document: Document) -> list[str]:
    """The words of a value with their place, and its rule."""
    if ground.span is None:
        return [ground.says]
    rule = f"{ground.rule}: {ground.says}" if ground.rule and ground.says else ground.rule or ground.says
    return [f"“{ground.span.text}” ({where(document, ground.span)})", rule]


def rejected_lines(rejected: Iterable[Rejected], document: Document) -> list[str]:
    """What was considered and not taken, a line each."""
    return [
        f"{label(each.value).removesuffix('s')} “{each.span.text}” ({where(document, each.span)}): {each.reason}"
        for each in rejected
    ]


def explanation_lines(explanations: Sequence[Explanation], document: Document) -> Iterator[str]:
    """All reports of a document for the command line."""
    for number, explanation in enumerate(explanations, 1):
        yield f"{document.id}: report {number} of {len(explanations)}"
        if document.title:
            yield f"  title       {document.title}"
        yield f"  published   {published_words(document)}"
        for span in explanation.report.excerpts:
            yield f"  excerpt     “{span.text}” ({where(document, span)})"
        for block in value_blocks(explanation, document):
            value, *why = block.lines
            yield f"  {block.label:<11} {value}"
            yield from (f"                {line}" for line in why)
        if explanation.rejected:
            yield "  considered, and not taken"
            yield from (f"    {line}" for line in rejected_lines(explanation.rejected, document))
        yield ""


def published_words(document: Document) -> str:
    """The day of publication and what names it."""
    if document.published is None:
        return "not known"
    known = f"from {_FROM[document.published_from]}" if document.published_from else ""
    quoted = f"“{document.published_text}”" if document.published_text else ""
    weak = "an update stamp, so weakly known" if document.published_weak else ""
    about = ", ".join(part for part in (known, quoted, weak) if part)
    return f"{words.day(document.published)} ({about})" if about else words.day(document.published)
