"""The lane for the doubtful: passages that look like strikes and lack what a report needs, each with what that is."""

from __future__ import annotations

from collections.abc import Iterator

from model.event import Candidate, Document
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.clause_reader import read_clause, read_values
from model.parsing.clauses.rule_matcher import Passage
from model.parsing.clauses.segmentation import read_passages
from model.parsing.diagnostics.rejections import discarded
from model.parsing.diagnostics.rule_descriptions import lack_words
from model.parsing.discourse.coreference import join
from model.parsing.discourse.event_template import Draft
from model.parsing.discourse.report_builder import report, whole_text
from model.parsing.discourse.slot_resolution import lacks


def candidates(document: Document) -> list[Candidate]:
    """The doubtful passages of a document in its order; none of them is in a report of `parse`."""
    left: list[tuple[Clause, str]] = []  # with what each lacks if no draft takes it
    drafts = join(_noted(document, left))
    taken = {said for draft in drafts for said in (*draft.clauses, *draft.aftermath)}
    found = [(draft, tuple(map(lack_words, why))) for draft in drafts if (why := lacks(draft))]
    passed = {said.start for said in taken}
    for said, lack in left:
        if said not in taken and said.start not in passed:
            alone = Draft()
            alone.absorb(said)
            found.append((alone, (lack,)))
    found.sort(key=lambda each: each[0].clauses[0].start)
    return [Candidate(lacks=why, told=report(draft, document)) for draft, why in found]


def _noted(document: Document, left: list[tuple[Clause, str]]) -> Iterator[Clause]:
    """The clauses as `parse` reads them; those that it may drop go to `left`."""
    for said, passage in read_passages(whole_text(document), document.published):
        if (said.strike or said.killed or said.injured) and said.foreign and not said.ours:
            left.append((said, lack_words("other_war")))
        elif said.strike is None and (found := discarded(passage)):
            trigger, discard = found
            words = passage.covered(discard)
            about = " ".join(passage.text[words.start : words.end].split())
            seeming = _as_told(passage, said)
            seeming.strike = passage.covered(trigger)
            left.append((seeming, lack_words("discarded", about, discard.rule)))
        elif said.strike is None and (said.killed or said.injured):
            left.append((said, lack_words("strike")))
        yield said


def _as_told(passage: Passage, said: Clause) -> Clause:
    """The passage read as if it told of a strike."""
    seeming = read_clause(passage, said.paragraph)
    if not (seeming.tells or seeming.comment):
        read_values(seeming, passage)
    seeming.day = said.day
    return seeming
