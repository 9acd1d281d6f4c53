"""Places in a sentence: the longest name of the gazetteer, or a name that its frame tells to be a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from model.gazetteer import Entry, gazetteer
from model.gazetteer.romanization import fold
from model.parsing.chunks.chunk import NAME, PLACE, Chunk
from model.parsing.lexicon import frames, lexicon
from model.parsing.lexicon.rule_patterns import code
from model.parsing.tokenization.tokenizer import Word

_WORDS = frames("names")
_REGION_WORDS, _PLURALS, _DISTRICTS = _WORDS["regions"], _WORDS["of_several"], _WORDS["districts"]
_NOUNS = _REGION_WORDS | _WORDS["nouns"]
_ONE_OF_A_KIND = _WORDS["towns"]
_FRAMES = _ONE_OF_A_KIND | _WORDS["towns_of_several"]
_PREPOSITIONS, _COUNTRIES = _WORDS["prepositions"], _WORDS["countries"]
_LONGEST_NAME = 60  # characters; no name is longer, and a hostile line must not make one


def starts_a_name(key: str) -> bool:
    """Whether the first word of the token, "rostov" of "Rostov-on-Don", is the first of any name."""
    return (fold(key).partition(" ")[0] if not key.isalpha() or not key.isascii() else key) in gazetteer().first_words()


@lru_cache(maxsize=20_000)
def _entries(name: str) -> tuple[Entry, ...]:
    return gazetteer().entries(name)


def place_at(
    text: str, found: Sequence[Word], starts: Sequence[int], i: int, before: Sequence[Chunk]
) -> tuple[Entry | None, int]:
    """The place of the gazetteer whose name starts at token i, and how many tokens it takes.

    `before` is what stands before it.
    """
    for length in range(_reach(found, i), 0, -1):
        last = found[i + length - 1]
        end = starts[i + length - 1] + last.bare
        if length > 1 and (end - starts[i] > _LONGEST_NAME or not last.text[0].isalnum()):
            continue
        name = text[starts[i] : end]
        following = found[i + length].key if i + length < len(found) else ""
        entries = _entries(name)
        if not entries and length == 1 and following in _ONE_OF_A_KIND:
            entries = _entries(f"{name} region")  # "the Crimean port of Sevastopol"
        if not entries or (length > 1 and last.key in _PLURALS):
            continue
        if following in _REGION_WORDS and not last.possessive:
            return _region(name, following, entries), length + (following not in _PLURALS)
        if entries[0].guarded and not _is_framed(entries[0], last, before):
            return None, 0
        if entries[0].kind == "site" and length > 1 and any(e.kind == "town" for e in _entries(found[i].text)):
            continue  # a power plant or a port named after a town is the town
        return entries[0], length
    return None, 0


def _is_framed(entry: Entry, last: Word, before: Sequence[Chunk]) -> bool:
    """Whether what stands before a name tells it to be a place: "in X", and of a building "on the X"."""
    key = before[-1].key if before else ""
    if key == "the" and len(before) > 1 and entry.kind == "site" and not last.possessive:
        key = before[-2].key
    return key in _PREPOSITIONS or key in _ONE_OF_A_KIND


def _reach(found: Sequence[Word], i: int) -> int:
    """How many tokens a name that starts at i can take: capitalised ones, and the common nouns of names."""
    end = min(i + gazetteer().longest, len(found))
    n = i + 1
    while n < end and (found[n].capital or found[n].key in _NOUNS):
        n += 1
    return n - i


def _region(name: str, following: str, entries: tuple[Entry, ...]) -> Entry:
    regions = _entries(f"{name} {following}") or [e for e in entries if e.kind == "region"]
    return (regions or entries)[0]


def framed(found: Sequence[Word], i: int, before: Sequence[Chunk]) -> tuple[Entry | None, int]:
    """A place outside the gazetteer, recognised by its frame: "the village of X"; it has no coordinates."""
    if len(found[i].text) < 3 or found[i].key in lexicon().forms:
        return None, 0
    if _is_district(found, i + 1):
        return unlocated(found[i].text), 1
    if len(before) < 2 or before[-1].key != "of" or before[-2].key not in _FRAMES:
        return None, 0
    two = i + 1 < len(found) and re.match(r"[A-Z][a-z]", found[i + 1].text) and not found[i].possessive
    if two and _entries(found[i + 1].text):  # "of Ukrainian-controlled Donetsk"
        return None, 0
    length = 2 if two else 1
    return unlocated(" ".join(word.text for word in found[i : i + length])), length


def _is_district(found: Sequence[Word], i: int) -> bool:
    """Whether a district follows, also over another name: "the Holosiiv and Pechersk districts"."""
    if i < len(found) and found[i].key in _DISTRICTS:
        return True
    two = i + 2 < len(found) and found[i].key == "and" and found[i + 1].capital
    return two and found[i + 2].key in _DISTRICTS


def unlocated(name: str) -> Entry:
    """A place of which only the name is known."""
    return Entry(name, None, None, None, None, 0, "town", False)


def with_listed(found: list[Chunk]) -> list[Chunk]:
    """The chunks, with the unknown names in a list of places made places: "Dibrove" in "Dolyna, Dibrove and Sumy"."""
    for i, chunk in enumerate(found):
        if chunk.tags == NAME and _is_listed(found, i):
            chunk.place, chunk.tags, chunk.code = unlocated(chunk.key.title()), PLACE, code(PLACE)
    return found


def _is_listed(found: Sequence[Chunk], i: int) -> bool:
    """Before a place at the start of a list, between two places, or behind two at its end."""
    before, behind = _beside(found, i, -1), _beside(found, i, 1)
    if i and found[i - 1].tags & {"in", "on"}:  # the first of the list: "fired on Dibrove, Dolyna and Sumy"
        in_country = i + 2 < len(found) and "comma" in found[i + 1].tags and found[i + 2].key in _COUNTRIES
        return in_country or (behind is not None and found[behind].place is not None)
    if before is None or found[before].place is None:
        return False
    if behind is not None:
        return found[behind].place is not None
    earlier = _beside(found, before, -1)
    ends = i + 1 == len(found) or "name" not in found[i + 1].tags
    return ends and earlier is not None and found[earlier].place is not None


def _beside(found: Sequence[Chunk], i: int, step: int) -> int | None:
    """The index of what a comma or an "and" joins to chunk i; None where neither stands there."""
    n = i + step
    while 0 <= n < len(found) and found[n].tags & {"comma", "and"}:
        n += step
    return n if 0 <= n < len(found) and n != i + step else None
