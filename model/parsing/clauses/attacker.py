"""Finds which side attacked: as a clause states it, or inferred from the weapon or the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.event import INFERRED_SIDE_RULE_PREFIX
from model.gazetteer.romanization import fold_place_name
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import OPPOSITE_SIDES, SIDE_RULE_STRENGTHS, STRENGTH_INFERRED, Clause
from model.parsing.clauses.rule_matcher import Evidence, Passage
from model.parsing.clauses.territorial_control import find_controlling_side
from model.taxonomy import Side


def find_attackers(passage: Passage) -> Iterator[tuple[Side, Evidence, int]]:
    """The attacker by each rule that matches, why, and how strongly (STRENGTH_*); the strongest first."""
    for gives, strength in SIDE_RULE_STRENGTHS.items():
        for match in passage.iterate_matches(gives):
            named, before = match.chunk.side, passage.chunks[max(0, match.chunk_index - 2) : match.chunk_index]
            if "speaker" in match.chunk.tags:  # an American airstrike is of another war
                continue
            if gives == "defender" and _has_both_sides(passage.chunks, match.chunk_index):
                continue
            side: Side | None
            if gives in ("disputed", "unclear"):
                side = "unknown"
            elif gives == "defender" and any("occupied" in chunk.tags for chunk in before):
                side = "ukraine"  # "in the occupied Ukrainian city"
            else:
                side = named if gives == "attacker" else OPPOSITE_SIDES.get(named or "")
            if side:
                yield side, match.evidence, strength


def _has_both_sides(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether both were hit ("in Ukraine and Russia"), so that neither shows who attacked."""
    around = chunks[max(0, i - 2) : i + 4]
    return len({chunk.side for chunk in around if chunk.side}) > 1 and any("and" in chunk.tags for chunk in around)


def place_key(chunk: Chunk) -> str:
    """The canonical name of a place, folded; mentions with the same key are one place."""
    return fold_place_name(chunk.place.name) if chunk.place else chunk.key


def resolve_attacker(clause: Clause) -> tuple[Side | None, Evidence | None, int]:
    """The stated attacker; else the one inferred from the weapon or the target, and marked as inferred."""
    if clause.side:
        return clause.side, clause.side_evidence, clause.side_strength
    for weapon in clause.weapons:
        if weapon.sole_user and not clause.is_of_both_sides:
            evidence = weapon.evidence._replace(rule=f"{INFERRED_SIDE_RULE_PREFIX}.weapon")
            return weapon.sole_user, evidence, STRENGTH_INFERRED
    for chunk in clause.places or clause.other_places:
        holder = find_controlling_side(chunk.place, clause.day) if chunk.place else None
        side = OPPOSITE_SIDES.get("russia" if clause.is_occupied and holder else holder or "")
        if side:
            return side, Evidence(f"{INFERRED_SIDE_RULE_PREFIX}.target", chunk.start, chunk.end), STRENGTH_INFERRED
    return None, None, 0
