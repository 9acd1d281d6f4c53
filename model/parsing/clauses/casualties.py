"""Killed and injured: the figures of a passage, the one victim that needs no number, and the stated nobody."""

from __future__ import annotations

from model.event import Figure
from model.parsing.clauses.clause import Clause, FigureMention, make_figure_mention
from model.parsing.clauses.rule_matcher import Passage

_CASUALTY_SLOTS = ("killed", "injured")


def read_casualties(said: Clause, passage: Passage) -> None:
    """Fill `killed` and `injured`."""
    taken: set[int] = set()
    for slot in _CASUALTY_SLOTS:
        for match in passage.find_matches(slot):
            quantity = match.chunk.quantity
            if quantity and match.chunk_index not in taken and getattr(said, slot) is None:
                taken.add(match.chunk_index)
                setattr(said, slot, make_figure_mention(passage.text, quantity, match.rule))
    for slot in _CASUALTY_SLOTS:
        one = passage.find_matches(f"{slot}_one")
        if one and getattr(said, slot) is None:
            end = passage.cover_match(one[0]).end
            evidence = one[0].evidence._replace(end=end)
            words = passage.text[evidence.start : end]
            setattr(said, slot, FigureMention(Figure.model_construct(low=1, high=1, text=words), evidence))
    _read_no_casualties(said, passage)


def _read_no_casualties(said: Clause, passage: Passage) -> None:
    for match in passage.find_matches("zero"):
        evidence = passage.cover_match(match)
        nobody = FigureMention(
            Figure.model_construct(low=0, high=0, text=passage.text[evidence.start : evidence.end]), evidence
        )
        tags = frozenset().union(*(chunk.tags for chunk in match.captured.values()))
        if tags & {"kill", "casualties"}:
            said.killed = said.killed or nobody
        if tags & {"wound", "casualties"}:
            said.injured = said.injured or nobody
