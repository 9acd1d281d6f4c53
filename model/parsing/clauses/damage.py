"""What was hit, and what became of it: the objects of a passage that its rules find struck, damaged or on fire."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from model.parsing.clauses.clause import Clause, DamageMention, make_figure_mention
from model.parsing.clauses.damage_objects import EffectChunk, NamedObject, ObjectChunk, group_objects, rank_effect
from model.parsing.clauses.rule_matcher import Evidence, Passage, RuleMatch
from model.taxonomy import Effect

_UNREALIZED_TAGS = frozenset({"modal", "not", "deny", "if", "protect", "unreal"})
_BOUNDARY_TAGS = frozenset({"break", "comma", "say", "end"})
_CONTEXT_WINDOW_CHUNKS = 3  # chunks before a match that can make it one of a threat, a plan or a denial
_MAX_COMPARED_OBJECTS = 100  # objects, told last, of which another telling can be


def read_damage(said: Clause, passage: Passage) -> None:
    """Fill `damage`: each object once, with the effect that says most.

    Where the passage tells of no strike, only what the one told before left behind, and where and when that is said.
    """
    if (named := group_objects(passage)) is None:
        return
    said.damage = _find_damage(named, ("damage", "damage_state") if said.is_relevant else ("damage_state",))
    if said.damage and not said.is_relevant:
        said.is_foreign = "foreign" in passage.tags
        said.is_total = said.is_total or "war" in passage.tags
        said.places = [chunk for chunk in passage.chunks if chunk.place]
        said.time = said.time or next((chunk.time for chunk in passage.chunks if chunk.time), None)


def _find_damage(passage: Passage, tables: Iterable[str]) -> list[DamageMention]:
    found: dict[NamedObject, DamageMention] = {}
    for match in chain.from_iterable(map(passage.find_matches, tables)):
        objects, words = match.captured["object"], match.captured.get("effect", match.captured["object"])
        if isinstance(objects, ObjectChunk) and not _is_unrealized(passage, match):
            effect = Evidence(match.rule, words.start, words.end)
            level = words.effect if isinstance(words, EffectChunk) else "outage" if words is objects else None
            for each in objects.objects:
                before = found.get(each)
                if before is None or rank_effect(level) > rank_effect(before.effect_level):
                    found[each] = _make_damage_mention(passage, each, level, effect)
    for match in passage.find_matches("damage_after"):  # "hit a depot, causing a fire"
        objects, words = match.captured["object"], match.captured["effect"]
        for each in objects.objects if isinstance(objects, ObjectChunk) else ():
            if (before := found.get(each)) and rank_effect("fire") > rank_effect(before.effect_level):
                found[each] = _make_damage_mention(passage, each, "fire", Evidence(match.rule, words.start, words.end))
    return list(found.values())


def _make_damage_mention(passage: Passage, each: NamedObject, level: Effect | None, effect: Evidence) -> DamageMention:
    text = passage.text
    return DamageMention(
        sentence_start=passage.start,
        kind=each.kind,
        noun=each.noun,
        object_evidence=Evidence(effect.rule, each.start, each.end),
        text=text[each.start : each.end],
        count_mention=make_figure_mention(text, each.quantity, "damage.counted") if each.quantity else None,
        is_definite=each.is_definite,
        is_plural=each.is_plural,
        effect_level=level,
        effect_evidence=effect,
        effect_text=text[effect.start : effect.end],
    )


def _is_unrealized(passage: Passage, match: RuleMatch) -> bool:
    """Whether it is feared, planned, denied or only to be done: "could damage", "to destroy", "not hit"."""
    chunks = passage.chunks
    first = match.start_index
    while first and match.start_index - first < _CONTEXT_WINDOW_CHUNKS and not chunks[first - 1].tags & _BOUNDARY_TAGS:
        first -= 1
    if any(chunk.tags & _UNREALIZED_TAGS for chunk in chunks[first : match.stop_index]):
        return True
    before = next((i for i in range(match.start_index, match.stop_index) if isinstance(chunks[i], EffectChunk)), 0) - 1
    return before >= 0 and "to" in chunks[before].tags


def resolve_damage(all_said: Iterable[DamageMention]) -> list[DamageMention]:
    """Each object once, as it is counted or named most fully, with the effect that says most."""
    out: list[DamageMention] = []
    for said in all_said:
        first = max(0, len(out) - _MAX_COMPARED_OBJECTS)
        known = next((i for i, other in enumerate(out[first:], first) if _is_same_object(other, said)), None)
        if (
            known is None
            and said.is_definite
            and said.kind == "other"
            and out
            and out[-1].sentence_start != said.sentence_start
        ):
            known = len(out) - 1  # "the facility", whatever it is
        if known is None:
            out.append(said)
            continue
        one = out[known]
        name, other = sorted(
            (one, said), key=lambda each: (each.is_definite, each.count_mention is None, -len(each.text))
        )
        if rank_effect(other.effect_level) > rank_effect(name.effect_level):
            name = name._replace(
                effect_level=other.effect_level,
                effect_evidence=other.effect_evidence,
                effect_text=other.effect_text,
            )
        out[known] = name
    return out


def _is_same_object(one: DamageMention, other: DamageMention) -> bool:
    """Whether two tellings are of one object: the same noun, its kind, and no other number."""
    if (
        one.sentence_start == other.sentence_start
        or one.noun != other.noun
        or (one.kind != other.kind and not other.is_definite)
    ):
        return False
    if one.count_mention and other.count_mention:
        return (one.count_mention.figure.low, one.count_mention.figure.high) == (
            other.count_mention.figure.low,
            other.count_mention.figure.high,
        )
    if one.count_mention or other.count_mention:
        bare = other if one.count_mention else one
        return bare.is_definite or bare.is_plural
    return one.is_plural == other.is_plural
