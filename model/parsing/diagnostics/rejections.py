"""What a passage holds and a report does not take, each with the reason: read again with the functions that decided it.

Only explanations and candidates ask for it; parsing itself keeps nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.event import When
from model.gazetteer import load_gazetteer
from model.gazetteer.romanization import fold_place_name
from model.parsing.chunks.chunk import NAME_TAGS, Chunk
from model.parsing.chunks.quantities import find_uncounted_numbers
from model.parsing.clauses.attacker import find_attackers, place_key
from model.parsing.clauses.attribution import find_speakers
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.clause_reader import find_triggers
from model.parsing.clauses.place_roles import assign_place_roles
from model.parsing.clauses.rule_matcher import Passage, RuleMatch
from model.parsing.clauses.territorial_control import is_own_territory
from model.parsing.clauses.time_roles import assign_time_roles, is_finer
from model.parsing.clauses.weapons import assign_weapon_roles, find_weapon_lists
from model.parsing.diagnostics.rule_descriptions import describe_discard, describe_reason
from model.taxonomy import Side

SIDE_PHRASES: dict[Side, str] = {
    "russia": "Russia attacked",
    "ukraine": "Ukraine attacked",
    "other": "another side attacked",
    "unknown": "that who attacked is not known",
}
_CASUALTY_SLOTS = ("killed", "injured")


class Rejection(NamedTuple):
    """Words at [start, end) of title-and-text that a value might have been read from, and why it was not.

    `value` is the value's name, or "figures" for a number that none of them is; `key` is a place's key.
    """

    value: str
    start: int
    end: int
    reason: str
    place_key: str = ""


def find_rejections(said: Clause, passage: Passage) -> Iterator[Rejection]:
    """What the passage's own reading passed over. Ask before the clause is joined to others, which may change it."""
    yield from _reject_places(said, passage)
    yield from _reject_times(said, passage)
    yield from _reject_sides(said, passage)
    yield from _reject_weapons(said, passage)
    yield from _reject_casualties(said, passage)
    yield from _reject_figures(said, passage)
    yield from _reject_speakers(passage)


def is_same_time(one: When, other: When) -> bool:
    """Whether they are the same time, in whatever words."""
    return (one.start, one.end, one.precision) == (other.start, other.end, other.precision) and (
        one.start is not None or one.text == other.text
    )


def find_discarded_trigger(passage: Passage) -> tuple[RuleMatch, RuleMatch] | None:
    """The first words that seemed to tell of a strike, and what discards them; None where some really do, or none."""
    found = list(find_triggers(passage))
    if not found or any(discard is None for _, discard in found):
        return None
    trigger, discard = found[0]
    return (trigger, discard) if discard else None


def _reject_chunk(value: str, chunk: Chunk, reason: str, about: str = "") -> Rejection:
    return Rejection(value, chunk.start, chunk.end, describe_reason(reason, about))


def _reject_places(said: Clause, passage: Passage) -> Iterator[Rejection]:
    for chunk, role in assign_place_roles(passage):
        if role == "target" and is_own_territory(chunk, said.side):
            reason = "home"
        elif role == "target":
            reason = (
                ""
                if said.strike_evidence or said.resumption_evidence
                else "hurt_only"
                if said.killed or said.injured
                else "remark"
            )
        else:
            reason = role
        if reason:
            yield _reject_chunk("places", chunk, reason)._replace(place_key=place_key(chunk))
    for chunk in passage.chunks:
        entries = (
            load_gazetteer().find_entries(passage.text[chunk.start : chunk.end]) if chunk.tags == NAME_TAGS else ()
        )
        if entries and entries[0].is_guarded:
            yield _reject_chunk("places", chunk, "guarded")._replace(place_key=fold_place_name(entries[0].name))


def _reject_times(said: Clause, passage: Passage) -> Iterator[Rejection]:
    for chunk, role, _ in assign_time_roles(passage):
        if role not in ("strike", "attribute"):
            yield _reject_chunk("when", chunk, role)
        elif said.time and chunk.time and not is_same_time(chunk.time.when, said.time.when):
            surer = "coarser" if is_finer(said.time.when, chunk.time.when) else "attribute"
            about = passage.text[said.time.start : said.time.end]
            yield _reject_chunk("when", chunk, surer if said.time.start > chunk.start else "another_time", about)


def _reject_sides(said: Clause, passage: Passage) -> Iterator[Rejection]:
    for side, evidence, strength in find_attackers(passage):
        if said.is_of_both_sides:
            yield Rejection("side", evidence.start, evidence.end, describe_reason("both_sides"))
        elif side != said.side:
            reason = describe_reason("less_sure" if strength < said.side_strength else "other_side", SIDE_PHRASES[side])
            yield Rejection("side", evidence.start, evidence.end, reason)


def _reject_weapons(said: Clause, passage: Passage) -> Iterator[Rejection]:
    kept = {told.evidence.start for _, told in said.list_figures()}
    read = {item.evidence.start for item in said.weapons}
    lists = find_weapon_lists(passage)
    for i in lists:
        for arm, role in assign_weapon_roles(passage, i, len(lists), said.side, said.weapons):
            if role in ("named_before", "other_sides_weapon", "part") and arm.chunk.start not in read:
                yield _reject_chunk("weapons", arm.chunk, role)
            elif role == "names_an_attack" and arm.quantity and arm.quantity.start not in kept:
                yield Rejection("launched", arm.quantity.start, arm.quantity.end, describe_reason("names_attacks"))
    for match in passage.find_matches("discard"):
        for chunk in passage.chunks[match.start_index : match.stop_index]:
            if chunk.weapons:
                yield _reject_chunk("weapons", chunk, "discarded", describe_discard(match.rule))


def _reject_casualties(said: Clause, passage: Passage) -> Iterator[Rejection]:
    """Figures of the killed and injured beside the one that the passage gives."""
    kept = {told.evidence.start for _, told in said.list_figures()}
    for slot in _CASUALTY_SLOTS:
        for gives, reason in ((slot, "first_figure"), (f"{slot}_one", "in_passing")):
            for match in passage.find_matches(gives):
                counted = match.chunk.quantity or gives != slot
                if counted and match.chunk.start not in kept and getattr(said, slot):
                    kept.add(match.chunk.start)
                    words = match.chunk if gives == slot else passage.cover_match(match)
                    yield Rejection(slot, match.chunk.start, words.end, describe_reason(reason))


def _reject_figures(said: Clause, passage: Passage) -> Iterator[Rejection]:
    """Numbers that count something else."""
    kept = {told.evidence.start for _, told in said.list_figures()}
    hurt = {match.chunk.start for slot in _CASUALTY_SLOTS for match in passage.find_matches(slot)}
    chunks = list(passage.chunks)
    for i, chunk in enumerate(chunks):
        if chunk.quantity and chunk.start not in kept | hurt:
            behind = chunks[i + 1] if i + 1 < len(chunks) and chunks[i + 1].tags & {"word", "people"} else chunk
            yield Rejection("figures", chunk.start, behind.end, describe_reason("another_thing"))
    for first, what in find_uncounted_numbers(chunks, passage.text):
        if "unit" in what.tags:
            yield Rejection("figures", first.start, what.end, describe_reason("unit", what.key))
        else:
            yield Rejection("figures", first.start, what.end, describe_reason("money"))


def _reject_speakers(passage: Passage) -> Iterator[Rejection]:
    for each in find_speakers(passage):
        if each.role != "speaks":
            yield _reject_chunk("claims", passage.chunks[each.speaker_index], each.role)
