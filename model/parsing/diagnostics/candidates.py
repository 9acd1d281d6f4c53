"""Candidates: passages that look like strikes but lack something that a report needs, each with what is missing."""

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
    """The candidates in a document, in text order; none of them is in a report of `parse_document`."""
    doubtful: list[tuple[Clause, str]] = []  # with what each lacks unless a template takes it
    templates = resolve_coreference(_collect_doubtful(document, doubtful))
    used = {clause.start for template in templates for clause in (*template.clauses, *template.aftermath)}
    candidates = [
        (template, tuple(map(describe_missing_slot, missing)))
        for template in templates
        if (missing := find_missing_slots(template))
    ]
    for clause, lack in doubtful:
        if clause.start not in used:
            template = EventTemplate()
            template.add_clause(clause)
            candidates.append((template, (lack,)))
    candidates.sort(key=lambda candidate: candidate[0].clauses[0].start)
    return [Candidate(lacks=lacks, report=build_report(template, document)) for template, lacks in candidates]


def _collect_doubtful(document: Document, doubtful: list[tuple[Clause, str]]) -> Iterator[Clause]:
    """The clauses as `parse_document` reads them; those that it may drop are added to `doubtful`."""
    for clause, passage in read_passages(build_parser_text(document), document.published):
        has_casualties = clause.killed or clause.injured
        if (clause.strike_evidence or has_casualties) and clause.is_foreign and not clause.is_of_this_war:
            doubtful.append((clause, describe_missing_slot("other_war")))
        elif clause.strike_evidence is None and (discarded := find_discarded_trigger(passage)):
            trigger, discard = discarded
            words = passage.cover_match(discard)
            quote = " ".join(passage.text[words.start : words.end].split())
            supposed = _read_as_strike(passage, clause)
            supposed.strike_evidence = passage.cover_match(trigger)
            doubtful.append((supposed, describe_missing_slot("discarded", quote, discard.rule)))
        elif clause.strike_evidence is None and has_casualties:
            doubtful.append((clause, describe_missing_slot("strike")))
        yield clause


def _read_as_strike(passage: Passage, clause: Clause) -> Clause:
    """The clause with all values read, as if it reported a strike."""
    supposed = read_clause(passage, clause.paragraph)
    if not (supposed.is_relevant or supposed.is_comment):
        add_values(supposed, passage)
    supposed.day = clause.day
    return supposed
