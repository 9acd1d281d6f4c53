"""Killed and injured: the figures of a passage, the one victim that needs no number, and the stated nobody."""

from __future__ import annotations

from model.event import Figure
from model.parsing.clauses.clause import Clause, Told, told
from model.parsing.clauses.rule_matcher import Passage

_SLOTS = ("killed", "injured")


def read_hurt(said: Clause, passage: Passage) -> None:
    """Fill `killed` and `injured`."""
    taken: set[int] = set()
    for slot in _SLOTS:
        for match in passage.matches(slot):
            quantity = match.chunk.quantity
            if quantity and match.at not in taken and getattr(said, slot) is None:
                taken.add(match.at)
                setattr(said, slot, told(passage.text, quantity, match.rule))
    for slot in _SLOTS:
        one = passage.matches(f"{slot}_one")
        if one and getattr(said, slot) is None:
            end = passage.covered(one[0]).end
            evidence = one[0].evidence._replace(end=end)
            words = passage.text[evidence.start : end]
            setattr(said, slot, Told(Figure.model_construct(low=1, high=1, text=words), evidence))
    _read_nobody(said, passage)


def _read_nobody(said: Clause, passage: Passage) -> None:
    for match in passage.matches("zero"):
        evidence = passage.covered(match)
        nobody = Told(Figure.model_construct(low=0, high=0, text=passage.text[evidence.start : evidence.end]), evidence)
        tags = frozenset().union(*(chunk.tags for chunk in match.captured.values()))
        if tags & {"kill", "casualties"}:
            said.killed = said.killed or nobody
        if tags & {"wound", "casualties"}:
            said.injured = said.injured or nobody
