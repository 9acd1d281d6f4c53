"""Rejected values: what a passage contains that its clause does not use, and why.

The roles and triggers are assigned again by the functions that the parser uses, so that parsing itself records nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.event import When
from model.gazetteer import load_gazetteer
from model.gazetteer.romanization import fold_place_name
from model.parsing.chunks.chunk import NAME_TAGS, Chunk, Quantity
from model.parsing.chunks.quantities import find_uncounted_numbers
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.attacker import find_attackers, place_key
from model.parsing.clauses.attribution import find_speakers
from model.parsing.clauses.casualties import CASUALTY_SLOTS
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.clause_reader import find_triggers
from model.parsing.clauses.place_roles import assign_place_roles
from model.parsing.clauses.rule_matcher import Evidence, Passage, RuleMatch
from model.parsing.clauses.territorial_control import is_own_territory
from model.parsing.clauses.time_roles import assign_time_roles, is_finer
from model.parsing.clauses.weapons import assign_weapon_roles, find_weapon_lists
from model.parsing.diagnostics.rule_descriptions import describe_discard, describe_reason
from model.taxonomy import Side

_SIDE_PHRASES: dict[Side, str] = {
    "russia": "Russia attacked",
    "ukraine": "Ukraine attacked",
    "other": "another side attacked",
    "unknown": "that the attacker is not known",
}


class Rejection(NamedTuple):
    """Words at [start, end) of the parser's text that were rejected for a value, and why.

    `value` is the name of the value, or "figures" for a number of something else; `place_key` is set for places.
    """

    value: str
    start: int
    end: int
    reason: str
    place_key: str = ""


def make_rejection(
    value: str, words: Chunk | Evidence | Quantity | TemporalExpression, reason: str, about: str = ""
) -> Rejection:
    """The rejection of these words, by the key of its reason in explained.toml."""
    return Rejection(value, words.start, words.end, describe_reason(reason, about))


def reject_side(side: Side, evidence: Evidence, is_weaker: bool) -> Rejection:
    """The rejection of an attacker, for one with stronger or earlier evidence."""
    return make_rejection("side", evidence, "less_sure" if is_weaker else "other_side", _SIDE_PHRASES[side])


def find_rejections(clause: Clause, passage: Passage) -> Iterator[Rejection]:
    """What the clause does not use; to be called before coreference, which may change the clause."""
    yield from _reject_places(clause, passage)
    yield from _reject_times(clause, passage)
    yield from _reject_sides(clause, passage)
    yield from _reject_weapons(clause, passage)
    yield from _reject_casualties(clause, passage)
    yield from _reject_figures(clause, passage)
    for speaker in find_speakers(passage):
        if speaker.role != "speaks":
            yield make_rejection("claims", passage.chunks[speaker.speaker_index], speaker.role)


def is_same_time(one: When, other: When) -> bool:
    """Whether they are the same time, in whatever words."""
    return (one.start, one.end, one.precision) == (other.start, other.end, other.precision) and (
        one.start is not None or one.text == other.text
    )


def find_discarded_trigger(passage: Passage) -> tuple[RuleMatch, RuleMatch] | None:
    """The first strike trigger with the match that discards it; None if there is none or one is not discarded."""
    triggers = list(find_triggers(passage))
    if not triggers or any(discard is None for _, discard in triggers):
        return None
    trigger, discard = triggers[0]
    return (trigger, discard) if discard else None


def _reject_places(clause: Clause, passage: Passage) -> Iterator[Rejection]:
    for chunk, role in assign_place_roles(passage):
        reason: str = role
        if role == "target" and is_own_territory(chunk, clause.side):
            reason = "home"
        elif role == "target" and (clause.strike_evidence or clause.resumption_evidence):
            continue
        elif role == "target":
            reason = "hurt_only" if clause.killed or clause.injured else "remark"
        yield make_rejection("places", chunk, reason)._replace(place_key=place_key(chunk))
    for chunk in passage.chunks:
        if chunk.tags == NAME_TAGS:
            entries = load_gazetteer().find_entries(passage.text[chunk.start : chunk.end])
            if entries and entries[0].is_guarded:
                yield make_rejection("places", chunk, "guarded")._replace(place_key=fold_place_name(entries[0].name))


def _reject_times(clause: Clause, passage: Passage) -> Iterator[Rejection]:
    for chunk, role, _ in assign_time_roles(passage):
        if role not in ("strike", "attribute"):
            yield make_rejection("when", chunk, role)
        elif clause.time and chunk.time and not is_same_time(chunk.time.when, clause.time.when):
            reason = "another_time"
            if clause.time.start > chunk.start:
                reason = "coarser" if is_finer(clause.time.when, chunk.time.when) else "attribute"
            yield make_rejection("when", chunk, reason, passage.text[clause.time.start : clause.time.end])


def _reject_sides(clause: Clause, passage: Passage) -> Iterator[Rejection]:
    for side, evidence, strength in find_attackers(passage):
        if clause.is_of_both_sides:
            yield make_rejection("side", evidence, "both_sides")
        elif side != clause.side:
            yield reject_side(side, evidence, is_weaker=strength < clause.side_strength)


def _list_figure_starts(clause: Clause) -> set[int]:
    return {figure.evidence.start for _, figure in clause.list_figures()}


def _reject_weapons(clause: Clause, passage: Passage) -> Iterator[Rejection]:
    used_starts = _list_figure_starts(clause) | {weapon.evidence.start for weapon in clause.weapons}
    lists = find_weapon_lists(passage)
    for i in lists:
        for weapon, role in assign_weapon_roles(passage, i, len(lists), clause.side, clause.weapons):
            if role in ("named_before", "other_sides_weapon", "part") and weapon.chunk.start not in used_starts:
                yield make_rejection("weapons", weapon.chunk, role)
            elif role == "names_an_attack" and weapon.quantity and weapon.quantity.start not in used_starts:
                yield make_rejection("launched", weapon.quantity, "names_attacks")
    for match in passage.find_matches("discard"):
        for chunk in passage.chunks[match.start_index : match.stop_index]:
            if chunk.weapons:
                yield make_rejection("weapons", chunk, "discarded", describe_discard(match.rule))


def _reject_casualties(clause: Clause, passage: Passage) -> Iterator[Rejection]:
    """Figures of the killed and injured other than those used."""
    used_starts = _list_figure_starts(clause)
    for slot in CASUALTY_SLOTS:
        for gives, reason in ((slot, "first_figure"), (f"{slot}_one", "in_passing")):
            for match in passage.find_matches(gives):
                counted = match.chunk.quantity or gives != slot
                if counted and match.chunk.start not in used_starts and getattr(clause, slot):
                    used_starts.add(match.chunk.start)
                    end = match.chunk.end if gives == slot else passage.cover_match(match).end
                    yield Rejection(slot, match.chunk.start, end, describe_reason(reason))


def _reject_figures(clause: Clause, passage: Passage) -> Iterator[Rejection]:
    """Numbers that count something else."""
    used_starts = _list_figure_starts(clause)
    used_starts |= {match.chunk.start for slot in CASUALTY_SLOTS for match in passage.find_matches(slot)}
    chunks = list(passage.chunks)
    for i, chunk in enumerate(chunks):
        if chunk.quantity and chunk.start not in used_starts:
            noun = chunks[i + 1] if i + 1 < len(chunks) and chunks[i + 1].tags & {"word", "people"} else chunk
            yield Rejection("figures", chunk.start, noun.end, describe_reason("another_thing"))
    for first, unit in find_uncounted_numbers(chunks, passage.text):
        reason = describe_reason("unit", unit.key) if "unit" in unit.tags else describe_reason("money")
        yield Rejection("figures", first.start, unit.end, reason)
