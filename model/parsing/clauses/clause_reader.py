"""Reading a passage: does it tell of a strike, whose, when; then its weapons, places, hurt and claims."""

from __future__ import annotations

from collections.abc import Iterator

from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.attacker import _read_side
from model.parsing.clauses.attribution import read_attributions
from model.parsing.clauses.casualties import read_casualties
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.place_roles import read_targets
from model.parsing.clauses.rule_matcher import Passage, RuleMatch
from model.parsing.clauses.territorial_control import is_own_territory
from model.parsing.clauses.time_roles import _TIME_WINDOW_CHUNKS, _read_times
from model.parsing.clauses.weapons import read_weapons

_TIME_TAGS = frozenset({"time", "war"})
_COMMENT_RULES = ("denies_it", "owns", "unclear")
_COMMENT_TAGS = frozenset({"deny", "own", "unclear", "verify", "unverified"})


def read_clause(passage: Passage, paragraph: int) -> Clause:
    """What a passage says."""
    said = Clause(passage.start, passage.end, paragraph)
    said.is_of_this_war = any(_is_of_this_war(chunk) for chunk in passage.chunks if chunk.entry or chunk.place)
    said.is_foreign = "foreign" in passage.tags
    said.is_combat = "combat" in passage.tags
    said.is_occupied = bool(passage.tags & {"occupied", "installed"})
    if trigger := find_strike_trigger(passage):
        said.strike_evidence = passage.cover_match(trigger)
        around = passage.chunks[max(0, trigger.start_index - _TIME_WINDOW_CHUNKS) : trigger.stop_index + 2]
        said.is_dateless = any("habit" in chunk.tags for chunk in around) or bool(passage.find_matches("goes_on"))
    said.resumption_evidence = next((passage.cover_match(match) for match in passage.iterate_matches("again")), None)
    if passage.tags & _TIME_TAGS:
        _read_times(said, passage)
    said.is_of_both_sides = said.is_total and "both" in passage.tags
    read_casualties(said, passage)
    if passage.tags & _COMMENT_TAGS:
        said.unverified = next((passage.cover_match(match) for match in passage.iterate_matches("unverified")), None)
        said.is_comment = bool(said.unverified) or any(passage.find_matches(gives) for gives in _COMMENT_RULES)
    if said.is_relevant or said.is_comment:
        read_clause_values(said, passage)
    return said


def read_clause_values(said: Clause, passage: Passage) -> None:
    """Fill in where, who, with what and who says so; times and the hurt have been read."""
    read_targets(said, passage)
    if not said.is_of_both_sides:
        _read_side(said, passage)
    said.places = [chunk for chunk in said.places if not is_own_territory(chunk, said.side)]
    read_weapons(said, passage)
    read_attributions(said, passage)


def _is_of_this_war(chunk: Chunk) -> bool:
    return chunk.side == "ukraine" or (chunk.place is not None and chunk.place.country in ("UA", "RU"))


def find_strike_trigger(passage: Passage) -> RuleMatch | None:
    """Why the passage tells of a strike: the first rule none of whose words belong to a threat, a plan or a sale."""
    return next((trigger for trigger, discard in find_triggers(passage) if discard is None), None)


def find_triggers(passage: Passage) -> Iterator[tuple[RuleMatch, RuleMatch | None]]:
    """The matches of the rules that tell of a strike, each with what discards it."""
    for trigger in passage.iterate_matches("strike"):
        covering = (
            d
            for d in passage.find_matches("discard")
            if d.start_index < trigger.stop_index and trigger.start_index < d.stop_index
        )
        yield trigger, next(covering, None)
