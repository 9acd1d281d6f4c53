"""Arms: weapons with their counts, joined over commas and "and" to one chunk: "122 missiles and 36 drones"."""

from __future__ import annotations

from model.parsing.chunks.chunk import ARMS_TAGS, Chunk, CountedWeapon, Quantity

_INNER_TAGS = frozenset({"word", "name", "side", "the", "article", "quote", "speaker", "occupied"})
_JOINING_TAGS = frozenset({"and", "comma", "or", "including"})
_BOUNDS_NEEDING_OF = frozenset({10, 12, 20, 24, 100, 1000})  # the bounds of "tens of", "dozens of", "hundreds of"
_WEAPON_ADJECTIVES = frozenset(
    {"ballistic", "cruise", "hypersonic", "guided", "long-range", "short-range", "attack", "strike"}
)
_LAUNCH_PARTICIPLES = frozenset({"launched", "fired"})  # "18 out of 59 launched missiles"
_LIST_WINDOW_CHUNKS = 8  # chunks between two weapons of one list


def group_weapons(found: list[Chunk]) -> list[Chunk]:
    """The chunks with each list of weapons made one."""
    out: list[Chunk] = []
    at = 0
    for i in [i for i, chunk in enumerate(found) if "weapon" in chunk.tags]:
        if i >= at:
            out += found[at:i]
            arms, start, at = _read_weapon_list(found, i, out)
            group = Chunk(start, found[at - 1].end, "arms", ARMS_TAGS)
            group.weapons = tuple(arms)
            out.append(group)
    return out + found[at:] if out else found


def _read_weapon_list(found: list[Chunk], i: int, out: list[Chunk]) -> tuple[list[CountedWeapon], int, int]:
    """The arms of the list that starts with the weapon at i, where the list starts in the text, and where it ends."""
    arm = CountedWeapon(found[i])
    start = _take_count_before(arm, out)
    arms = [arm]
    if arm.quantity and (quantity := _take_elided_count(out)):
        first = CountedWeapon(found[i])
        first.quantity, first.side = quantity, arm.side
        arms, start = [first, arm], quantity.start
    i = _skip_same_weapon(arm, found, i + 1)
    while (step := _find_next_weapon(found, i)) is not None:
        arm = CountedWeapon(found[step])
        between = found[i:step]
        counts = [chunk.quantity for chunk in between if chunk.quantity]
        sides = [chunk.side for chunk in between if "side" in chunk.tags]
        arm.side = sides[-1] if sides else arms[-1].side
        articles = [chunk.start for chunk in between if "article" in chunk.tags]
        arm.article_start = articles[-1] if arm.is_singular and articles else None
        arm.is_part = any("including" in chunk.tags for chunk in between)
        if len(counts) > 1:  # "18 ballistic and 7 cruise missiles": the first count's noun is the second's
            elided = CountedWeapon(found[step])
            elided.quantity, elided.side = counts[0], arm.side
            arms.append(elided)
        if counts:
            arm.quantity = counts[-1]
        elif (
            arms[-1].quantity
            and arm.article_start is None
            and (arm.is_plural or arms[-1].is_joint)
            and not (arm.is_part or _has_vague_count(between))
        ):
            arms[-1].is_joint = True
        arms.append(arm)
        i = _skip_same_weapon(arm, found, step + 1)
    return arms, start, i


def _take_count_before(arm: CountedWeapon, out: list[Chunk]) -> int:
    """Take the count before the weapon out of `out` and note its article and owner; where the group starts."""
    n = len(out)
    while (
        n
        and len(out) - n < 5
        and (out[n - 1].tags & _INNER_TAGS or out[n - 1].key in _LAUNCH_PARTICIPLES)
        and not out[n - 1].is_possessive
    ):
        if out[n - 1].tags & {"the", "article"}:
            arm.article_start = out[n - 1].start if arm.is_singular and "article" in out[n - 1].tags else None
            break
        if "side" in out[n - 1].tags:
            arm.side = out[n - 1].side
        n -= 1
    if n > 1 and "of" in out[n - 1].tags and _is_count_needing_of(out[n - 2]):
        n -= 1
    if n and out[n - 1].quantity and len(out) - n <= 5:
        arm.quantity, start = out[n - 1].quantity, out[n - 1].start
        owners = [chunk for chunk in out[n:] if "side" in chunk.tags]
        del out[n - 1 :]
        out += owners[-1:]
        return arm.chunk.start if owners else start
    if arm.side is None and out and "side" in out[-1].tags:
        arm.side = out[-1].side
    return arm.chunk.start


def _take_elided_count(out: list[Chunk]) -> Quantity | None:
    """The count at the end of `out` whose noun is still to come: "18 ballistic and" before "7 cruise missiles"."""
    if len(out) < 3 or "and" not in out[-1].tags or out[-2].key not in _WEAPON_ADJECTIVES or not out[-3].quantity:
        return None
    quantity = out[-3].quantity
    del out[-3:]
    return quantity


def _is_count_needing_of(chunk: Chunk) -> bool:
    """Whether this is a count that needs its "of": "dozens of", "thousands of"."""
    quantity = chunk.quantity
    return quantity is not None and quantity.high is None and quantity.low in _BOUNDS_NEEDING_OF


def _has_vague_count(between: list[Chunk]) -> bool:
    """Whether "several" or the like counts the next weapon, so that the figure before is not over both."""
    return any("indefinite" in chunk.tags for chunk in between)


def _skip_same_weapon(arm: CountedWeapon, found: list[Chunk], i: int) -> int:
    """The index behind the words that name the one weapon: "Kalibr cruise missiles", "Shahed kamikaze drones"."""
    named = False
    while i < len(found):
        entry = found[i].entry
        if "weapon" in found[i].tags and entry and entry.kind:
            if arm.model and entry.model is None and not entry.can_be_missile and not named:
                arm.kind = entry.kind
            named = named or entry.model is None
            arm.model, arm.sole_user = arm.model or entry.model, arm.sole_user or entry.sole_user
            arm.is_plural = arm.is_plural or entry.is_plural
            i += 1
        elif arm.model and not named and found[i].tags & {"word", "quote", "name"} and _is_plain_weapon(found, i + 1):
            i += 1
        else:
            break
    return i


def _is_plain_weapon(found: list[Chunk], i: int) -> bool:
    entry = found[i].entry if i < len(found) and "weapon" in found[i].tags else None
    return entry is not None and entry.model is None


def _find_next_weapon(found: list[Chunk], i: int) -> int | None:
    """The index of the weapon that an "and", a comma or "including" at i joins to the list."""
    if i >= len(found) or not found[i].tags & _JOINING_TAGS:
        return None
    n = i + 1
    while (
        n < len(found)
        and n - i < _LIST_WINDOW_CHUNKS
        and found[n].tags & (_INNER_TAGS | {"figure", "and", "including"})
    ):
        n += 1
    return n if n < len(found) and "weapon" in found[n].tags else None
