"""Reads a passage into a clause: strike, times and casualties; then, if it is relevant, its other values."""

from __future__ import annotations

from collections.abc import Iterator

from model.parsing.clauses.attacker import find_attackers
from model.parsing.clauses.attribution import read_attributions
from model.parsing.clauses.casualties import read_casualties
from model.parsing.clauses.clause import STRENGTH_NAMED, Clause
from model.parsing.clauses.damage import read_damage
from model.parsing.clauses.place_roles import read_places
from model.parsing.clauses.rule_matcher import Passage, RuleMatch
from model.parsing.clauses.territorial_control import COUNTRY_SIDES, is_own_territory
from model.parsing.clauses.time_roles import TIME_WINDOW_CHUNKS, read_times
from model.parsing.clauses.weapons import read_weapons

_COMMENT_RULES = ("denies_it", "owns", "unclear")
_COMMENT_TAGS = frozenset({"deny", "own", "unclear", "verify", "unverified"})


def read_clause(passage: Passage, paragraph: int) -> Clause:
    """What a passage says, without its damage; the other values are read only if it is about a strike."""
    trigger = find_strike_trigger(passage)
    time, statement_time, is_total = read_times(passage)
    killed, injured = read_casualties(passage)
    is_of_this_war = any(c.side == "ukraine" or (c.place and c.place.country in COUNTRY_SIDES) for c in passage.chunks)
    clause = Clause(
        passage.start,
        passage.end,
        paragraph,
        strike_evidence=passage.cover_match(trigger) if trigger else None,
        resumption_evidence=next((passage.cover_match(match) for match in passage.iterate_matches("again")), None),
        time=time,
        statement_time=statement_time,
        killed=killed,
        injured=injured,
        is_total=is_total,
        is_dateless=trigger is not None and _is_habitual(passage, trigger),
        is_of_both_sides=is_total and "both" in passage.tags,
        is_occupied=bool(passage.tags & {"occupied", "installed"}),
        is_foreign="foreign" in passage.tags,
        is_combat="combat" in passage.tags,
        is_of_this_war=is_of_this_war,
    )
    if passage.tags & _COMMENT_TAGS:
        clause.unverified = next((passage.cover_match(match) for match in passage.iterate_matches("unverified")), None)
        clause.is_comment = bool(clause.unverified) or any(map(passage.find_matches, _COMMENT_RULES))
    if clause.is_relevant or clause.is_comment:
        add_values(clause, passage)
    return clause


def add_values(clause: Clause, passage: Passage) -> None:
    """Add attacker, places, weapons and claims to a clause with its times and casualties."""
    attackers = () if clause.is_of_both_sides else find_attackers(passage)
    side, side_evidence, strength = next(iter(attackers), (None, None, 0))
    places, other_places = read_places(passage)
    weapons = read_weapons(passage, side)
    clause.side, clause.side_evidence, clause.side_strength = side, side_evidence, strength
    clause.places = [chunk for chunk in places if not is_own_territory(chunk, side)]
    clause.other_places = other_places
    clause.weapons, clause.launched, clause.intercepted = weapons.weapons, weapons.launched, weapons.intercepted
    strikes = [evidence for evidence in (clause.strike_evidence, clause.resumption_evidence) if evidence]
    named_attacker = side if strength >= STRENGTH_NAMED else None
    clause.claims = read_attributions(passage, named_attacker, list(clause.list_figures()), strikes)


def add_damage(clause: Clause, passage: Passage) -> None:
    """Add the damage to a clause; one that reports no strike also gets the place and time of the damage."""
    clause.damage = read_damage(passage, states_only=not clause.is_relevant)
    if clause.damage and not clause.is_relevant:
        clause.is_foreign = "foreign" in passage.tags
        clause.is_total = clause.is_total or "war" in passage.tags
        clause.places = [chunk for chunk in passage.chunks if chunk.place]
        clause.time = clause.time or next((chunk.time for chunk in passage.chunks if chunk.time), None)


def _is_habitual(passage: Passage, trigger: RuleMatch) -> bool:
    """Whether the strike is not news of a day: "constant shelling"."""
    around = passage.chunks[max(0, trigger.start_index - TIME_WINDOW_CHUNKS) : trigger.stop_index + 2]
    return any("habit" in chunk.tags for chunk in around) or bool(passage.find_matches("goes_on"))


def find_strike_trigger(passage: Passage) -> RuleMatch | None:
    """The first match that reports a strike and does not overlap a threat, a plan or a sale."""
    return next((trigger for trigger, discard in find_triggers(passage) if discard is None), None)


def find_triggers(passage: Passage) -> Iterator[tuple[RuleMatch, RuleMatch | None]]:
    """The matches of the strike rules, each with the match that discards it."""
    for trigger in passage.iterate_matches("strike"):
        discards = passage.find_matches("discard")
        yield trigger, next((d for d in discards if trigger.overlaps(d)), None)
