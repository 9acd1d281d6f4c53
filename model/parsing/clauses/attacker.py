"""Which side attacked, by what a clause says of it."""

from __future__ import annotations

from collections.abc import Iterator

from model.event import INFERRED_SIDE_RULE_PREFIX
from model.gazetteer.romanization import fold_place_name
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import (
    OPPOSITE_SIDES,
    STRENGTH_DISPUTED,
    STRENGTH_INFERRED,
    STRENGTH_LEFT_OPEN,
    STRENGTH_NAMED,
    STRENGTH_OTHER_NAMED,
    Clause,
)
from model.parsing.clauses.rule_matcher import Evidence, Passage
from model.parsing.clauses.territorial_control import find_controlling_side
from model.taxonomy import Side

_SIDE_RULE_STRENGTHS = (
    ("disputed", STRENGTH_DISPUTED),
    ("stopped", STRENGTH_NAMED),
    ("attacker", STRENGTH_NAMED),
    ("unclear", STRENGTH_LEFT_OPEN),
    ("defender", STRENGTH_OTHER_NAMED),
)


def _read_side(said: Clause, passage: Passage) -> None:
    if surest := next(find_attackers(passage), None):
        said.side, said.side_evidence, said.side_strength = surest


def find_attackers(passage: Passage) -> Iterator[tuple[Side, Evidence, int]]:
    """Who attacked, by each rule that tells it, and how surely (see Clause); the surest first."""
    for gives, strength in _SIDE_RULE_STRENGTHS:
        for match in passage.iterate_matches(gives):
            named = match.chunk.side
            if "speaker" in match.chunk.tags:  # an American airstrike is of another war
                continue
            if gives == "defender" and _has_both_sides(passage, match.chunk_index):
                continue
            side: Side | None
            if gives in ("disputed", "unclear"):
                side = "unknown"
            elif gives == "defender" and _is_occupied_land(passage, match.chunk_index):
                side = "ukraine"
            else:
                side = named if gives == "attacker" else OPPOSITE_SIDES.get(named or "")
            if side:
                yield side, match.evidence, strength


def _is_occupied_land(passage: Passage, i: int) -> bool:
    """Whether the land at i is occupied: "in the occupied Ukrainian city"."""
    return any("occupied" in chunk.tags for chunk in passage.chunks[max(0, i - 2) : i])


def _has_both_sides(passage: Passage, i: int) -> bool:
    """ "In Ukraine and Russia": hit are both, so that neither tells who attacked."""
    around = passage.chunks[max(0, i - 2) : i + 4]
    return len({chunk.side for chunk in around if chunk.side}) > 1 and any("and" in chunk.tags for chunk in around)


def place_key(chunk: Chunk) -> str:
    """What makes two mentions one place: its canonical name, folded."""
    return fold_place_name(chunk.place.name) if chunk.place else chunk.key


def resolve_attacker(said: Clause) -> tuple[Side | None, Evidence | None, int]:
    """Who attacked: as the words say, else as the weapon or the target tells (and then marked as inferred)."""
    if said.side:
        return said.side, said.side_evidence, said.side_strength
    for arm in said.weapons:
        if arm.sole_user and not said.is_of_both_sides:
            return arm.sole_user, arm.evidence._replace(rule=f"{INFERRED_SIDE_RULE_PREFIX}.weapon"), STRENGTH_INFERRED
    for chunk in said.places or said.other_places:
        held_by = find_controlling_side(chunk.place, said.day) if chunk.place else None
        side = OPPOSITE_SIDES.get("russia" if said.is_occupied and held_by else held_by or "")
        if side:
            return side, Evidence(f"{INFERRED_SIDE_RULE_PREFIX}.target", chunk.start, chunk.end), STRENGTH_INFERRED
    return None, None, 0
