"""Explanations: the words and the rule behind each value of a report, and what was rejected.

The document is read again by the functions of the parser, which then give their reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.event import FIGURE_NAMES, Document, Report, Span, ValuePath
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.attacker import place_key, resolve_attacker
from model.parsing.clauses.casualties import CASUALTY_SLOTS
from model.parsing.clauses.clause import Clause, FigureMention
from model.parsing.clauses.segmentation import read_passages
from model.parsing.clauses.time_roles import assign_time_roles, is_finer
from model.parsing.diagnostics.rejections import Rejection, find_rejections, is_same_time, make_rejection, reject_side
from model.parsing.diagnostics.rule_descriptions import describe_rule, describe_unworded_time
from model.parsing.discourse.coreference import resolve_coreference
from model.parsing.discourse.event_template import EventTemplate
from model.parsing.discourse.report_builder import TraceBuilder, build_parser_text, build_report
from model.parsing.discourse.slot_resolution import is_reportable, resolve_places

_VALUE_ORDER = ("scope", "when", "side", "places", "weapons", *FIGURE_NAMES, "damage", "claims", "unverified")


class Justification(NamedTuple):
    """Why a report has a value: its path (as in `Report.trace`), its words, its rule and what the rule says.

    `span` is None and `rule` empty for a value without words of its own.
    """

    path: str
    span: Span | None
    rule: str
    description: str


class RejectedSpan(NamedTuple):
    """Words that were considered for a value, or for any figure ("figures"), and why they were rejected."""

    value: str
    span: Span
    reason: str


class Explanation(NamedTuple):
    """A report with the justification of each value, and the rejected spans, in text order.

    Not `is_complete` if the rules no longer make this report: then only what the report itself holds is explained.
    """

    report: Report
    justifications: tuple[Justification, ...]
    rejections: tuple[RejectedSpan, ...]
    is_complete: bool = True

    def rejections_for(self, path: str) -> list[RejectedSpan]:
        """What was rejected for the value at a path; an unused number could have been any figure."""
        value = ValuePath.parse(path)
        names = {value.name, "figures"} if value.name in FIGURE_NAMES else {value.slot, value.name}
        return [rejected for rejected in self.rejections if rejected.value in names]


def explain_document(document: Document) -> list[Explanation]:
    """The explanations of the reports of `parse_document`, in the same order."""
    reader = _AnnotatedReader(document)
    templates = [template for template in resolve_coreference(reader.read_clauses()) if is_reportable(template)]
    return [_explain_template(template, reader, document) for template in templates]


def explain_report(report: Report, document: Document) -> Explanation:
    """The explanation of one report of the document, which may come from a library."""
    is_dataset = report.dataset is not None
    basic = Explanation(report, tuple(justify_values(report, document)), (), is_complete=is_dataset)
    explanations = [] if is_dataset else explain_document(document)
    return next((explanation for explanation in explanations if explanation.report == report), basic)


class _AnnotatedReader:
    """Reads clauses as `parse_document` does, and records what each rejected before coreference can change it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.rejections: dict[Clause, list[Rejection]] = {}
        self.figures: dict[Clause, list[tuple[str, FigureMention]]] = {}
        self.total_spans: dict[Clause, tuple[int, int]] = {}  # the period that makes a clause a total

    def read_clauses(self) -> Iterator[Clause]:
        """The clauses, in order."""
        for clause, passage in read_passages(build_parser_text(self._document), self._document.published):
            if clause.is_relevant or clause.is_comment:
                self.rejections[clause] = list(find_rejections(clause, passage))
                self.figures[clause] = list(clause.list_figures())
                for chunk, role, is_total in assign_time_roles(passage):
                    if is_total or (clause.is_total and role == "stretch"):
                        self.total_spans.setdefault(clause, (chunk.start, chunk.end))
            yield clause


def justify_values(report: Report, document: Document) -> Iterator[Justification]:
    """The justification of each value of a report, in the order in which reports are displayed."""
    justifications = []
    for path, trace in report.trace.items():
        text = document.field_text(trace.within)[trace.start : trace.end]
        span = Span.model_construct(start=trace.start, end=trace.start + len(text), text=text, within=trace.within)
        justifications.append(Justification(path, span, trace.rule, _describe_known_rule(trace.rule)))
    if "when" not in report.trace:
        reason = describe_unworded_time(_find_unworded_reason(report, document))
        justifications.append(Justification("when", None, "", reason))
    yield from sorted(justifications, key=lambda justification: _path_sort_key(justification.path))


def _find_unworded_reason(report: Report, document: Document) -> str:
    if report.when.basis in ("carried", "user"):
        return report.when.basis
    if report.scope == "summary":
        return "total"
    return "undated" if document.published is None else "weak" if document.published_weak else "dateless"


def _describe_known_rule(rule: str) -> str:
    """What the rule says; "" for a rule of another edition."""
    try:
        return describe_rule(rule)
    except KeyError:
        return ""


def _path_sort_key(path: str) -> tuple[int, int, int]:
    value = ValuePath.parse(path)
    return _rank_value(value.slot), value.position or 0, _rank_value(value.name)


def _rank_value(name: str) -> int:
    return _VALUE_ORDER.index(name) if name in _VALUE_ORDER else len(_VALUE_ORDER)


def _explain_template(template: EventTemplate, reader: _AnnotatedReader, document: Document) -> Explanation:
    report, spans = build_report(template, document), TraceBuilder(document)
    justifications = list(justify_values(report, document))
    period = next((reader.total_spans[clause] for clause in template.clauses if clause in reader.total_spans), None)
    if template.is_total and period:
        reason = "counted over this period, so a total over several strikes"
        justifications.insert(1, Justification("scope", spans.make_span(*period), "", reason))
    used = {(ValuePath.parse(j.path).name, j.span.within, j.span.start) for j in justifications if j.span}
    rejected: dict[tuple[str, str, str], RejectedSpan] = {}
    rejections = [*_collect_rejections(template, reader, document), *_reject_other_speakers(template, report)]
    for value, start, end, reason, _ in sorted(rejections, key=lambda rejection: (rejection.start, rejection.end)):
        span = spans.make_span(start, end)
        if (position := (value, span.within, span.start)) not in used:
            used.add(position)  # words have one reason, and repeated words with the same reason are listed once
            rejected.setdefault((value, span.text, reason), RejectedSpan(value, span, reason))
    return Explanation(report, tuple(justifications), tuple(rejected.values()))


def _collect_rejections(template: EventTemplate, reader: _AnnotatedReader, document: Document) -> Iterator[Rejection]:
    """What the clauses of the template rejected, and what the template rejected of their values."""
    place_keys = {place_key(chunk) for chunk in resolve_places(template)}
    for clause in template.clauses:
        for rejection in reader.rejections.get(clause, ()):
            if rejection.place_key not in place_keys:
                yield rejection
        for chunk in clause.places:
            if place_key(chunk) not in place_keys:
                yield make_rejection("places", chunk, "home")
    yield from _reject_other_times(template, document)
    yield from _reject_other_sides(template)
    yield from _reject_superseded_tolls(template)
    yield from _reject_other_counts(template, reader)
    if any(weapon.kind != "other" for weapon in template.weapons):
        for weapon in template.weapons:
            if weapon.kind == "other":
                yield make_rejection("weapons", weapon.evidence, "no_kind")


def _reject_other_times(template: EventTemplate, document: Document) -> Iterator[Rejection]:
    final = template.time
    if final is None:
        return
    about = build_parser_text(document)[final.start : final.end]

    def reject_time(mention: TemporalExpression | None, reason: str) -> Iterator[Rejection]:
        if mention and not is_same_time(mention.when, final.when):
            yield make_rejection("when", mention, reason, about)

    for clause in template.clauses:
        if clause.time and clause.time is not final:
            yield from reject_time(clause.time, "coarser" if is_finer(final.when, clause.time.when) else "another_time")
        yield from reject_time(clause.preceding_time, "sentence_before")


def _reject_other_sides(template: EventTemplate) -> Iterator[Rejection]:
    for clause in template.clauses:
        side, evidence, strength = resolve_attacker(clause)
        if side and evidence and side != template.side:
            yield reject_side(side, evidence, is_weaker=strength < template.side_strength)


def _reject_superseded_tolls(template: EventTemplate) -> Iterator[Rejection]:
    """The tolls that another one superseded, found by building the template again step by step."""
    rebuilt = EventTemplate()
    for clause in template.clauses:
        before = {slot: getattr(rebuilt, slot) for slot in CASUALTY_SLOTS}
        rebuilt.add_clause(clause)
        for slot, old in before.items():
            final = getattr(rebuilt, slot)
            for figure, reason in ((old, "raised"), (getattr(clause, slot), "lower")):
                if figure and figure is not final and figure.bounds != final.bounds:
                    yield make_rejection(slot, figure.evidence, reason, final.figure.text)


def _reject_other_counts(template: EventTemplate, reader: _AnnotatedReader) -> Iterator[Rejection]:
    """The counts of launched and intercepted weapons other than those of the report."""
    figures = [figure for weapon in template.weapons for figure in (weapon.launched, weapon.intercepted)]
    used = {figure.bounds for figure in (*figures, template.launched, template.intercepted) if figure}
    for clause in template.clauses:
        for slot, figure in reader.figures.get(clause, ()):
            if slot in ("launched", "intercepted") and figure.bounds not in used:
                yield make_rejection(slot, figure.evidence, "count_holds")


def _reject_other_speakers(template: EventTemplate, report: Report) -> Iterator[Rejection]:
    """All speakers; those that the report names are sorted out later by their offsets."""
    denying = {claim.side for claim in report.claims if claim.stance == "denies" and claim.of is None}
    for claim in template.claims:
        if claim.side is None and template.side not in ("russia", "ukraine"):
            reason = "speaker_of_no_side"
        elif claim.stance == "asserts" and claim.side in denying:
            reason = "denier"
        else:
            reason = "second_speaker"
        yield make_rejection("claims", claim.evidence, reason)
