"""The weapons of a passage, with what was launched and intercepted of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from model.parsing.chunks.chunk import Chunk, CountedWeapon, Quantity
from model.parsing.clauses.clause import Clause, WeaponMention, make_figure_mention
from model.parsing.clauses.rule_matcher import Evidence, Passage, RuleMatch

WeaponRole = Literal["told", "names_an_attack", "told_before", "part", "others_arms"]

_ATTACK_TAGS = frozenset({"attack", "shelling", "airstrike", "offensive"})
_IMPLIED_WEAPON_TAGS = frozenset({"shelling", "shell", "airstrike"})
_SINGULAR_VERBS = frozenset({"attacks", "strikes", "hits"})
_PLURAL_VERBS = frozenset({"attack", "strike"})


def read_weapons(said: Clause, passage: Passage) -> None:
    """Fill `arms`, `launched` and `intercepted`; the side must have been read."""
    stopped = {id(match.captured["arms"]): match for match in reversed(passage.find_matches("intercepted"))}
    parts = {id(match.captured["arms"]): match for match in passage.find_matches("part_of_whole")}
    for i, chunk, arm, role in assign_weapon_roles(said, passage):
        if role in ("told", "names_an_attack"):
            naming = role == "names_an_attack"
            part = parts.get(id(chunk)) if arm is chunk.weapons[0] else None
            one = arm.article_start
            if one is None and passage.is_headline and _is_acting(passage, i, arm):
                one = arm.chunk.start
            _add_mention(said, passage, arm, None if naming else one, stopped.get(id(chunk)), part, naming)
    _read_bare_count(said, passage)
    if passage.tags & _IMPLIED_WEAPON_TAGS:
        _read_implied_weapons(said, passage.chunks)


def assign_weapon_roles(said: Clause, passage: Passage) -> Iterator[tuple[int, Chunk, CountedWeapon, WeaponRole]]:
    """Each weapon of a passage, the index of its chunk and its part there; without those of a threat or a sale.

    What a part is counted among must have been added to `said` before the next is asked for.
    """
    discarded = {i for match in passage.find_matches("discard") for i in range(match.start_index, match.stop_index)}
    lists = [(i, chunk) for i, chunk in enumerate(passage.chunks) if chunk.weapons and i not in discarded]
    for i, chunk in lists:
        role: WeaponRole = "names_an_attack" if _is_attack_name(passage, i) else "told"
        if role == "names_an_attack" and len(lists) > 1 and i and "the" in passage.chunks[i - 1].tags:
            role = "told_before"  # "the drone strikes"
        elif i and "including" in passage.chunks[i - 1].tags and _is_part(said, chunk):
            role = "part"
        for arm in chunk.weapons:
            others = arm.side and said.side and arm.side != said.side
            yield i, chunk, arm, "others_arms" if others and role != "told_before" else role


def _is_part(said: Clause, chunk: Chunk) -> bool:
    """Whether it is counted among those before: "a missile barrage, including six ballistic missiles"."""
    return any(arm.model is None and other.kind == arm.kind for arm in chunk.weapons for other in said.weapons)


def _is_acting(passage: Passage, i: int, arm: CountedWeapon) -> bool:
    """A headline's singular counts as one: "Missile hits school", "Russia shoots down drone"."""
    around = (*passage.chunks[max(0, i - 1) : i], *passage.chunks[i + 1 : i + 2])
    return arm.is_singular and any(chunk.tags & {"hit", "intercept", "kill", "wound"} for chunk in around)


def _is_attack_name(passage: Passage, i: int) -> bool:
    """Whether the arms only name an attack: "a drone attack"; but "a drone attacks" counts one."""
    if i + 1 >= len(passage.chunks) or not passage.chunks[i + 1].tags & _ATTACK_TAGS:
        return False
    arm, word = passage.chunks[i].weapons[-1], passage.chunks[i + 1].key
    return not (
        (arm.article_start is not None and word in _SINGULAR_VERBS) or (arm.is_plural and word in _PLURAL_VERBS)
    )


def _add_mention(
    said: Clause,
    passage: Passage,
    arm: CountedWeapon,
    one: int | None,
    stopped: RuleMatch | None,
    part: RuleMatch | None,
    naming: bool,
) -> None:
    if stopped and not arm.can_fly:
        return
    text = passage.text
    item = next((a for a in said.weapons if (a.kind, a.model) == (arm.kind, arm.model) and not arm.quantity), None)
    if item is None:
        evidence = Evidence("weapon.named", arm.chunk.start, arm.chunk.end)
        item = WeaponMention(
            arm.kind,
            arm.model,
            evidence,
            can_be_missile=arm.can_be_missile,
            sole_user=arm.sole_user,
            is_part=arm.is_part,
        )
        said.weapons.append(item)
    quantity, piece = arm.quantity, part.captured["part"].quantity if part else None
    if quantity is None and part and piece and stopped:  # "11 of the drones were shot down"
        item.intercepted = make_figure_mention(text, piece, part.rule)
        return
    if quantity is None and one is not None:
        quantity = Quantity(1, 1, one, arm.chunk.end)
    if quantity is None:
        return
    if part and piece:
        item.launched = make_figure_mention(text, quantity, part.rule)
        if stopped or "intercept" in passage.tags:  # not of "one of the two missiles hit a school"
            item.intercepted = make_figure_mention(text, piece, part.rule)
    elif arm.is_joint and stopped:
        said.intercepted = make_figure_mention(text, quantity, stopped.rule)
    elif arm.is_joint:
        said.launched = make_figure_mention(text, quantity, "arms.counted_together")
    elif stopped:
        item.intercepted = make_figure_mention(text, quantity, stopped.rule)
        if quantity.is_all:
            item.launched = item.intercepted
    elif not naming:
        item.launched = make_figure_mention(text, quantity, "arms.counted")


def _read_bare_count(said: Clause, passage: Passage) -> None:
    """Interceptions counted without their noun: "shot down 30 of them"."""
    if any(arm.intercepted for arm in said.weapons):
        return
    for match in passage.find_matches("intercepted_count")[:1]:
        if match.chunk.quantity:
            value = make_figure_mention(passage.text, match.chunk.quantity, match.rule)
            counted = [arm for arm in said.weapons if arm.launched]
            if len(counted or said.weapons) == 1:
                (counted or said.weapons)[0].intercepted = value
            else:
                said.intercepted = said.intercepted or value


def _read_implied_weapons(said: Clause, chunks: Sequence[Chunk]) -> None:
    """Shelling is artillery, and an airstrike is `other` where no weapon is named."""
    for chunk in chunks:
        kinds = {arm.kind for arm in said.weapons}
        if chunk.tags & {"shelling", "shell"} and "artillery" not in kinds:
            said.weapons.append(WeaponMention("artillery", None, Evidence("weapon.shelling", chunk.start, chunk.end)))
        elif "airstrike" in chunk.tags and not kinds:
            said.weapons.append(WeaponMention("other", None, Evidence("weapon.airstrike", chunk.start, chunk.end)))
