"""Explanations of a report as plain lines: each value with its words, their position and its rule; what was rejected.

For the command line and the app; the caller makes the lines safe to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from model import phrasing
from model.event import ValuePath
from model.taxonomy import FIGURE_NAMES

if TYPE_CHECKING:
    from model.event import Damage, Document, Report, Span
    from model.parsing.diagnostics.explanations import Explanation, Justification, RejectedSpan

# Labels that differ from the names of the values.
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
    """A label with its lines; the first line is the value."""

    label: str
    lines: tuple[str, ...]


def label_value(path: str) -> str:
    """The label of the value at a path: "place", "launched"."""
    value = ValuePath.parse(path).name
    return _VALUE_LABELS.get(value, value)


def describe_report_value(report: Report, path: str) -> str:
    """The value at a path of the report, in plain words."""
    slot, position, part = ValuePath.parse(path)
    index = position or 0
    match slot:
        case "scope":
            return "one strike" if report.scope == "strike" else "a total over several strikes"
        case "when":
            days = phrasing.describe_when(report.when)
            return f"{days}, {phrasing.PRECISION_WORDS[report.when.precision]}" if days else "date not known"
        case "side":
            return phrasing.SIDE_NAMES[report.side] + (", inferred" if report.side_is_inferred else "")
        case "places":
            return phrasing.describe_place(report.places[index])
        case "weapons":
            weapon = report.weapons[index]
            name = phrasing.describe_weapon(weapon)
            return f"{phrasing.describe_figure(getattr(weapon, part))} ({name})" if part else name
        case "damage":
            return _describe_damage_part(report.damage[index], part)
        case "claims":
            claim = report.claims[index]
            figure = f"{label_value(claim.of)} {describe_report_value(report, claim.of)} " if claim.of else ""
            return f"{figure}{phrasing.describe_attribution(claim, str)} (side: {phrasing.SIDE_NAMES[claim.side]})"
        case "unverified":
            return "nobody could check it" if report.unverified else phrasing.NOT_STATED
        case "launched" | "intercepted":
            return f"{phrasing.describe_figure(getattr(report, slot))}, of several kinds together"
        case _:
            return phrasing.describe_figure(getattr(report, slot))


def _describe_damage_part(damage: Damage, part: str) -> str:
    """The damage, or its "count" or "effect"."""
    if part == "count":
        return phrasing.describe_figure(damage.count) if damage.count else phrasing.NOT_STATED
    return phrasing.EFFECT_WORDS[damage.effect] if part else f"{phrasing.describe_damage(damage)}: {damage.text}"


def describe_optional_value(report: Report, path: str) -> str:
    """The same; "not stated" where the report does not state it."""
    if path in ("places", "weapons", "damage", "claims") or (path in FIGURE_NAMES and getattr(report, path) is None):
        return phrasing.NOT_STATED
    return describe_report_value(report, path)


def format_location(document: Document, span: Span) -> str:
    """The position of words: "line 3, column 12" of the text, or "title"."""
    if span.within == "title":
        return "title"
    line, column = document.line_and_column(span.start)
    return f"line {line:,}, column {column:,}"


def _quote_located(document: Document, span: Span) -> str:
    return f"“{span.text}” ({format_location(document, span)})"


def build_value_blocks(explanation: Explanation, document: Document) -> Iterator[ValueBlock]:
    """A block for each value, then one for the slots that the report leaves empty."""
    blocks: dict[str, list[str]] = {}
    for justification in explanation.justifications:
        path = justification.path
        lines = blocks.setdefault(path, [describe_report_value(explanation.report, path)])
        lines += format_justification(justification, document)
    for path, lines in blocks.items():
        yield ValueBlock(label_value(path), tuple(lines))
    filled = {ValuePath.parse(path).slot for path in blocks}
    if missing := [label_value(slot) for slot in _SLOT_NAMES if slot not in filled]:
        yield ValueBlock(phrasing.NOT_STATED, (", ".join(missing),))


def format_justification(justification: Justification, document: Document) -> list[str]:
    """The words of a value with their position, and its rule; the description alone where no words state it."""
    if justification.span is None:
        return [justification.description]
    rule = ": ".join(filter(None, (justification.rule, justification.description)))
    return [_quote_located(document, justification.span), rule]


def format_rejections(rejections: Iterable[RejectedSpan], document: Document) -> list[str]:
    """What was considered and rejected, a line each."""
    return [
        f"{label_value(rejected.value).removesuffix('s')} {_quote_located(document, rejected.span)}: {rejected.reason}"
        for rejected in rejections
    ]


def format_explanations(explanations: Sequence[Explanation], document: Document) -> Iterator[str]:
    """All reports of a document, for the command line."""
    for number, explanation in enumerate(explanations, 1):
        yield f"{document.id}: report {number} of {len(explanations)}"
        if document.title:
            yield f"  title       {document.title}"
        yield f"  published   {describe_publication(document)}"
        for span in explanation.report.excerpts:
            yield f"  excerpt     {_quote_located(document, span)}"
        for label, (value, *lines) in build_value_blocks(explanation, document):
            yield f"  {label:<11} {value}"
            yield from (f"                {line}" for line in lines)
        if explanation.rejections:
            yield "  considered and rejected"
            yield from (f"    {line}" for line in format_rejections(explanation.rejections, document))
        yield ""


def describe_publication(document: Document) -> str:
    """The day of publication, and where it was read: "Sat 30 Dec 2023 (from its record)"."""
    if document.published is None:
        return "not known"
    origin = f"from {_DATE_ORIGIN_PHRASES[document.published_from]}" if document.published_from else ""
    quoted = f"“{document.published_text}”" if document.published_text else ""
    weak = "an update stamp, so only weak evidence" if document.published_weak else ""
    notes = ", ".join(note for note in (origin, quoted, weak) if note)
    return phrasing.describe_day(document.published) + (f" ({notes})" if notes else "")
