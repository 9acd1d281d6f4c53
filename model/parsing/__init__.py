"""Parsing: a document becomes the reports of the strikes it tells of. Pure functions; no clock, no network, no state.

The cascade, after FASTUS: sentences (sentences.py); times, words, figures and arms (chunking.py and what it calls);
clauses (clauses.py and what it calls); the document (joining.py, settling.py); reports (reporting.py). The words and
the rules are TOML in lexicon/.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from model.event import Document, Report
from model.parsing.joining import join
from model.parsing.reporting import report, whole_text
from model.parsing.settling import is_worth_a_report
from model.parsing.telling import clauses

__all__ = ["parse", "rules_version"]


def parse(document: Document) -> list[Report]:
    """The reports of a document, in the order in which it tells of their strikes, each checked against its text."""
    drafts = join(clauses(whole_text(document), document.published))
    return [report(draft, document) for draft in drafts if is_worth_a_report(draft)]


@cache
def rules_version() -> str:
    """A digest of the rules and words, so that what they gave can be told from what later rules give."""
    digest = hashlib.sha256()
    package = resources.files(__name__)
    for folder in (package, package.joinpath("lexicon"), package.joinpath("gazetteer")):
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            if item.name.endswith((".py", ".toml", ".gz")):
                digest.update(item.read_bytes())
    return digest.hexdigest()[:16]
