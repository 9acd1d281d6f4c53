"""What was hit, and what became of it: the objects of a passage that its rules find struck, damaged or on fire."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from model.parsing.clauses.clause import Clause, DamageSaid, told
from model.parsing.clauses.damage_objects import Harm, Named, Objects, weight, with_objects
from model.parsing.clauses.rule_matcher import Evidence, Match, Passage
from model.taxonomy import Effect

_IN_VAIN = frozenset({"modal", "not", "deny", "if", "protect", "unreal"})
_ENDS = frozenset({"break", "comma", "say", "end"})
_REACH = 3  # chunks before a match that can make it one of a threat, a plan or a denial
_REMEMBERED = 100  # objects, told last, of which another telling can be


def read_damage(said: Clause, passage: Passage) -> None:
    """Fill `damage`: each object once, with the effect that says most.

    Where the passage tells of no strike, only what the one told before left behind, and where and when that is said.
    """
    if (named := with_objects(passage)) is None:
        return
    said.damage = _read(named, ("damage", "damage_state") if said.tells else ("damage_state",))
    if said.damage and not said.tells:
        said.foreign = "foreign" in passage.tags
        said.total = said.total or "war" in passage.tags
        said.places = [chunk for chunk in passage.chunks if chunk.place]
        said.time = said.time or next((chunk.time for chunk in passage.chunks if chunk.time), None)


def _read(passage: Passage, tables: Iterable[str]) -> list[DamageSaid]:
    found: dict[Named, DamageSaid] = {}
    for match in chain.from_iterable(map(passage.matches, tables)):
        objects, words = match.captured["object"], match.captured.get("effect", match.captured["object"])
        if isinstance(objects, Objects) and not _is_in_vain(passage, match):
            effect = Evidence(match.rule, words.start, words.end)
            level = words.effect if isinstance(words, Harm) else "outage" if words is objects else None
            for each in objects.named:
                before = found.get(each)
                if before is None or weight(level) > weight(before.level):
                    found[each] = _said(passage, each, level, effect)
    for match in passage.matches("damage_after"):  # "hit a depot, causing a fire"
        objects, words = match.captured["object"], match.captured["effect"]
        for each in objects.named if isinstance(objects, Objects) else ():
            if (before := found.get(each)) and weight("fire") > weight(before.level):
                found[each] = _said(passage, each, "fire", Evidence(match.rule, words.start, words.end))
    return list(found.values())


def _said(passage: Passage, each: Named, level: Effect | None, effect: Evidence) -> DamageSaid:
    text = passage.text
    return DamageSaid(
        sentence=passage.start,
        kind=each.kind,
        noun=each.noun,
        named=Evidence(effect.rule, each.start, each.end),
        text=text[each.start : each.end],
        number=told(text, each.number, "damage.counted") if each.number else None,
        definite=each.definite,
        plural=each.plural,
        level=level,
        effect=effect,
        effect_text=text[effect.start : effect.end],
    )


def _is_in_vain(passage: Passage, match: Match) -> bool:
    """Whether it is feared, planned, denied or only to be done: "could damage", "to destroy", "not hit"."""
    chunks = passage.chunks
    first = match.first
    while first and match.first - first < _REACH and not chunks[first - 1].tags & _ENDS:
        first -= 1
    if any(chunk.tags & _IN_VAIN for chunk in chunks[first : match.last]):
        return True
    before = next((i for i in range(match.first, match.last) if isinstance(chunks[i], Harm)), 0) - 1
    return before >= 0 and "to" in chunks[before].tags


def settled_damage(all_said: Iterable[DamageSaid]) -> list[DamageSaid]:
    """Each object once, as it is counted or named most fully, with the effect that says most."""
    out: list[DamageSaid] = []
    for said in all_said:
        first = max(0, len(out) - _REMEMBERED)
        known = next((i for i, other in enumerate(out[first:], first) if _are_one(other, said)), None)
        if known is None and said.definite and said.kind == "other" and out and out[-1].sentence != said.sentence:
            known = len(out) - 1  # "the facility", whatever it is
        if known is None:
            out.append(said)
            continue
        one = out[known]
        name, other = sorted((one, said), key=lambda each: (each.definite, each.number is None, -len(each.text)))
        if weight(other.level) > weight(name.level):
            name = name._replace(level=other.level, effect=other.effect, effect_text=other.effect_text)
        out[known] = name
    return out


def _are_one(one: DamageSaid, other: DamageSaid) -> bool:
    """Whether two tellings are of one object: the same noun, its kind, and no other number."""
    if one.sentence == other.sentence or one.noun != other.noun or (one.kind != other.kind and not other.definite):
        return False
    if one.number and other.number:
        return (one.number.figure.low, one.number.figure.high) == (other.number.figure.low, other.number.figure.high)
    if one.number or other.number:
        bare = other if one.number else one
        return bare.definite or bare.plural
    return one.plural == other.plural
