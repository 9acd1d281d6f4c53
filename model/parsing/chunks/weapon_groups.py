"""Groups weapons and their counts, across commas and "and", into one chunk: "122 missiles and 36 drones"."""

from __future__ import annotations

from model.parsing.chunks.chunk import ARMS_TAGS, Chunk, CountedWeapon, Quantity

_INNER_TAGS = frozenset({"word", "name", "side", "the", "article", "quote", "speaker", "occupied"})
_LIST_INNER_TAGS = _INNER_TAGS | {"figure", "and", "including"}
_JOINING_TAGS = frozenset({"and", "comma", "or", "including"})
_BOUNDS_NEEDING_OF = frozenset({10, 12, 20, 24, 100, 1000})  # "tens of", "dozens of", "hundreds of"
_WEAPON_ADJECTIVES = frozenset(
    {"ballistic", "cruise", "hypersonic", "guided", "long-range", "short-range", "attack", "strike"}
)
_LAUNCH_PARTICIPLES = frozenset({"launched", "fired"})  # "18 out of 59 launched missiles"
_COUNT_WINDOW_CHUNKS = 5  # chunks before a weapon that can hold its count
_LIST_WINDOW_CHUNKS = 8  # chunks between two weapons of one list


def group_weapons(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with each list of weapons grouped into one."""
    out: list[Chunk] = []
    position = 0
    for i in [i for i, chunk in enumerate(chunks) if "weapon" in chunk.tags]:
        if i >= position:
            out += chunks[position:i]
            weapons, start, position = _read_weapon_list(chunks, i, out)
            group = Chunk(start, chunks[position - 1].end, "arms", ARMS_TAGS)
            group.weapons = tuple(weapons)
            out.append(group)
    return out + chunks[position:] if out else chunks


def _read_weapon_list(chunks: list[Chunk], i: int, out: list[Chunk]) -> tuple[list[CountedWeapon], int, int]:
    """The list that starts with the weapon at i: its weapons, its start in the text, and the index after it."""
    weapon = CountedWeapon(chunks[i])
    start = _take_count_before(weapon, out)
    weapons = [weapon]
    if weapon.quantity and (quantity := _take_elided_count(out)):
        weapons, start = [_make_elided_weapon(chunks[i], quantity, weapon), weapon], quantity.start
    i = _skip_same_weapon(weapon, chunks, i + 1)
    while (step := _find_next_weapon(chunks, i)) is not None:
        previous, weapon, between = weapons[-1], CountedWeapon(chunks[step]), chunks[i:step]
        counts = [chunk.quantity for chunk in between if chunk.quantity]
        weapon.side = next((chunk.side for chunk in reversed(between) if "side" in chunk.tags), previous.side)
        articles = [chunk.start for chunk in between if "article" in chunk.tags]
        weapon.article_start = articles[-1] if weapon.is_singular and articles else None
        weapon.is_part = any("including" in chunk.tags for chunk in between)
        is_apart = weapon.article_start is not None or weapon.is_part or any("indefinite" in c.tags for c in between)
        if len(counts) > 1:  # "18 ballistic and 7 cruise missiles": the noun of the second is that of the first too
            weapons.append(_make_elided_weapon(chunks[step], counts[0], weapon))
        if counts:
            weapon.quantity = counts[-1]
        elif previous.quantity and not is_apart and (weapon.is_plural or previous.is_joint):
            previous.is_joint = True
        weapons.append(weapon)
        i = _skip_same_weapon(weapon, chunks, step + 1)
    return weapons, start, i


def _make_elided_weapon(chunk: Chunk, quantity: Quantity, named: CountedWeapon) -> CountedWeapon:
    """The weapon of a count whose noun is the one of the next count."""
    elided = CountedWeapon(chunk)
    elided.quantity, elided.side = quantity, named.side
    return elided


def _take_count_before(weapon: CountedWeapon, out: list[Chunk]) -> int:
    """Remove the count before the weapon from `out`, note its article and owner, and return where the group starts."""
    n = len(out)
    while n and len(out) - n < _COUNT_WINDOW_CHUNKS and not out[n - 1].is_possessive:
        chunk = out[n - 1]
        if not (chunk.tags & _INNER_TAGS or chunk.key in _LAUNCH_PARTICIPLES):
            break
        if chunk.tags & {"the", "article"}:
            weapon.article_start = chunk.start if weapon.is_singular and "article" in chunk.tags else None
            break
        if "side" in chunk.tags:
            weapon.side = chunk.side
        n -= 1
    if n > 1 and "of" in out[n - 1].tags and _is_count_needing_of(out[n - 2]):
        n -= 1
    if n and out[n - 1].quantity and len(out) - n <= _COUNT_WINDOW_CHUNKS:
        weapon.quantity, start = out[n - 1].quantity, out[n - 1].start
        owners = [chunk for chunk in out[n:] if "side" in chunk.tags]
        del out[n - 1 :]
        out += owners[-1:]
        return weapon.chunk.start if owners else start
    if weapon.side is None and out and "side" in out[-1].tags:
        weapon.side = out[-1].side
    return weapon.chunk.start


def _take_elided_count(out: list[Chunk]) -> Quantity | None:
    """Remove from `out` the count whose noun comes later: "18 ballistic and" before "7 cruise missiles"."""
    if len(out) < 3 or "and" not in out[-1].tags or out[-2].key not in _WEAPON_ADJECTIVES or not out[-3].quantity:
        return None
    quantity = out[-3].quantity
    del out[-3:]
    return quantity


def _is_count_needing_of(chunk: Chunk) -> bool:
    """Whether the count is followed by "of": "dozens of", "thousands of"."""
    quantity = chunk.quantity
    return quantity is not None and quantity.high is None and quantity.low in _BOUNDS_NEEDING_OF


def _skip_same_weapon(weapon: CountedWeapon, chunks: list[Chunk], i: int) -> int:
    """The index after the words that name one weapon: "Kalibr cruise missiles", "Shahed kamikaze drones"."""
    has_noun = False
    while i < len(chunks):
        entry = chunks[i].entry
        if "weapon" in chunks[i].tags and entry and entry.kind:
            if weapon.model and entry.model is None and not entry.can_be_missile and not has_noun:
                weapon.kind = entry.kind
            has_noun = has_noun or entry.model is None
            weapon.model, weapon.sole_user = weapon.model or entry.model, weapon.sole_user or entry.sole_user
            weapon.is_plural = weapon.is_plural or entry.is_plural
        elif not weapon.model or has_noun or not _is_qualified(chunks, i):
            break
        i += 1
    return i


def _is_qualified(chunks: list[Chunk], i: int) -> bool:
    """Whether a word at i precedes a plain noun for a weapon."""
    if i + 1 == len(chunks) or "weapon" not in chunks[i + 1].tags or not chunks[i].tags & {"word", "quote", "name"}:
        return False
    entry = chunks[i + 1].entry
    return entry is not None and entry.model is None


def _find_next_weapon(chunks: list[Chunk], i: int) -> int | None:
    """The index of the weapon that an "and", a comma or "including" at i adds to the list."""
    if i >= len(chunks) or not chunks[i].tags & _JOINING_TAGS:
        return None
    n = i + 1
    while n < len(chunks) and n - i < _LIST_WINDOW_CHUNKS and chunks[n].tags & _LIST_INNER_TAGS:
        n += 1
    return n if n < len(chunks) and "weapon" in chunks[n].tags else None
