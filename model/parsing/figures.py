"""Figures: a number in digits or words with the words before and after it that leave a bound open.

Vague counts as ACLED codes them (lexicon/counts.toml): "dozens" is 12 and up. "About 50" is 50. A number that counts
kilometres, days or money is none of ours and stays a plain number.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from model.parsing.lexicon import lexicon

if TYPE_CHECKING:
    from model.parsing.chunks import Chunk


class Quantity(NamedTuple):
    """A count at [start, end) of a field; None is an open bound. `whole` is said of all ("all 29 drones")."""

    low: int | None
    high: int | None
    start: int
    end: int
    every: bool = False


class _Words(NamedTuple):
    numbers: dict[str, int]
    multiples: dict[str, int]
    vague: dict[str, int]
    at_least: frozenset[str]
    at_most: frozenset[str]
    about: frozenset[str]
    after: frozenset[str]
    beginnings: frozenset[str]


@cache
def _words() -> _Words:
    table = lexicon().tables["counts"]
    bounds = table["bounds"]
    sets = (frozenset(bounds[name]) for name in ("at_least", "at_most", "about", "after_at_least"))
    beginnings = frozenset({*table["numbers"], *table["multiples"], *table["vague"]})
    return _Words(table["numbers"], table["multiples"], table["vague"], *sets, beginnings)


def _value(key: str) -> int | None:
    """A number as it is written: "122", "2,514", "two", "twenty-one"; None for a decimal, a year's figure or a word."""
    plain = key.replace(",", "")
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) < 8 else None
    numbers = _words().numbers
    if key in numbers:
        return numbers[key]
    tens, _, ones = key.partition("-")
    if ones and numbers.get(tens, 0) >= 20 and numbers.get(ones, 10) < 10:
        return numbers[tens] + numbers[ones]
    return None


def figure_groups(found: list[Chunk], text: str) -> list[Chunk]:
    """The chunks with numbers and their bounds joined to figures."""
    out: list[Chunk] = []
    i = 0
    beginnings = _words().beginnings
    while i < len(found):
        chunk = found[i]
        may_be = "number" in chunk.tags or "article" in chunk.tags or chunk.key.partition("-")[0] in beginnings
        read = _number_at(found, i, text) if may_be else None
        if read is None:
            out.append(found[i])
            i += 1
            continue
        low, high, stop = read
        if _counts_something_else(found, stop, text):
            out += found[i:stop]
        else:
            low, high, stop = _bound_after(found, stop, low, high)
            out.append(_bounded(out, found[i:stop], low, high))
        i = stop
    return out


def _number_at(found: list[Chunk], i: int, text: str) -> tuple[int | None, int | None, int] | None:
    """Low, high and the index behind the number that starts at chunk i."""
    words, chunk = _words(), found[i]
    if not chunk.tags & {"number", "word", "name", "article", "people", "person"}:
        return None
    key = chunk.key
    if key in words.vague:
        return words.vague[key], None, i + 1
    if "number" in chunk.tags and (i and text[found[i - 1].end : chunk.start] == "" and found[i - 1].key in {"$", "€", "£", ".", "#"}):
        return None
    value = _value(key)
    if value is None:
        low, dash, high = key.replace("–", "-").partition("-")
        if dash and low.isdigit() and high.isdigit() and int(low) < int(high) and len(high) < 5:
            return int(low), int(high), i + 1
        if "article" in chunk.tags and i + 1 < len(found) and found[i + 1].key in words.multiples:
            return words.multiples[found[i + 1].key], words.multiples[found[i + 1].key], i + 2
        if key == "hundred" or key == "dozen":
            return words.multiples[key], words.multiples[key], i + 1
        return None
    if i + 1 < len(found) and found[i + 1].key in words.multiples and text[chunk.end : found[i + 1].start].isspace():
        value *= words.multiples[found[i + 1].key]
        return value, value, i + 2
    if i + 2 < len(found) and found[i + 1].key in {"to", "-", "–"} and "number" in found[i + 2].tags:
        upper = _value(found[i + 2].key)
        if upper is not None and upper > value:
            return value, upper, i + 3
    return value, value, i + 1


def _counts_something_else(found: list[Chunk], stop: int, text: str) -> bool:
    following = found[stop] if stop < len(found) else None
    if following is None:
        return False
    return "unit" in following.tags or following.key in {"%", "°"}


def _bound_after(found: list[Chunk], stop: int, low: int | None, high: int | None) -> tuple[int | None, int | None, int]:
    for length in (2, 1):
        if " ".join(c.key for c in found[stop : stop + length]) in _words().after:
            return low, None, stop + length
    return low, high, stop


def _bounded(out: list[Chunk], number: list[Chunk], low: int | None, high: int | None) -> Chunk:
    """The figure with the bound words before it taken out of `out`."""
    from model.parsing.chunks import FIGURE, Chunk

    words = _words()
    first, every = number[0], False
    changed = True
    while changed and out:
        changed = False
        for length in (4, 3, 2, 1):
            before = " ".join(c.key for c in out[-length:]) if length <= len(out) else ""
            if before in words.at_least:
                high = None
            elif before in words.at_most:
                low = None if high is None or low == high else low
            elif before in words.about and before != "the":
                every = every or before in ("all", "all of the")
            elif before == "the" and len(out) > 1 and out[-2].key in ("all", "of"):
                every = every or out[-2].key == "all"
                if out[-2].key == "of":
                    break
            else:
                continue
            first = out[-length]
            del out[-length:]
            changed = True
            break
    chunk = Chunk(first.start, number[-1].end, "figure", FIGURE)
    if low is None and high is None:
        low = 0
    chunk.quantity = Quantity(low, high, first.start, number[-1].end, every)
    return chunk
