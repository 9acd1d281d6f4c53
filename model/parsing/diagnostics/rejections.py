"""What a passage holds and a report does not take, each with the reason: read again with the functions that decided it.

Only explanations and candidates ask for it; parsing itself keeps nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.event import When
from model.gazetteer import gazetteer
from model.gazetteer.romanization import fold
from model.parsing.chunks.chunk import NAME, Chunk
from model.parsing.chunks.quantities import uncounted
from model.parsing.clauses.attacker import place_key, sides_told
from model.parsing.clauses.attribution import speakers
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.clause_reader import triggers
from model.parsing.clauses.place_roles import roles
from model.parsing.clauses.rule_matcher import Match, Passage
from model.parsing.clauses.territorial_control import is_home
from model.parsing.clauses.time_roles import finer, time_roles
from model.parsing.clauses.weapons import arm_roles
from model.parsing.diagnostics.rule_descriptions import none_words, reason_words
from model.taxonomy import Side

SIDE_WORDS: dict[Side, str] = {
    "russia": "Russia attacked",
    "ukraine": "Ukraine attacked",
    "other": "another side attacked",
    "unknown": "that who attacked is not known",
}
_SLOTS = ("killed", "injured")


class Aside(NamedTuple):
    """Words at [start, end) of title-and-text that a value might have been read from, and why it was not.

    `value` is the value's name, or "figures" for a number that none of them is; `key` is a place's key.
    """

    value: str
    start: int
    end: int
    reason: str
    key: str = ""


def considered(said: Clause, passage: Passage) -> Iterator[Aside]:
    """What the passage's own reading passed over. Ask before the clause is joined to others, which may change it."""
    yield from _places(said, passage)
    yield from _times(said, passage)
    yield from _sides(said, passage)
    yield from _arms(said, passage)
    yield from _hurt(said, passage)
    yield from _figures(said, passage)
    yield from _speakers(passage)


def same_days(one: When, other: When) -> bool:
    """Whether they are the same time, in whatever words."""
    return (one.start, one.end, one.precision) == (other.start, other.end, other.precision) and (
        one.start is not None or one.text == other.text
    )


def discarded(passage: Passage) -> tuple[Match, Match] | None:
    """The first words that seemed to tell of a strike, and what discards them; None where some really do, or none."""
    found = list(triggers(passage))
    if not found or any(discard is None for _, discard in found):
        return None
    trigger, discard = found[0]
    return (trigger, discard) if discard else None


def _aside(value: str, chunk: Chunk, reason: str, about: str = "") -> Aside:
    return Aside(value, chunk.start, chunk.end, reason_words(reason, about))


def _places(said: Clause, passage: Passage) -> Iterator[Aside]:
    for chunk, role in roles(passage):
        if role == "target" and is_home(chunk, said.side):
            reason = "home"
        elif role == "target":
            reason = "" if said.strike or said.again else "hurt_only" if said.killed or said.injured else "remark"
        else:
            reason = role
        if reason:
            yield _aside("places", chunk, reason)._replace(key=place_key(chunk))
    for chunk in passage.chunks:
        entries = gazetteer().entries(passage.text[chunk.start : chunk.end]) if chunk.tags == NAME else ()
        if entries and entries[0].guarded:
            yield _aside("places", chunk, "guarded")._replace(key=fold(entries[0].name))


def _times(said: Clause, passage: Passage) -> Iterator[Aside]:
    for chunk, role, _ in time_roles(passage):
        if role not in ("told", "attribute"):
            yield _aside("when", chunk, role)
        elif said.time and chunk.time and not same_days(chunk.time.when, said.time.when):
            surer = "coarser" if finer(said.time.when, chunk.time.when) else "attribute"
            about = passage.text[said.time.start : said.time.end]
            yield _aside("when", chunk, surer if said.time.start > chunk.start else "another_time", about)


def _sides(said: Clause, passage: Passage) -> Iterator[Aside]:
    for side, evidence, strength in sides_told(passage):
        if said.both:
            yield Aside("side", evidence.start, evidence.end, reason_words("both_sides"))
        elif side != said.side:
            reason = reason_words("less_sure" if strength < said.side_strength else "other_side", SIDE_WORDS[side])
            yield Aside("side", evidence.start, evidence.end, reason)


def _arms(said: Clause, passage: Passage) -> Iterator[Aside]:
    kept = {told.evidence.start for _, told in said.figures()}
    read = {item.evidence.start for item in said.arms}
    for _, _, arm, role in arm_roles(said, passage):
        if role in ("told_before", "others_arms", "part") and arm.chunk.start not in read:
            yield _aside("weapons", arm.chunk, role)
        elif role == "names_an_attack" and arm.figure and arm.figure.start not in kept:
            yield Aside("launched", arm.figure.start, arm.figure.end, reason_words("names_attacks"))
    for match in passage.matches("discard"):
        for chunk in passage.chunks[match.first : match.last]:
            if chunk.arms:
                yield _aside("weapons", chunk, "discarded", none_words(match.rule))


def _hurt(said: Clause, passage: Passage) -> Iterator[Aside]:
    """Figures of the killed and injured beside the one that the passage gives."""
    kept = {told.evidence.start for _, told in said.figures()}
    for slot in _SLOTS:
        for gives, reason in ((slot, "first_figure"), (f"{slot}_one", "in_passing")):
            for match in passage.matches(gives):
                counted = match.chunk.quantity or gives != slot
                if counted and match.chunk.start not in kept and getattr(said, slot):
                    kept.add(match.chunk.start)
                    words = match.chunk if gives == slot else passage.covered(match)
                    yield Aside(slot, match.chunk.start, words.end, reason_words(reason))


def _figures(said: Clause, passage: Passage) -> Iterator[Aside]:
    """Numbers that count something else."""
    kept = {told.evidence.start for _, told in said.figures()}
    hurt = {match.chunk.start for slot in _SLOTS for match in passage.matches(slot)}
    chunks = list(passage.chunks)
    for i, chunk in enumerate(chunks):
        if chunk.quantity and chunk.start not in kept | hurt:
            behind = chunks[i + 1] if i + 1 < len(chunks) and chunks[i + 1].tags & {"word", "people"} else chunk
            yield Aside("figures", chunk.start, behind.end, reason_words("another_thing"))
    for first, what in uncounted(chunks, passage.text):
        if "unit" in what.tags:
            yield Aside("figures", first.start, what.end, reason_words("unit", what.key))
        else:
            yield Aside("figures", first.start, what.end, reason_words("money"))


def _speakers(passage: Passage) -> Iterator[Aside]:
    for each in speakers(passage):
        if each.role != "speaks":
            yield _aside("claims", passage.chunks[each.at], each.role)
