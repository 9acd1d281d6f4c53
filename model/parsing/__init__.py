"""Parsing: a document becomes the reports of the strikes it tells of. Pure functions; no clock, no network, no state.

The cascade, after FASTUS: sentences (sentences.py); times, words, figures and arms (chunking.py and what it calls);
clauses (clauses.py and what it calls); the document (joining.py, settling.py); reports (reporting.py). The words and
the rules are TOML in lexicon/.
"""

from __future__ import annotations

from model.event import Document, Report
from model.parsing.clauses.segmentation import clauses
from model.parsing.diagnostics.candidates import candidates
from model.parsing.diagnostics.explanations import explain
from model.parsing.discourse.coreference import join
from model.parsing.discourse.report_builder import report, whole_text
from model.parsing.discourse.slot_resolution import is_worth_a_report

__all__ = ["candidates", "explain", "parse"]


def parse(document: Document) -> list[Report]:
    """The reports of a document, in the order in which it tells of their strikes, each checked against its text."""
    drafts = join(clauses(whole_text(document), document.published))
    return [report(draft, document) for draft in drafts if is_worth_a_report(draft)]
