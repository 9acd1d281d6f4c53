"""The weapons of a passage, with what was launched and intercepted of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from model.parsing.chunks.chunk import Arm, Chunk, Quantity
from model.parsing.clauses.clause import ArmsSaid, Clause, told
from model.parsing.clauses.rule_matcher import Evidence, Match, Passage

ArmRole = Literal["told", "names_an_attack", "told_before", "part", "others_arms"]

_NAMES_AN_ATTACK = frozenset({"attack", "shelling", "airstrike", "offensive"})
_IMPLYING = frozenset({"shelling", "shell", "airstrike"})
_VERBS_TOO = frozenset({"attacks", "strikes", "hits"})
_PLURAL_VERBS = frozenset({"attack", "strike"})


def read_weapons(said: Clause, passage: Passage) -> None:
    """Fill `arms`, `launched` and `intercepted`; the side must have been read."""
    stopped = {id(match.captured["arms"]): match for match in reversed(passage.matches("intercepted"))}
    parts = {id(match.captured["arms"]): match for match in passage.matches("part_of_whole")}
    for i, chunk, arm, role in arm_roles(said, passage):
        if role in ("told", "names_an_attack"):
            naming = role == "names_an_attack"
            part = parts.get(id(chunk)) if arm is chunk.arms[0] else None
            one = arm.one
            if one is None and passage.headline and _acts(passage, i, arm):
                one = arm.chunk.start
            _add(said, passage, arm, None if naming else one, stopped.get(id(chunk)), part, naming)
    _read_bare_count(said, passage)
    if passage.tags & _IMPLYING:
        _read_implied(said, passage.chunks)


def arm_roles(said: Clause, passage: Passage) -> Iterator[tuple[int, Chunk, Arm, ArmRole]]:
    """Each weapon of a passage, the index of its chunk and its part there; without those of a threat or a sale.

    What a part is counted among must have been added to `said` before the next is asked for.
    """
    discarded = {i for match in passage.matches("discard") for i in range(match.first, match.last)}
    lists = [(i, chunk) for i, chunk in enumerate(passage.chunks) if chunk.arms and i not in discarded]
    for i, chunk in lists:
        role: ArmRole = "names_an_attack" if _is_naming(passage, i) else "told"
        if role == "names_an_attack" and len(lists) > 1 and i and "the" in passage.chunks[i - 1].tags:
            role = "told_before"  # "the drone strikes"
        elif i and "including" in passage.chunks[i - 1].tags and _is_part(said, chunk):
            role = "part"
        for arm in chunk.arms:
            others = arm.side and said.side and arm.side != said.side
            yield i, chunk, arm, "others_arms" if others and role != "told_before" else role


def _is_part(said: Clause, chunk: Chunk) -> bool:
    """Whether it is counted among those before: "a missile barrage, including six ballistic missiles"."""
    return any(arm.model is None and other.kind == arm.kind for arm in chunk.arms for other in said.arms)


def _acts(passage: Passage, i: int, arm: Arm) -> bool:
    """A headline's singular counts as one: "Missile hits school", "Russia shoots down drone"."""
    around = (*passage.chunks[max(0, i - 1) : i], *passage.chunks[i + 1 : i + 2])
    return arm.singular and any(chunk.tags & {"hit", "intercept", "kill", "wound"} for chunk in around)


def _is_naming(passage: Passage, i: int) -> bool:
    """Whether the arms only name an attack: "a drone attack"; but "a drone attacks" counts one."""
    if i + 1 >= len(passage.chunks) or not passage.chunks[i + 1].tags & _NAMES_AN_ATTACK:
        return False
    arm, word = passage.chunks[i].arms[-1], passage.chunks[i + 1].key
    return not ((arm.one is not None and word in _VERBS_TOO) or (arm.plural and word in _PLURAL_VERBS))


def _add(
    said: Clause, passage: Passage, arm: Arm, one: int | None, stopped: Match | None, part: Match | None, naming: bool
) -> None:
    if stopped and not arm.flies:
        return
    text = passage.text
    item = next((a for a in said.arms if (a.kind, a.model) == (arm.kind, arm.model) and not arm.figure), None)
    if item is None:
        evidence = Evidence("weapon.named", arm.chunk.start, arm.chunk.end)
        item = ArmsSaid(arm.kind, arm.model, evidence, either=arm.either, user=arm.user, part=arm.part)
        said.arms.append(item)
    quantity, piece = arm.figure, part.captured["part"].quantity if part else None
    if quantity is None and part and piece and stopped:  # "11 of the drones were shot down"
        item.intercepted = told(text, piece, part.rule)
        return
    if quantity is None and one is not None:
        quantity = Quantity(1, 1, one, arm.chunk.end)
    if quantity is None:
        return
    if part and piece:
        item.launched = told(text, quantity, part.rule)
        if stopped or "intercept" in passage.tags:  # not of "one of the two missiles hit a school"
            item.intercepted = told(text, piece, part.rule)
    elif arm.joint and stopped:
        said.intercepted = told(text, quantity, stopped.rule)
    elif arm.joint:
        said.launched = told(text, quantity, "arms.counted_together")
    elif stopped:
        item.intercepted = told(text, quantity, stopped.rule)
        if quantity.every:
            item.launched = item.intercepted
    elif not naming:
        item.launched = told(text, quantity, "arms.counted")


def _read_bare_count(said: Clause, passage: Passage) -> None:
    """Interceptions counted without their noun: "shot down 30 of them"."""
    if any(arm.intercepted for arm in said.arms):
        return
    for match in passage.matches("intercepted_count")[:1]:
        if match.chunk.quantity:
            value = told(passage.text, match.chunk.quantity, match.rule)
            counted = [arm for arm in said.arms if arm.launched]
            if len(counted or said.arms) == 1:
                (counted or said.arms)[0].intercepted = value
            else:
                said.intercepted = said.intercepted or value


def _read_implied(said: Clause, chunks: Sequence[Chunk]) -> None:
    """Shelling is artillery, and an airstrike is `other` where no weapon is named."""
    for chunk in chunks:
        kinds = {arm.kind for arm in said.arms}
        if chunk.tags & {"shelling", "shell"} and "artillery" not in kinds:
            said.arms.append(ArmsSaid("artillery", None, Evidence("weapon.shelling", chunk.start, chunk.end)))
        elif "airstrike" in chunk.tags and not kinds:
            said.arms.append(ArmsSaid("other", None, Evidence("weapon.airstrike", chunk.start, chunk.end)))
