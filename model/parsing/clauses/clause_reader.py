"""Reading a passage: does it tell of a strike, whose, when; then its weapons, places, hurt and claims."""

from __future__ import annotations

from collections.abc import Iterator

from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.attacker import _read_side
from model.parsing.clauses.attribution import read_claims
from model.parsing.clauses.casualties import read_hurt
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.place_roles import read_targets
from model.parsing.clauses.rule_matcher import Match, Passage
from model.parsing.clauses.territorial_control import is_home
from model.parsing.clauses.time_roles import _NEAR, _read_times
from model.parsing.clauses.weapons import read_weapons

_TIMED = frozenset({"time", "war"})
_COMMENTS = ("denies_it", "owns", "unclear")
_COMMENTING = frozenset({"deny", "own", "unclear", "verify", "unverified"})


def read_clause(passage: Passage, paragraph: int) -> Clause:
    """What a passage says."""
    said = Clause(passage.start, passage.end, paragraph)
    said.ours = any(_is_ours(chunk) for chunk in passage.chunks if chunk.entry or chunk.place)
    said.foreign = "foreign" in passage.tags
    said.combat = "combat" in passage.tags
    said.occupied = bool(passage.tags & {"occupied", "installed"})
    if trigger := strike_of(passage):
        said.strike = passage.covered(trigger)
        around = passage.chunks[max(0, trigger.first - _NEAR) : trigger.last + 2]
        said.dateless = any("habit" in chunk.tags for chunk in around) or bool(passage.matches("goes_on"))
    said.again = next((passage.covered(match) for match in passage.each("again")), None)
    if passage.tags & _TIMED:
        _read_times(said, passage)
    said.both = said.total and "both" in passage.tags
    read_hurt(said, passage)
    if passage.tags & _COMMENTING:
        said.unverified = next((passage.covered(match) for match in passage.each("unverified")), None)
        said.comment = bool(said.unverified) or any(passage.matches(gives) for gives in _COMMENTS)
    if said.tells or said.comment:
        read_values(said, passage)
    return said


def read_values(said: Clause, passage: Passage) -> None:
    """Fill in where, who, with what and who says so; times and the hurt have been read."""
    read_targets(said, passage)
    if not said.both:
        _read_side(said, passage)
    said.places = [chunk for chunk in said.places if not is_home(chunk, said.side)]
    read_weapons(said, passage)
    read_claims(said, passage)


def _is_ours(chunk: Chunk) -> bool:
    return chunk.side == "ukraine" or (chunk.place is not None and chunk.place.country in ("UA", "RU"))


def strike_of(passage: Passage) -> Match | None:
    """Why the passage tells of a strike: the first rule none of whose words belong to a threat, a plan or a sale."""
    return next((trigger for trigger, discard in triggers(passage) if discard is None), None)


def triggers(passage: Passage) -> Iterator[tuple[Match, Match | None]]:
    """The matches of the rules that tell of a strike, each with what discards it."""
    for trigger in passage.each("strike"):
        covering = (d for d in passage.matches("discard") if d.first < trigger.last and trigger.first < d.last)
        yield trigger, next(covering, None)
