"""Damage: the objects of a passage that were hit, and the effect on each."""

from __future__ import annotations

from collections.abc import Iterable

from model.parsing.clauses.clause import DamageMention, make_figure_mention
from model.parsing.clauses.damage_objects import EffectChunk, NamedObject, ObjectChunk, group_objects, rank_effect
from model.parsing.clauses.rule_matcher import Evidence, Passage, RuleMatch
from model.taxonomy import Effect

_UNREALIZED_TAGS = frozenset({"modal", "not", "deny", "if", "protect", "unreal"})
_BOUNDARY_TAGS = frozenset({"break", "comma", "say", "end"})
_CONTEXT_WINDOW_CHUNKS = 3  # chunks before a match that can make it a threat, a plan or a denial
_MAX_COMPARED_OBJECTS = 100  # last objects with which a new mention is compared


def read_damage(sentence: Passage, states_only: bool) -> list[DamageMention]:
    """Each object once, with its gravest effect; `states_only` leaves out rules that report the hit itself."""
    if (passage := group_objects(sentence)) is None:
        return []
    mentions: dict[NamedObject, DamageMention] = {}
    hits = [] if states_only else passage.find_matches("damage")
    for match in (*hits, *passage.find_matches("damage_state")):
        objects, words = match.captured["object"], match.captured.get("effect", match.captured["object"])
        if isinstance(objects, ObjectChunk) and not _is_unrealized(passage, match):
            evidence = Evidence(match.rule, words.start, words.end)
            level = words.effect if isinstance(words, EffectChunk) else "outage" if words is objects else None
            for item in objects.objects:
                if item not in mentions or rank_effect(level) > rank_effect(mentions[item].effect_level):
                    mentions[item] = _make_damage_mention(passage, item, level, evidence)
    for match in passage.find_matches("damage_after"):  # "hit a depot, causing a fire"
        objects, words = match.captured["object"], match.captured["effect"]
        evidence = Evidence(match.rule, words.start, words.end)
        for item in objects.objects if isinstance(objects, ObjectChunk) else ():
            if item in mentions and rank_effect("fire") > rank_effect(mentions[item].effect_level):
                mentions[item] = _make_damage_mention(passage, item, "fire", evidence)
    return list(mentions.values())


def _make_damage_mention(passage: Passage, item: NamedObject, level: Effect | None, effect: Evidence) -> DamageMention:
    text = passage.text
    return DamageMention(
        sentence_start=passage.start,
        kind=item.kind,
        noun=item.noun,
        object_evidence=Evidence(effect.rule, item.start, item.end),
        text=text[item.start : item.end],
        count_mention=make_figure_mention(text, item.quantity, "damage.counted") if item.quantity else None,
        is_definite=item.is_definite,
        is_plural=item.is_plural,
        effect_level=level,
        effect_evidence=effect,
        effect_text=text[effect.start : effect.end],
    )


def _is_unrealized(passage: Passage, match: RuleMatch) -> bool:
    """Whether the damage is feared, planned, denied or intended: "could damage", "to destroy", "not hit"."""
    chunks = passage.chunks
    first = match.start_index
    while first and match.start_index - first < _CONTEXT_WINDOW_CHUNKS and not chunks[first - 1].tags & _BOUNDARY_TAGS:
        first -= 1
    if any(chunk.tags & _UNREALIZED_TAGS for chunk in chunks[first : match.stop_index]):
        return True
    before = next((i for i in range(match.start_index, match.stop_index) if isinstance(chunks[i], EffectChunk)), 0) - 1
    return before >= 0 and "to" in chunks[before].tags


def resolve_damage(mentions: Iterable[DamageMention]) -> list[DamageMention]:
    """Each object once, in its most complete mention, with its gravest effect."""
    resolved: list[DamageMention] = []
    for mention in mentions:
        known = _find_same_object(resolved, mention)
        if known is None:
            resolved.append(mention)
            continue
        fullest, other = sorted(
            (resolved[known], mention), key=lambda item: (item.is_definite, item.count_mention is None, -len(item.text))
        )
        if rank_effect(other.effect_level) > rank_effect(fullest.effect_level):
            level, evidence, text = other.effect_level, other.effect_evidence, other.effect_text
            fullest = fullest._replace(effect_level=level, effect_evidence=evidence, effect_text=text)
        resolved[known] = fullest
    return resolved


def _find_same_object(known: list[DamageMention], mention: DamageMention) -> int | None:
    """The index of the known object that is mentioned again."""
    first = max(0, len(known) - _MAX_COMPARED_OBJECTS)
    for i, other in enumerate(known[first:], first):
        if _is_same_object(other, mention):
            return i
    is_reference = mention.is_definite and mention.kind == "other"  # "the facility", whatever it is
    return len(known) - 1 if is_reference and known and known[-1].sentence_start != mention.sentence_start else None


def _is_same_object(one: DamageMention, other: DamageMention) -> bool:
    """Whether two mentions in different sentences can be one object: same noun and kind, and no other count."""
    if one.sentence_start == other.sentence_start or one.noun != other.noun:
        return False
    if one.kind != other.kind and not other.is_definite:
        return False
    if one.count_mention and other.count_mention:
        return one.count_mention.bounds == other.count_mention.bounds
    if one.count_mention or other.count_mention:
        bare = other if one.count_mention else one
        return bare.is_definite or bare.is_plural
    return one.is_plural == other.is_plural
