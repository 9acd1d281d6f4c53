"""Parsing: a document to reports of strikes, by rules. Pure functions: no clock, no network, no state.

A cascade of stages, as in FASTUS, each a package: tokenization (sentences, tokens), lexicon (words and rules in TOML),
chunks (times, places, quantities, weapons), clauses (what a sentence says), discourse (clauses to reports).
"""

from __future__ import annotations

from model.event import Document, Report
from model.parsing.clauses.segmentation import read_passages
from model.parsing.diagnostics.candidates import find_candidates
from model.parsing.diagnostics.explanations import explain_document
from model.parsing.discourse.coreference import resolve_coreference
from model.parsing.discourse.report_builder import build_parser_text, build_report
from model.parsing.discourse.slot_resolution import is_reportable

__all__ = ["explain_document", "find_candidates", "parse_document"]


def parse_document(document: Document) -> list[Report]:
    """The reports in a document, in text order, each validated against the text."""
    passages = read_passages(build_parser_text(document), document.published)
    templates = resolve_coreference(clause for clause, _ in passages)
    return [build_report(template, document) for template in templates if is_reportable(template)]
