"""Parsing: a document becomes the reports of the strikes it tells of. Pure functions; no clock, no network, no state.

The cascade, after FASTUS: sentences (sentences.py), words, figures and groups of arms (chunks.py, figures.py, times.py),
clauses (clauses.py), and the document (joining.py). The words and rules are TOML in lexicon/.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from model.event import Document, Report
from model.parsing.chunks import Chunk, chunks
from model.parsing.clauses import Clause, clause
from model.parsing.joining import NEAR, is_worth_a_report, join
from model.parsing.pattern import any_of
from model.parsing.reporting import report, whole_text
from model.parsing.sentences import Sentence, sentences
from model.parsing.times import TimeMention, time_mentions

__all__ = ["parse", "rules_version"]

LEAD = 3  # paragraphs in which news stands first

# What none of these stands in tells of no strike; what none of the second stands in tells of nobody hurt.
_STRIKE = re.compile(
    any_of(
        "strike striking struck attack missile drone shell bomb rocket artiller raid barrage assault salvo uav intercept "
        "downed downs downing blast explo onslaught pound shahed geran unmanned batter kalibr iskander himars atacms mortar sank "
        "sunk targeted targeting".split()
    )
    + r"|\b(?:hit|shot|fire[ds]?|firing|destroy(?:s|ed|ing)|kab|fab|airstrike|took down|brought down)\b"
)
_HURT = re.compile(any_of("kill wound injur dead died death casualt lives life hurt bodies victims hospital perish fatal".split()))
_CONNECTORS = frozenset({"following", "after", "while", "whereas", "amid", "as", "and", "but", "meanwhile", "hours", "days"})


def parse(document: Document) -> list[Report]:
    """The reports of a document, in the order in which it tells of their strikes, each checked against its text."""
    drafts = join(_clauses(document))
    return [report(draft, document) for draft in drafts if is_worth_a_report(draft, LEAD)]


def _clauses(document: Document) -> Iterator[Clause]:
    whole = whole_text(document)
    last = -NEAR
    before: Sentence | None = None
    for sentence in sentences(whole):
        words = whole[sentence.start : sentence.end].lower()
        strike = _STRIKE.search(words)
        if strike or (sentence.paragraph - last <= NEAR and _HURT.search(words)):
            last = sentence.paragraph if strike else last
            found = chunks(whole, sentence.start, sentence.end, document.published)
            for said in _parts(whole, found, sentence.paragraph):
                if said.strike and said.time is None and before and before.paragraph == sentence.paragraph:
                    said.time_before = _time_of(whole, before, document)
                yield said
        before = sentence


def _time_of(whole: str, sentence: Sentence, document: Document) -> TimeMention | None:
    """The day that a sentence names: the date often stands in the sentence before the figures."""
    for mention in time_mentions(whole, sentence.start, sentence.end, document.published):
        if not mention.span and mention.when.precision in ("day", "night", "time"):
            return mention
    return None


def _parts(text: str, found: list[Chunk], paragraph: int) -> list[Clause]:
    """The sentence as one clause, or as two where its halves tell of strikes by different sides."""
    whole = clause(text, found, paragraph)
    if whole.strike is None or len(_sides(found)) < 2:
        return [whole]
    opening = found[0].key in _CONNECTORS  # "After a Russian strike killed two, Ukraine sent drones"
    for i, chunk in enumerate(found):
        if not (chunk.key in _CONNECTORS or (opening and "comma" in chunk.tags)) or not 2 < i < len(found) - 3:
            continue
        left = clause(text, found[:i], paragraph)
        right = clause(text, found[i + 1 :], paragraph)
        if left.strike and right.strike and left.side and right.side and left.side != right.side:
            return [left, right]
    return [whole]


def _sides(found: list[Chunk]) -> set[str]:
    """The sides that the sentence names, by their names or by their land."""
    named = {chunk.entry.side for chunk in found if chunk.entry and chunk.entry.side}
    return named | {chunk.place.country for chunk in found if chunk.place and chunk.place.country}


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
