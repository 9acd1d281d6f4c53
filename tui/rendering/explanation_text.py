"""Why a report says what it says, in plain lines: each value, its words and where they stand, its rule; what was not
taken, and why. Plain text for the command line and for the app; the caller makes it safe to draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from model.event import value_name
from model.taxonomy import FIGURE_NAMES
from tui.rendering import phrases as words

if TYPE_CHECKING:
    from model.event import Document, Report, Span
    from model.parsing.diagnostics.explanations import Explanation, Justification, RejectedSpan

# What each name of a value is called; the rest go by their own names.
_VALUE_LABELS = {"scope": "strike", "side": "by", "places": "place", "weapons": "weapon", "claims": "claim"}
_SLOT_NAMES = ("when", "side", "places", "weapons", "killed", "injured", "damage", "claims")
_DATE_ORIGIN_PHRASES = {
    "record": "its record",
    "text": "its text",
    "page": "its page",
    "file name": "its file name",
    "user": "--date",
}


class ValueBlock(NamedTuple):
    """A label with its lines; of a value, the first line says it."""

    label: str
    lines: tuple[str, ...]


def label_value(path: str) -> str:
    """The name of the value at a path: "place", "launched"."""
    value = value_name(path)
    return _VALUE_LABELS.get(value, value)


def describe_report_value(report: Report, path: str) -> str:
    """The value at a path in plain words."""
    name, _, rest = path.partition(".")
    number, _, figure = rest.partition(".")
    if name == "scope":
        return "one strike" if report.scope == "strike" else "a total over several strikes"
    if name == "when":
        day = words.describe_when(report.when)
        return f"{day}, {words.PRECISION_WORDS[report.when.precision]}" if day else "date not known"
    if name == "side":
        return words.SIDE_NAMES[report.side] + (", inferred" if report.side_is_inferred else "")
    if name == "places":
        place = report.places[int(number)]
        region = place.region if place.region != place.name else None
        return ", ".join(part for part in (place.name, region, place.country) if part)
    if name == "weapons":
        weapon = report.weapons[int(number)]
        if not figure:
            return words.describe_weapon(weapon)
        return f"{words.describe_figure(getattr(weapon, figure))} ({words.describe_weapon(weapon)})"
    if name == "damage":
        damage = report.damage[int(number)]
        if figure == "count":
            return words.describe_figure(damage.count) if damage.count else "not told"
        return words.EFFECT_WORDS[damage.effect] if figure else f"{words.describe_damage(damage)}: {damage.text}"
    if name == "claims":
        claim = report.claims[int(number)]
        verb = "denied by" if claim.stance == "denies" else "according to"
        verb = "responsibility claimed by" if claim.responsibility else verb
        of = f"{label_value(claim.of)} {describe_report_value(report, claim.of)} " if claim.of else ""
        return f"{of}{verb} {claim.speaker or 'a speaker not named'} (side: {words.SIDE_NAMES[claim.side]})"
    if name == "unverified":
        return "nobody could check it" if report.unverified else "not told"
    value = getattr(report, name)
    return (
        words.describe_figure(value)
        if name in ("killed", "injured")
        else f"{words.describe_figure(value)}, of several kinds together"
    )


def describe_optional_value(report: Report, path: str) -> str:
    """The same, or that it is not told."""
    if path in ("places", "weapons", "damage", "claims") or (path in FIGURE_NAMES and getattr(report, path) is None):
        return "not told"
    return describe_report_value(report, path)


def format_location(document: Document, span: Span) -> str:
    """Where words stand: "line 3, column 12" of the text, or "title"."""
    if span.within == "title":
        return "title"
    line, column = document.line_and_column(span.start)
    return f"line {line:,}, column {column:,}"


def build_value_blocks(explanation: Explanation, document: Document) -> Iterator[ValueBlock]:
    """Each value, then what is not told."""
    told: dict[str, list[str]] = {}
    for ground in explanation.justifications:
        lines = told.setdefault(ground.path, [describe_report_value(explanation.report, ground.path)])
        lines += format_justification(ground, document)
    for path, lines in told.items():
        yield ValueBlock(label_value(path), tuple(lines))
    missing = [label_value(slot) for slot in _SLOT_NAMES if not any(path.split(".")[0] == slot for path in told)]
    if missing:
        yield ValueBlock("not told", (", ".join(missing),))


def format_justification(ground: Justification, document: Document) -> list[str]:
    """The words of a value with their place, and its rule."""
    if ground.span is None:
        return [ground.description]
    rule = (
        f"{ground.rule}: {ground.description}"
        if ground.rule and ground.description
        else ground.rule or ground.description
    )
    return [f"“{ground.span.text}” ({format_location(document, ground.span)})", rule]


def format_rejections(rejected: Iterable[RejectedSpan], document: Document) -> list[str]:
    """What was considered and not taken, a line each."""
    return [
        f"{label_value(each.value).removesuffix('s')} “{each.span.text}”"
        f" ({format_location(document, each.span)}): {each.reason}"
        for each in rejected
    ]


def format_explanations(explanations: Sequence[Explanation], document: Document) -> Iterator[str]:
    """All reports of a document for the command line."""
    for number, explanation in enumerate(explanations, 1):
        yield f"{document.id}: report {number} of {len(explanations)}"
        if document.title:
            yield f"  title       {document.title}"
        yield f"  published   {describe_publication(document)}"
        for span in explanation.report.excerpts:
            yield f"  excerpt     “{span.text}” ({format_location(document, span)})"
        for block in build_value_blocks(explanation, document):
            value, *why = block.lines
            yield f"  {block.label:<11} {value}"
            yield from (f"                {line}" for line in why)
        if explanation.rejections:
            yield "  considered, and not taken"
            yield from (f"    {line}" for line in format_rejections(explanation.rejections, document))
        yield ""


def describe_publication(document: Document) -> str:
    """The day of publication and what names it."""
    if document.published is None:
        return "not known"
    known = f"from {_DATE_ORIGIN_PHRASES[document.published_from]}" if document.published_from else ""
    quoted = f"“{document.published_text}”" if document.published_text else ""
    weak = "an update stamp, so weakly known" if document.published_weak else ""
    about = ", ".join(part for part in (known, quoted, weak) if part)
    return f"{words.describe_day(document.published)} ({about})" if about else words.describe_day(document.published)
