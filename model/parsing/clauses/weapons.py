"""The weapons of a passage, with how many of each were launched and intercepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from model.parsing.chunks.chunk import Chunk, CountedWeapon, Quantity
from model.parsing.clauses.clause import FigureMention, WeaponMention, make_figure_mention
from model.parsing.clauses.rule_matcher import Evidence, Passage, RuleMatch
from model.taxonomy import Side

WeaponRole = Literal["used", "names_an_attack", "named_before", "part", "other_sides_weapon"]

_ATTACK_TAGS = frozenset({"attack", "shelling", "airstrike", "offensive"})
_IMPLIED_WEAPON_TAGS = frozenset({"shelling", "shell", "airstrike"})
_ACTION_TAGS = frozenset({"hit", "intercept", "kill", "wound"})
_SINGULAR_VERBS = frozenset({"attacks", "strikes", "hits"})
_PLURAL_VERBS = frozenset({"attack", "strike"})


@dataclass
class ClauseWeapons:
    """The weapons of a passage; `launched` and `intercepted` count several kinds together."""

    weapons: list[WeaponMention] = field(default_factory=list)
    launched: FigureMention | None = None
    intercepted: FigureMention | None = None


def read_weapons(passage: Passage, side: Side | None) -> ClauseWeapons:
    """The weapons of a passage, without those of the side that was attacked."""
    interceptions = {id(match.captured["arms"]): match for match in reversed(passage.find_matches("intercepted"))}
    parts = {id(match.captured["arms"]): match for match in passage.find_matches("part_of_whole")}
    clause_weapons = ClauseWeapons()
    lists = find_weapon_lists(passage)
    for i in lists:
        chunk = passage.chunks[i]
        for weapon, role in assign_weapon_roles(passage, i, len(lists), side, clause_weapons.weapons):
            if role in ("used", "names_an_attack"):
                part = parts.get(id(chunk)) if weapon is chunk.weapons[0] else None
                count = _count_weapon(passage, i, weapon) if role == "used" else weapon.quantity
                _add_weapon(clause_weapons, passage, weapon, role, count, interceptions.get(id(chunk)), part)
    _read_bare_count(clause_weapons, passage)
    if passage.tags & _IMPLIED_WEAPON_TAGS:
        _read_implied_weapons(clause_weapons.weapons, passage.chunks)
    return clause_weapons


def find_weapon_lists(passage: Passage) -> list[int]:
    """The indices of the chunks that list weapons, without those of a threat or a sale."""
    discarded = {i for match in passage.find_matches("discard") for i in range(match.start_index, match.stop_index)}
    return [i for i, chunk in enumerate(passage.chunks) if chunk.weapons and i not in discarded]


def assign_weapon_roles(
    passage: Passage, i: int, list_count: int, side: Side | None, known: Sequence[WeaponMention]
) -> list[tuple[CountedWeapon, WeaponRole]]:
    """The role of each weapon in the list at i, one of `list_count` in the passage; `known` are the weapons before."""
    chunk = passage.chunks[i]
    before = passage.chunks[i - 1].tags if i else frozenset()
    role: WeaponRole = "names_an_attack" if _is_attack_name(passage, i) else "used"
    if role == "names_an_attack" and list_count > 1 and "the" in before:
        return [(weapon, "named_before") for weapon in chunk.weapons]  # "the drone strikes"
    kinds = {weapon.kind for weapon in known}
    if "including" in before and any(weapon.model is None and weapon.kind in kinds for weapon in chunk.weapons):
        role = "part"  # "a missile barrage, including six ballistic missiles"
    return [(w, "other_sides_weapon" if side and w.side not in (None, side) else role) for w in chunk.weapons]


def _count_weapon(passage: Passage, i: int, weapon: CountedWeapon) -> Quantity | None:
    """How many there are: an article counts one, and so does a headline's subject or object ("Missile hits school")."""
    around = (*passage.chunks[max(0, i - 1) : i], *passage.chunks[i + 1 : i + 2])
    start = weapon.article_start
    if start is None and passage.is_headline and weapon.is_singular and any(c.tags & _ACTION_TAGS for c in around):
        start = weapon.chunk.start
    return weapon.quantity or (None if start is None else Quantity(1, 1, start, weapon.chunk.end))


def _is_attack_name(passage: Passage, i: int) -> bool:
    """Whether the weapon only names an attack: "a drone attack"; but "a drone attacks" counts one."""
    if i + 1 >= len(passage.chunks) or not passage.chunks[i + 1].tags & _ATTACK_TAGS:
        return False
    weapon, word = passage.chunks[i].weapons[-1], passage.chunks[i + 1].key
    is_subject = weapon.article_start is not None and word in _SINGULAR_VERBS
    return not (is_subject or (weapon.is_plural and word in _PLURAL_VERBS))


def _add_weapon(
    clause_weapons: ClauseWeapons,
    passage: Passage,
    weapon: CountedWeapon,
    role: WeaponRole,
    quantity: Quantity | None,
    interception: RuleMatch | None,
    part: RuleMatch | None,
) -> None:
    """Add a weapon, its quantity counted as launched, intercepted or both as the matches over its list say."""
    if interception and not weapon.can_fly:
        return
    text, mention = passage.text, _find_mention(clause_weapons.weapons, weapon)
    part_quantity = part.captured["part"].quantity if part else None
    if part and part_quantity:
        if quantity:
            mention.launched = make_figure_mention(text, quantity, part.rule)
        if interception or (quantity and "intercept" in passage.tags):  # not of "one of the two missiles hit a school"
            mention.intercepted = make_figure_mention(text, part_quantity, part.rule)
    elif quantity and interception:
        figure = make_figure_mention(text, quantity, interception.rule)
        if weapon.is_joint:
            clause_weapons.intercepted = figure
        else:
            mention.intercepted = figure
            mention.launched = figure if quantity.is_all else mention.launched
    elif quantity and weapon.is_joint:
        clause_weapons.launched = make_figure_mention(text, quantity, "arms.counted_together")
    elif quantity and role == "used":
        mention.launched = make_figure_mention(text, quantity, "arms.counted")


def _find_mention(mentions: list[WeaponMention], weapon: CountedWeapon) -> WeaponMention:
    """The mention of the same kind and model, if this one has no count of its own; else a new one."""
    for mention in mentions:
        if (mention.kind, mention.model) == (weapon.kind, weapon.model) and not weapon.quantity:
            return mention
    evidence = Evidence("weapon.named", weapon.chunk.start, weapon.chunk.end)
    flags = weapon.can_be_missile, weapon.sole_user, weapon.is_part
    mentions.append(WeaponMention(weapon.kind, weapon.model, evidence, *flags))
    return mentions[-1]


def _read_bare_count(clause_weapons: ClauseWeapons, passage: Passage) -> None:
    """Read interceptions that are counted without their noun: "shot down 30 of them"."""
    weapons = clause_weapons.weapons
    if any(weapon.intercepted for weapon in weapons):
        return
    for match in passage.find_matches("intercepted_count")[:1]:
        if match.chunk.quantity:
            figure = make_figure_mention(passage.text, match.chunk.quantity, match.rule)
            candidates = [weapon for weapon in weapons if weapon.launched] or weapons
            if len(candidates) == 1:
                candidates[0].intercepted = figure
            else:
                clause_weapons.intercepted = clause_weapons.intercepted or figure


def _read_implied_weapons(weapons: list[WeaponMention], chunks: Sequence[Chunk]) -> None:
    """Add artillery for shelling, and `other` for an airstrike where no weapon is named."""
    for chunk in chunks:
        kinds = {weapon.kind for weapon in weapons}
        if chunk.tags & {"shelling", "shell"} and "artillery" not in kinds:
            weapons.append(WeaponMention("artillery", None, Evidence("weapon.shelling", chunk.start, chunk.end)))
        elif "airstrike" in chunk.tags and not kinds:
            weapons.append(WeaponMention("other", None, Evidence("weapon.airstrike", chunk.start, chunk.end)))
