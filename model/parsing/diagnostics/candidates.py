"""The lane for the doubtful: passages that look like strikes and lack what a report needs, each with what that is."""

from __future__ import annotations

from collections.abc import Iterator

from model.event import Candidate, Document
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.clause_reader import add_values, read_clause
from model.parsing.clauses.rule_matcher import Passage
from model.parsing.clauses.segmentation import read_passages
from model.parsing.diagnostics.rejections import find_discarded_trigger
from model.parsing.diagnostics.rule_descriptions import describe_missing_slot
from model.parsing.discourse.coreference import resolve_coreference
from model.parsing.discourse.event_template import EventTemplate
from model.parsing.discourse.report_builder import build_parser_text, build_report
from model.parsing.discourse.slot_resolution import find_missing_slots


def find_candidates(document: Document) -> list[Candidate]:
    """The doubtful passages of a document in its order; none of them is in a report of `parse`."""
    left: list[tuple[Clause, str]] = []  # with what each lacks if no draft takes it
    drafts = resolve_coreference(_collect_doubtful(document, left))
    taken = {said for draft in drafts for said in (*draft.clauses, *draft.aftermath)}
    found = [(draft, tuple(map(describe_missing_slot, why))) for draft in drafts if (why := find_missing_slots(draft))]
    passed = {said.start for said in taken}
    for said, lack in left:
        if said not in taken and said.start not in passed:
            alone = EventTemplate()
            alone.add_clause(said)
            found.append((alone, (lack,)))
    found.sort(key=lambda each: each[0].clauses[0].start)
    return [Candidate(lacks=why, told=build_report(draft, document)) for draft, why in found]


def _collect_doubtful(document: Document, left: list[tuple[Clause, str]]) -> Iterator[Clause]:
    """The clauses as `parse` reads them; those that it may drop go to `left`."""
    for said, passage in read_passages(build_parser_text(document), document.published):
        if (said.strike_evidence or said.killed or said.injured) and said.is_foreign and not said.is_of_this_war:
            left.append((said, describe_missing_slot("other_war")))
        elif said.strike_evidence is None and (found := find_discarded_trigger(passage)):
            trigger, discard = found
            words = passage.cover_match(discard)
            about = " ".join(passage.text[words.start : words.end].split())
            seeming = _read_as_strike(passage, said)
            seeming.strike_evidence = passage.cover_match(trigger)
            left.append((seeming, describe_missing_slot("discarded", about, discard.rule)))
        elif said.strike_evidence is None and (said.killed or said.injured):
            left.append((said, describe_missing_slot("strike")))
        yield said


def _read_as_strike(passage: Passage, said: Clause) -> Clause:
    """The passage read as if it told of a strike."""
    seeming = read_clause(passage, said.paragraph)
    if not (seeming.is_relevant or seeming.is_comment):
        add_values(seeming, passage)
    seeming.day = said.day
    return seeming
