"""Which side attacked, by what a clause says of it."""

from __future__ import annotations

from collections.abc import Iterator

from model.event import INFERRED_SIDE
from model.gazetteer.romanization import fold
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import DISPUTED, INFERRED, LEFT_OPEN, NAMED, OPPOSITE, OTHER_NAMED, Clause
from model.parsing.clauses.rule_matcher import Evidence, Passage
from model.parsing.clauses.territorial_control import holder
from model.taxonomy import Side

_SIDE_RULES = (
    ("disputed", DISPUTED),
    ("stopped", NAMED),
    ("attacker", NAMED),
    ("unclear", LEFT_OPEN),
    ("defender", OTHER_NAMED),
)


def _read_side(said: Clause, passage: Passage) -> None:
    if surest := next(sides_told(passage), None):
        said.side, said.side_evidence, said.side_strength = surest


def sides_told(passage: Passage) -> Iterator[tuple[Side, Evidence, int]]:
    """Who attacked, by each rule that tells it, and how surely (see Clause); the surest first."""
    for gives, strength in _SIDE_RULES:
        for match in passage.each(gives):
            named = match.chunk.side
            if "speaker" in match.chunk.tags:  # an American airstrike is of another war
                continue
            if gives == "defender" and _names_both(passage, match.at):
                continue
            side: Side | None
            if gives in ("disputed", "unclear"):
                side = "unknown"
            elif gives == "defender" and _is_held(passage, match.at):
                side = "ukraine"
            else:
                side = named if gives == "attacker" else OPPOSITE.get(named or "")
            if side:
                yield side, match.evidence, strength


def _is_held(passage: Passage, i: int) -> bool:
    """Whether the land at i is occupied: "in the occupied Ukrainian city"."""
    return any("occupied" in chunk.tags for chunk in passage.chunks[max(0, i - 2) : i])


def _names_both(passage: Passage, i: int) -> bool:
    """ "In Ukraine and Russia": hit are both, so that neither tells who attacked."""
    around = passage.chunks[max(0, i - 2) : i + 4]
    return len({chunk.side for chunk in around if chunk.side}) > 1 and any("and" in chunk.tags for chunk in around)


def place_key(chunk: Chunk) -> str:
    """What makes two mentions one place: its canonical name, folded."""
    return fold(chunk.place.name) if chunk.place else chunk.key


def side_of(said: Clause) -> tuple[Side | None, Evidence | None, int]:
    """Who attacked: as the words say, else as the weapon or the target tells (and then marked as inferred)."""
    if said.side:
        return said.side, said.side_evidence, said.side_strength
    for arm in said.arms:
        if arm.user and not said.both:
            return arm.user, arm.evidence._replace(rule=f"{INFERRED_SIDE}.weapon"), INFERRED
    for chunk in said.places or said.elsewhere:
        held_by = holder(chunk.place, said.day) if chunk.place else None
        side = OPPOSITE.get("russia" if said.occupied and held_by else held_by or "")
        if side:
            return side, Evidence(f"{INFERRED_SIDE}.target", chunk.start, chunk.end), INFERRED
    return None, None, 0
