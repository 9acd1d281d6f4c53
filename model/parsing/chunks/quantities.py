"""Quantities: a number in digits or words, with the words around it that leave a bound open.

Vague counts follow ACLED's coding (lexicon/counts.toml): "dozens" is 12 or more. "About 50" is 50. A number of
kilometres, days or money is not a quantity here and stays a plain number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from model.parsing.chunks.chunk import FIGURE_TAGS, Chunk, Quantity
from model.parsing.lexicon import load_lexicon

_DIGITS_PATTERN = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
_NUMERAL_TAGS = frozenset({"number", "article", "word", "name", "people", "person"})
_MONEY_SIGNS = frozenset({"$", "€", "£", ".", "#"})


class _NumberWords(NamedTuple):
    numbers: dict[str, int]
    multiples: dict[str, int]
    vague_counts: dict[str, int]
    bounds: dict[str, str]  # "at_least", "at_most" or "about", by the words before a number
    trailing_bounds: frozenset[str]
    first_words: frozenset[str]


@cache
def _load_number_words() -> _NumberWords:
    table = load_lexicon().tables["counts"]
    numbers, multiples, vague = table["numbers"], table["multiples"], table["vague"]
    bounds = {words: kind for kind in ("about", "at_most", "at_least") for words in table["bounds"][kind]}
    first_words = frozenset({*numbers, *multiples, *vague})
    return _NumberWords(numbers, multiples, vague, bounds, frozenset(table["bounds"]["after_at_least"]), first_words)


def _parse_number(key: str) -> int | None:
    """A number: "122", "2,514", "two", "twenty-one"; None for decimals, ten digits or more, and words."""
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
    """A number that ends before chunk `stop`, with its own bounds."""

    low: int | None
    high: int | None
    stop: int


def group_figures(chunks: list[Chunk], text: str) -> list[Chunk]:
    """The chunks with numbers and their bound words grouped into figures."""
    out: list[Chunk] = []
    position = 0
    for i in [i for i, chunk in enumerate(chunks) if _can_start_number(chunk.key) and chunk.tags & _NUMERAL_TAGS]:
        number = _read_number(chunks, i, text) if i >= position else None
        if number is None or _is_age(chunks, i, number.stop):
            continue
        out += chunks[position:i]
        if _find_unit(chunks, number.stop):  # kilometres, days
            out += chunks[i : number.stop]
        else:
            number = _read_bound_after(chunks, number)
            out.append(_make_figure_chunk(out, chunks[i : number.stop], number))
        position = number.stop
    return out + chunks[position:] if out else chunks


def _find_unit(chunks: list[Chunk], i: int) -> Chunk | None:
    """The unit at i, or after "of": "hundreds of kilometres"."""
    i += i < len(chunks) and "of" in chunks[i].tags
    return chunks[i] if i < len(chunks) and "unit" in chunks[i].tags else None


def find_uncounted_numbers(chunks: list[Chunk], text: str) -> Iterator[tuple[Chunk, Chunk]]:
    """The numbers of kilometres, days or money, each as its first chunk and that of its unit or amount.

    The chunks may have been grouped into figures.
    """
    for i, chunk in enumerate(chunks):
        if chunk.quantity or not (_can_start_number(chunk.key) and chunk.tags & _NUMERAL_TAGS):
            continue
        number = _read_number(chunks, i, text)
        if number and (unit := _find_unit(chunks, number.stop)):
            yield chunk, unit
        elif number is None and _parse_number(chunk.key) is not None and _is_money(chunks, i):
            yield chunks[i - 1], chunk


def _is_money(chunks: list[Chunk], i: int) -> bool:
    before = chunks[i - 1] if i else None
    return before is not None and (
        before.key.startswith("$") or (before.end == chunks[i].start and before.key in _MONEY_SIGNS)
    )


def _is_age(chunks: list[Chunk], i: int, stop: int) -> bool:
    """Whether the number is set off after a name or a bracket: "Olena (pictured), 52, died"."""
    if i < 2 or "comma" not in chunks[i - 1].tags or not chunks[i - 2].tags & {"name", "close"}:
        return False
    return stop == len(chunks) or bool(chunks[stop].tags & {"comma", "end", "and", "close", "break"})


@lru_cache(maxsize=30_000)
def _can_start_number(key: str) -> bool:
    """Whether a number can start with this word: a digit, an article, "twenty-one"."""
    return key[:1].isdigit() or key in ("a", "an") or key.partition("-")[0] in _load_number_words().first_words


def _read_number(chunks: list[Chunk], i: int, text: str) -> _NumberMention | None:
    """The number that starts at chunk i."""
    words, key = _load_number_words(), chunks[i].key
    following = chunks[i + 1].key if i + 1 < len(chunks) else ""
    if key in words.vague_counts:
        return _NumberMention(words.vague_counts[key], None, i + 1)
    if _is_money(chunks, i):
        return None
    if "article" in chunks[i].tags:
        value = words.multiples.get(following)
        return _NumberMention(value, value, i + 2) if value else None
    value = _parse_number(key) or words.multiples.get(key)
    if value is None:
        if "number" in chunks[i].tags:
            return _read_range(key, i)
        return _NumberMention(0, 0, i + 1) if key == "0" else None
    if following in words.multiples and text[chunks[i].end : chunks[i + 1].start].isspace():
        value *= words.multiples[following]
        return _NumberMention(value, value, i + 2)
    between = following == "and" and i > 0 and chunks[i - 1].key == "between"
    if (between or following in {"to", "-", "–", "or"}) and i + 2 < len(chunks):
        upper = _parse_number(chunks[i + 2].key)
        if upper is not None and upper > value:
            return _NumberMention(value, upper, i + 3)
    return _NumberMention(value, value, i + 1)


def _read_range(key: str, i: int) -> _NumberMention | None:
    """A range in one token: "20-30"."""
    low, _, high = key.replace("–", "-").partition("-")
    if low.isdecimal() and high.isdecimal() and len(high) < 5 and int(low) < int(high):
        return _NumberMention(int(low), int(high), i + 1)
    return None


def _read_bound_after(chunks: list[Chunk], number: _NumberMention) -> _NumberMention:
    """The number without an upper bound, if words such as "or more" follow."""
    for stop in (number.stop + 2, number.stop + 1):
        if " ".join(chunk.key for chunk in chunks[number.stop : stop]) in _load_number_words().trailing_bounds:
            return _NumberMention(number.low, None, stop)
    return number


def _make_figure_chunk(out: list[Chunk], number_chunks: list[Chunk], number: _NumberMention) -> Chunk:
    """The figure; the bound words before it are removed from `out`."""
    low, high, is_all = number.low, number.high, False
    start, end = number_chunks[0].start, number_chunks[-1].end
    while bound := _find_bound(out):
        kind, words, length = bound
        if kind == "at_least":
            high = None
        elif kind == "at_most":
            low, high = (None, high) if high is not None else (0, None)
        is_all = is_all or words.startswith("all")
        start = out[-length].start
        del out[-length:]
    chunk = Chunk(start, end, "figure", FIGURE_TAGS)
    chunk.quantity = Quantity(low, high, start, end, is_all)
    return chunk


def _find_bound(out: list[Chunk]) -> tuple[str, str, int] | None:
    """The longest bound words at the end of `out`: what they bound, the words, and how many chunks they are."""
    for length in range(min(4, len(out)), 0, -1):
        words = " ".join(chunk.key for chunk in out[-length:])
        if kind := _load_number_words().bounds.get(words):
            return kind, words, length
    return None
