"""Parsing: a document becomes the reports of the strikes it tells of. Pure functions; no clock, no network, no state.

The cascade, after FASTUS: sentences (sentences.py); times, words, figures and arms (chunking.py and what it calls);
clauses (clauses.py and what it calls); the document (joining.py, settling.py); reports (reporting.py). The words and
the rules are TOML in lexicon/.
"""

from __future__ import annotations

from model.event import Document, Report
from model.parsing.clauses.segmentation import read_clauses
from model.parsing.diagnostics.candidates import find_candidates
from model.parsing.diagnostics.explanations import explain_document
from model.parsing.discourse.coreference import resolve_coreference
from model.parsing.discourse.report_builder import build_parser_text, build_report
from model.parsing.discourse.slot_resolution import is_reportable

__all__ = ["explain_document", "find_candidates", "parse_document"]


def parse_document(document: Document) -> list[Report]:
    """The reports of a document, in the order in which it tells of their strikes, each checked against its text."""
    drafts = resolve_coreference(read_clauses(build_parser_text(document), document.published))
    return [build_report(draft, document) for draft in drafts if is_reportable(draft)]
