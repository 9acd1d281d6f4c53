"""Reads the killed and injured: the figures of a passage, a single unnumbered victim, and explicit "no casualties"."""

from __future__ import annotations

from model.event import Figure
from model.parsing.clauses.clause import FigureMention, make_figure_mention
from model.parsing.clauses.rule_matcher import Evidence, Passage

CASUALTY_SLOTS = ("killed", "injured")
_DENIED_TAGS = {"killed": frozenset({"kill", "casualties"}), "injured": frozenset({"wound", "casualties"})}


def read_casualties(passage: Passage) -> tuple[FigureMention | None, FigureMention | None]:
    """The killed and the injured; the first figure counts, and one number is not read as both."""
    figures: dict[str, FigureMention] = {}
    used: set[int] = set()
    for slot in CASUALTY_SLOTS:
        for match in passage.find_matches(slot):
            if slot not in figures and match.chunk.quantity and match.chunk_index not in used:
                used.add(match.chunk_index)
                figures[slot] = make_figure_mention(passage.text, match.chunk.quantity, match.rule)
    for slot in CASUALTY_SLOTS:
        if slot not in figures and (single := passage.find_matches(f"{slot}_one")):
            evidence = single[0].evidence._replace(end=passage.cover_match(single[0]).end)
            figures[slot] = _make_exact_figure(passage, 1, evidence)
    for match in passage.find_matches("zero"):
        tags = frozenset().union(*(chunk.tags for chunk in match.captured.values()))
        for slot in CASUALTY_SLOTS:
            if tags & _DENIED_TAGS[slot]:
                figures.setdefault(slot, _make_exact_figure(passage, 0, passage.cover_match(match)))
    return figures.get("killed"), figures.get("injured")


def _make_exact_figure(passage: Passage, count: int, evidence: Evidence) -> FigureMention:
    words = passage.text[evidence.start : evidence.end]
    return FigureMention(Figure.model_construct(low=count, high=count, text=words), evidence)
