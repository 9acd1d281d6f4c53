"""Why each report of a document says what it says: the words and the rule of each value, and what was not taken.

It reads the document as `parse` does, by the same functions, and then asks them again for their reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.event import FIGURE_NAMES, Document, Figure, Report, Span, Trace, ValuePath
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.attacker import place_key, resolve_attacker
from model.parsing.clauses.clause import Clause, FigureMention
from model.parsing.clauses.rule_matcher import Passage
from model.parsing.clauses.segmentation import read_passages
from model.parsing.clauses.time_roles import assign_time_roles, is_finer
from model.parsing.diagnostics.rejections import SIDE_PHRASES, Rejection, find_rejections, is_same_time
from model.parsing.diagnostics.rule_descriptions import describe_reason, describe_rule, describe_unworded_time
from model.parsing.discourse.coreference import resolve_coreference
from model.parsing.discourse.event_template import EventTemplate
from model.parsing.discourse.report_builder import TraceBuilder, build_parser_text, build_report
from model.parsing.discourse.slot_resolution import is_reportable, resolve_places

_VALUE_ORDER = ("scope", "when", "side", "places", "weapons", *FIGURE_NAMES, "damage", "claims", "unverified")


class Justification(NamedTuple):
    """Why a report has a value: its path (as in `Report.trace`), its words, its rule and what that says.

    `span` is None and `rule` empty for a value without words of its own.
    """

    path: str
    span: Span | None
    rule: str
    description: str


class RejectedSpan(NamedTuple):
    """Words that were considered for a value ("figures" where it is none of them), and why they were not taken."""

    value: str
    span: Span
    reason: str


class Explanation(NamedTuple):
    """A report with the ground of each of its values, and what was considered and not taken, in reading order.

    It is not `whole` where the rules no longer make this report of the document: then only what the report itself
    keeps is told, and nothing is known of what was not taken.
    """

    report: Report
    justifications: tuple[Justification, ...]
    rejections: tuple[RejectedSpan, ...]
    is_complete: bool = True

    def rejections_for(self, path: str) -> list[RejectedSpan]:
        """What was considered for the value at a path; a number that is none could have been any figure."""
        value = ValuePath.parse(path)
        names = {value.name, "figures"} if value.name in FIGURE_NAMES else {value.slot, value.name}
        return [each for each in self.rejections if each.value in names]


def explain_document(document: Document) -> list[Explanation]:
    """One explanation for each report that `parse` makes of the document, in the same order."""
    notes = AnnotatedReader(document)
    drafts = [draft for draft in resolve_coreference(notes.iterate_clauses()) if is_reportable(draft)]
    return [_explain_template(draft, notes, document) for draft in drafts]


def explain_report(told: Report, document: Document) -> Explanation:
    """The explanation of one report of the document, such as a library has kept."""
    if told.dataset:
        return Explanation(told, tuple(justify_values(told, document)), ())
    found = next((each for each in explain_document(document) if each.report == told), None)
    return found or Explanation(told, tuple(justify_values(told, document)), (), is_complete=False)


class AnnotatedReader:
    """Reads a document's clauses as `parse` does, and notes what each passage passed over."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.rejections: dict[Clause, list[Rejection]] = {}
        self.figures: dict[Clause, list[tuple[str, FigureMention]]] = {}
        self.total_spans: dict[Clause, tuple[int, int]] = {}

    def iterate_passages(self) -> Iterator[tuple[Clause, Passage]]:
        """Each clause with its passage, in order."""
        for said, passage in read_passages(build_parser_text(self._document), self._document.published):
            if said.is_relevant or said.is_comment:
                self.rejections[said] = list(find_rejections(said, passage))
                self.figures[said] = list(said.list_figures())
                for chunk, role, total in assign_time_roles(passage):
                    if total or (said.is_total and role == "stretch"):
                        self.total_spans.setdefault(said, (chunk.start, chunk.end))
            yield said, passage

    def iterate_clauses(self) -> Iterator[Clause]:
        """Each clause, in order."""
        return (said for said, _ in self.iterate_passages())


def justify_values(told: Report, document: Document) -> Iterator[Justification]:
    """The ground of each value of a report: in the order when, side, places, weapons, the hurt, claims."""
    found = [
        Justification(path, _quote_trace(trace, document), trace.rule, _describe_known_rule(trace.rule))
        for path, trace in told.trace.items()
    ]
    if "when" not in told.trace:
        found.append(Justification("when", None, "", describe_unworded_time(_find_unworded_reason(told, document))))
    yield from sorted(found, key=lambda ground: _path_sort_key(ground.path))


def _find_unworded_reason(told: Report, document: Document) -> str:
    if told.when.basis in ("carried", "user"):
        return told.when.basis
    if told.scope == "summary":
        return "total"
    return "undated" if document.published is None else "weak" if document.published_weak else "dateless"


def _describe_known_rule(rule: str) -> str:
    """What the rule says; '' for one of another edition."""
    try:
        return describe_rule(rule)
    except KeyError:
        return ""


def _quote_trace(trace: Trace, document: Document) -> Span:
    text = document.field_text(trace.within)[trace.start : trace.end]
    return Span.model_construct(start=trace.start, end=trace.start + len(text), text=text, within=trace.within)


def _path_sort_key(path: str) -> tuple[int, int, int]:
    """Where a value stands among the others."""
    value = ValuePath.parse(path)
    return _rank_value(value.slot), value.position or 0, _rank_value(value.name)


def _rank_value(name: str) -> int:
    return _VALUE_ORDER.index(name) if name in _VALUE_ORDER else len(_VALUE_ORDER)


def _explain_template(draft: EventTemplate, notes: AnnotatedReader, document: Document) -> Explanation:
    told = build_report(draft, document)
    quoter = TraceBuilder(document)
    why = list(justify_values(told, document))
    for said in draft.clauses:
        if draft.is_total and said in notes.total_spans:
            words = quoter.make_span(*notes.total_spans[said])
            why.insert(
                1, Justification("scope", words, "", "counted over this period, so a total over several strikes")
            )
            break
    taken = {(ValuePath.parse(each.path).name, each.span.within, each.span.start) for each in why if each.span}
    rejected: dict[tuple[str, str, str], RejectedSpan] = {}
    found = [*_collect_rejections(draft, notes, document), *_reject_other_speakers(draft, told)]
    for aside in sorted(found, key=lambda each: (each.start, each.end)):
        span = quoter.make_span(aside.start, aside.end)
        if (stands := (aside.value, span.within, span.start)) not in taken:
            taken.add(stands)  # one reason is enough for words, and one place for words with the same reason
            rejected.setdefault((aside.value, span.text, aside.reason), RejectedSpan(aside.value, span, aside.reason))
    return Explanation(told, tuple(why), tuple(rejected.values()))


def _collect_rejections(draft: EventTemplate, notes: AnnotatedReader, document: Document) -> Iterator[Rejection]:
    """What the passages of the draft passed over, and what the draft did of what they say."""
    kept = {place_key(chunk) for chunk in resolve_places(draft)}
    for said in draft.clauses:
        yield from (
            aside for aside in notes.rejections.get(said, ()) if not (aside.place_key and aside.place_key in kept)
        )
    yield from _reject_home_places(draft, kept)
    yield from _reject_other_times(draft, document)
    yield from _reject_other_sides(draft)
    yield from _reject_superseded_tolls(draft)
    yield from _reject_other_counts(draft, notes)
    yield from _reject_kindless_weapons(draft)


def _reject_home_places(draft: EventTemplate, kept: set[str]) -> Iterator[Rejection]:
    for said in draft.clauses:
        for chunk in said.places:
            if place_key(chunk) not in kept:
                yield Rejection("places", chunk.start, chunk.end, describe_reason("home"))


def _reject_other_times(draft: EventTemplate, document: Document) -> Iterator[Rejection]:
    final = draft.time
    if final is None:
        return
    about = build_parser_text(document)[final.start : final.end]

    def rejected(mention: TemporalExpression | None, reason: str) -> Iterator[Rejection]:
        if mention and not is_same_time(mention.when, final.when):
            yield Rejection("when", mention.start, mention.end, describe_reason(reason, about))

    for said in draft.clauses:
        if said.time and said.time is not final:
            yield from rejected(said.time, "coarser" if is_finer(final.when, said.time.when) else "another_time")
        yield from rejected(said.preceding_time, "sentence_before")


def _reject_other_sides(draft: EventTemplate) -> Iterator[Rejection]:
    for said in draft.clauses:
        side, evidence, strength = resolve_attacker(said)
        if side and evidence and side != draft.side:
            reason = "less_sure" if strength < draft.side_strength else "other_side"
            yield Rejection("side", evidence.start, evidence.end, describe_reason(reason, SIDE_PHRASES[side]))


def _reject_superseded_tolls(draft: EventTemplate) -> Iterator[Rejection]:
    """The tolls that another one superseded: the draft is made anew, and each step looked at."""
    anew = EventTemplate()
    for said in draft.clauses:
        before = {slot: getattr(anew, slot) for slot in ("killed", "injured")}
        anew.add_clause(said)
        for slot, old in before.items():
            holds, new = getattr(anew, slot), getattr(said, slot)
            for dropped, reason in ((old, "raised"), (new, "lower")):
                if dropped and dropped is not holds and not _is_same_figure(dropped.figure, holds.figure):
                    evidence = dropped.evidence
                    yield Rejection(slot, evidence.start, evidence.end, describe_reason(reason, holds.figure.text))


def _reject_other_counts(draft: EventTemplate, notes: AnnotatedReader) -> Iterator[Rejection]:
    """What was launched and intercepted in other counts than the ones that hold."""
    held = [told for arm in draft.weapons for told in (arm.launched, arm.intercepted) if told]
    held += [told for told in (draft.launched, draft.intercepted) if told]
    for said in draft.clauses:
        for name, told in notes.figures.get(said, ()):
            if name in ("launched", "intercepted") and not any(
                _is_same_figure(told.figure, each.figure) for each in held
            ):
                yield Rejection(name, told.evidence.start, told.evidence.end, describe_reason("count_holds"))


def _is_same_figure(one: Figure, other: Figure) -> bool:
    return (one.low, one.high) == (other.low, other.high)


def _reject_kindless_weapons(draft: EventTemplate) -> Iterator[Rejection]:
    """Weapons of no kind, where others have one."""
    if any(arm.kind != "other" for arm in draft.weapons):
        for arm in draft.weapons:
            if arm.kind == "other":
                yield Rejection("weapons", arm.evidence.start, arm.evidence.end, describe_reason("no_kind"))


def _reject_other_speakers(draft: EventTemplate, told: Report) -> Iterator[Rejection]:
    """Who else speaks; those that the report names are left out by where they stand."""
    denying = {claim.side for claim in told.claims if claim.stance == "denies" and claim.of is None}
    for said in draft.claims:
        if said.side is None and draft.side not in ("russia", "ukraine"):
            reason = "speaker_of_no_side"
        elif said.stance == "asserts" and said.side in denying:
            reason = "denier"
        else:
            reason = "second_speaker"
        yield Rejection("claims", said.evidence.start, said.evidence.end, describe_reason(reason))
