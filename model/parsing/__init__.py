"""Parsing: a document becomes the reports of the strikes it tells of. Pure functions; no clock, no network, no state.

The cascade, after FASTUS: sentences (sentences.py); times, words, figures and arms (chunking.py and what it calls);
clauses (clauses.py and what it calls); the document (joining.py, settling.py); reports (reporting.py). The words and
the rules are TOML in lexicon/.
"""

from __future__ import annotations

from model.event import Document, Report
from model.parsing.doubtful import candidates
from model.parsing.explaining import explain
from model.parsing.joining import join
from model.parsing.reporting import report, whole_text
from model.parsing.settling import is_worth_a_report
from model.parsing.telling import clauses

__all__ = ["candidates", "explain", "parse"]


def parse(document: Document) -> list[Report]:
    """The reports of a document, in the order in which it tells of their strikes, each checked against its text."""
    drafts = join(clauses(whole_text(document), document.published))
    return [report(draft, document) for draft in drafts if is_worth_a_report(draft)]
