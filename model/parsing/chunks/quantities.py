"""Figures: a number in digits or words with the words before and after it that leave a bound open.

Vague counts as ACLED codes them (lexicon/counts.toml): "dozens" is 12 and up. "About 50" is 50. A number that counts
kilometres, days or money is none of ours and stays a plain number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from model.parsing.chunks.chunk import FIGURE_TAGS, Chunk, Quantity
from model.parsing.lexicon import load_lexicon


class _NumberWords(NamedTuple):
    numbers: dict[str, int]
    multiples: dict[str, int]
    vague_counts: dict[str, int]
    at_least: frozenset[str]
    at_most: frozenset[str]
    about: frozenset[str]
    trailing_at_least: frozenset[str]
    first_words: frozenset[str]


@cache
def _load_number_words() -> _NumberWords:
    table = load_lexicon().tables["counts"]
    bounds = table["bounds"]
    return _NumberWords(
        numbers=table["numbers"],
        multiples=table["multiples"],
        vague_counts=table["vague"],
        at_least=frozenset(bounds["at_least"]),
        at_most=frozenset(bounds["at_most"]),
        about=frozenset(bounds["about"]),
        trailing_at_least=frozenset(bounds["after_at_least"]),
        first_words=frozenset({*table["numbers"], *table["multiples"], *table["vague"]}),
    )


_DIGITS_PATTERN = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")


def _parse_number(key: str) -> int | None:
    """A number as it is written: "122", "2,514", "two", "twenty-one"; None for a decimal, a year's figure or a word."""
    if _DIGITS_PATTERN.fullmatch(key):
        return int(key.replace(",", "")) if len(key) < 10 else None
    numbers = _load_number_words().numbers
    if key in numbers:
        return numbers[key]
    tens, _, ones = key.partition("-")
    if ones and numbers.get(tens, 0) >= 20 and numbers.get(ones, 10) < 10:
        return numbers[tens] + numbers[ones]
    return None


class _NumberMention(NamedTuple):
    """A number as written in chunks [first, stop): its bounds before the words around it open one."""

    low: int | None
    high: int | None
    stop: int


def group_figures(found: list[Chunk], text: str) -> list[Chunk]:
    """The chunks with numbers and their bounds joined to figures."""
    out: list[Chunk] = []
    at = 0
    for i in [i for i, chunk in enumerate(found) if _can_start_number(chunk.key)]:
        number = _read_number(found, i, text) if i >= at and _is_numeral(found[i]) else None
        if number is None or _is_age(found, i, number.stop):
            continue
        out += found[at:i]
        if _find_unit(found, number.stop):  # kilometres, days: not ours to count
            out += found[i : number.stop]
        else:
            number = _read_bound_after(found, number)
            out.append(_make_figure_chunk(out, found[i : number.stop], number))
        at = number.stop
    return out + found[at:] if out else found


def _find_unit(found: list[Chunk], i: int) -> Chunk | None:
    """The unit that stands at i, also behind "of": "hundreds of kilometres"."""
    i += i < len(found) and "of" in found[i].tags
    return found[i] if i < len(found) and "unit" in found[i].tags else None


def find_uncounted_numbers(found: list[Chunk], text: str) -> Iterator[tuple[Chunk, Chunk]]:
    """The numbers that count kilometres, days or money and are no figures: first and last chunk, with what they count.

    `found` may be chunks whose figures have been grouped.
    """
    for i, chunk in enumerate(found):
        if chunk.quantity or not (_can_start_number(chunk.key) and _is_numeral(chunk)):
            continue
        number = _read_number(found, i, text)
        if number and (unit := _find_unit(found, number.stop)):
            yield chunk, unit
        elif number is None and _parse_number(chunk.key) is not None and _is_money(found, i):
            yield found[i - 1], chunk


def _is_money(found: list[Chunk], i: int) -> bool:
    before = found[i - 1] if i else None
    return before is not None and (
        before.key.startswith("$") or (before.end == found[i].start and before.key in _MONEY_SIGNS)
    )


def _is_age(found: list[Chunk], i: int, stop: int) -> bool:
    """Whether the number stands alone behind a name or a bracket: "Olena (pictured), 52, died"."""
    if i < 2 or "comma" not in found[i - 1].tags or not found[i - 2].tags & {"name", "close"}:
        return False
    return stop == len(found) or bool(found[stop].tags & {"comma", "end", "and", "close", "break"})


@lru_cache(maxsize=30_000)
def _can_start_number(key: str) -> bool:
    """Whether a number can begin with these words: a digit, an article, "twenty-one"."""
    return key[:1].isdigit() or key in ("a", "an") or key.partition("-")[0] in _load_number_words().first_words


def _is_numeral(chunk: Chunk) -> bool:
    return bool(chunk.tags & _NUMERAL_TAGS)


_NUMERAL_TAGS = frozenset({"number", "article", "word", "name", "people", "person"})
_MONEY_SIGNS = frozenset({"$", "€", "£", ".", "#"})


def _read_number(found: list[Chunk], i: int, text: str) -> _NumberMention | None:
    """The number that starts at chunk i."""
    words, key = _load_number_words(), found[i].key
    following = found[i + 1].key if i + 1 < len(found) else ""
    if key in words.vague_counts:
        return _NumberMention(words.vague_counts[key], None, i + 1)
    if _is_money(found, i):
        return None
    if "article" in found[i].tags:
        value = words.multiples.get(following)
        return _NumberMention(value, value, i + 2) if value else None
    value = _parse_number(key) or words.multiples.get(key)
    if value is None:
        return _read_range(key, i) if "number" in found[i].tags else _NumberMention(0, 0, i + 1) if key == "0" else None
    if following in words.multiples and text[found[i].end : found[i + 1].start].isspace():
        value *= words.multiples[following]
        return _NumberMention(value, value, i + 2)
    between = following == "and" and i > 0 and found[i - 1].key == "between"
    if (between or following in {"to", "-", "–", "or"}) and i + 2 < len(found):
        upper = _parse_number(found[i + 2].key)
        if upper is not None and upper > value:
            return _NumberMention(value, upper, i + 3)
    return _NumberMention(value, value, i + 1)


def _read_range(key: str, i: int) -> _NumberMention | None:
    """ "20-30" in one token."""
    low, _, high = key.replace("–", "-").partition("-")
    if low.isdecimal() and high.isdecimal() and len(high) < 5 and int(low) < int(high):
        return _NumberMention(int(low), int(high), i + 1)
    return None


def _read_bound_after(found: list[Chunk], number: _NumberMention) -> _NumberMention:
    """ "30 or more"."""
    for length in (2, 1):
        stop = number.stop + length
        if " ".join(chunk.key for chunk in found[number.stop : stop]) in _load_number_words().trailing_at_least:
            return _NumberMention(number.low, None, stop)
    return number


def _make_figure_chunk(out: list[Chunk], written: list[Chunk], number: _NumberMention) -> Chunk:
    """The figure, with the bound words before it taken out of `out`."""
    words = _load_number_words()
    low, high, every = number.low, number.high, False
    start = written[0].start
    while (length := _count_bound_words(out)) > 0:
        before = " ".join(chunk.key for chunk in out[-length:])
        if before in words.at_least:
            high = None
        elif before == "between":
            pass  # the range is the number's own
        elif before in words.at_most:
            low, high = (None, high) if high is not None else (0, None)
        every = every or before.startswith("all")
        start = out[-length].start
        del out[-length:]
    chunk = Chunk(start, written[-1].end, "figure", FIGURE_TAGS)
    chunk.quantity = Quantity(low, high, start, written[-1].end, every)
    return chunk


def _count_bound_words(out: list[Chunk]) -> int:
    """How many chunks at the end of `out` are words that bound a number; the longest reading."""
    words = _load_number_words()
    for length in (4, 3, 2, 1):
        if length <= len(out):
            before = " ".join(chunk.key for chunk in out[-length:])
            if before in words.at_least or before in words.at_most or before in words.about:
                return length
    return 0
