"""Places in a sentence: the longest name of the gazetteer, or a name that its frame tells to be a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from model.gazetteer import GazetteerEntry, load_gazetteer
from model.gazetteer.romanization import fold_place_name
from model.parsing.chunks.chunk import NAME_TAGS, PLACE_TAGS, Chunk
from model.parsing.lexicon import load_frames, load_lexicon
from model.parsing.lexicon.rule_patterns import encode_tags
from model.parsing.tokenization.tokenizer import Token

_FRAME_WORDS = load_frames("names")
_REGION_WORDS, _PLURAL_NOUNS, _DISTRICT_WORDS = (
    _FRAME_WORDS["regions"],
    _FRAME_WORDS["of_several"],
    _FRAME_WORDS["districts"],
)
_NAME_NOUNS = _REGION_WORDS | _FRAME_WORDS["nouns"]
_TOWN_NOUNS = _FRAME_WORDS["towns"]
_FRAME_NOUNS = _TOWN_NOUNS | _FRAME_WORDS["towns_of_several"]
_PREPOSITIONS, _COUNTRY_NAMES = _FRAME_WORDS["prepositions"], _FRAME_WORDS["countries"]
_MAX_NAME_CHARS = 60  # characters; no name is longer, and a hostile line must not make one


def can_start_name(key: str) -> bool:
    """Whether the first word of the token, "rostov" of "Rostov-on-Don", is the first of any name."""
    return (
        fold_place_name(key).partition(" ")[0] if not key.isalpha() or not key.isascii() else key
    ) in load_gazetteer().first_words()


@lru_cache(maxsize=20_000)
def _find_entries(name: str) -> tuple[GazetteerEntry, ...]:
    return load_gazetteer().find_entries(name)


def match_place(
    text: str, found: Sequence[Token], starts: Sequence[int], i: int, before: Sequence[Chunk]
) -> tuple[GazetteerEntry | None, int]:
    """The place of the gazetteer whose name starts at token i, and how many tokens it takes.

    `before` is what stands before it.
    """
    for length in range(_count_name_tokens(found, i), 0, -1):
        last = found[i + length - 1]
        end = starts[i + length - 1] + last.bare_length
        if length > 1 and (end - starts[i] > _MAX_NAME_CHARS or not last.text[0].isalnum()):
            continue
        name = text[starts[i] : end]
        following = found[i + length].key if i + length < len(found) else ""
        entries = _find_entries(name)
        if not entries and length == 1 and following in _TOWN_NOUNS:
            entries = _find_entries(f"{name} region")  # "the Crimean port of Sevastopol"
        if not entries or (length > 1 and last.key in _PLURAL_NOUNS):
            continue
        if following in _REGION_WORDS and not last.is_possessive:
            return _choose_region(name, following, entries), length + (following not in _PLURAL_NOUNS)
        if entries[0].is_guarded and not _is_framed(entries[0], last, before):
            return None, 0
        if entries[0].kind == "site" and length > 1 and any(e.kind == "town" for e in _find_entries(found[i].text)):
            continue  # a power plant or a port named after a town is the town
        return entries[0], length
    return None, 0


def _is_framed(entry: GazetteerEntry, last: Token, before: Sequence[Chunk]) -> bool:
    """Whether what stands before a name tells it to be a place: "in X", and of a building "on the X"."""
    key = before[-1].key if before else ""
    if key == "the" and len(before) > 1 and entry.kind == "site" and not last.is_possessive:
        key = before[-2].key
    return key in _PREPOSITIONS or key in _TOWN_NOUNS


def _count_name_tokens(found: Sequence[Token], i: int) -> int:
    """How many tokens a name that starts at i can take: capitalised ones, and the common nouns of names."""
    end = min(i + load_gazetteer().max_name_words, len(found))
    n = i + 1
    while n < end and (found[n].is_capitalized or found[n].key in _NAME_NOUNS):
        n += 1
    return n - i


def _choose_region(name: str, following: str, entries: tuple[GazetteerEntry, ...]) -> GazetteerEntry:
    regions = _find_entries(f"{name} {following}") or [e for e in entries if e.kind == "region"]
    return (regions or entries)[0]


def match_framed_place(found: Sequence[Token], i: int, before: Sequence[Chunk]) -> tuple[GazetteerEntry | None, int]:
    """A place outside the gazetteer, recognised by its frame: "the village of X"; it has no coordinates."""
    if len(found[i].text) < 3 or found[i].key in load_lexicon().forms:
        return None, 0
    if _is_district(found, i + 1):
        return make_unlocated_place(found[i].text), 1
    if len(before) < 2 or before[-1].key != "of" or before[-2].key not in _FRAME_NOUNS:
        return None, 0
    two = i + 1 < len(found) and re.match(r"[A-Z][a-z]", found[i + 1].text) and not found[i].is_possessive
    if two and _find_entries(found[i + 1].text):  # "of Ukrainian-controlled Donetsk"
        return None, 0
    length = 2 if two else 1
    return make_unlocated_place(" ".join(word.text for word in found[i : i + length])), length


def _is_district(found: Sequence[Token], i: int) -> bool:
    """Whether a district follows, also over another name: "the Holosiiv and Pechersk districts"."""
    if i < len(found) and found[i].key in _DISTRICT_WORDS:
        return True
    two = i + 2 < len(found) and found[i].key == "and" and found[i + 1].is_capitalized
    return two and found[i + 2].key in _DISTRICT_WORDS


def make_unlocated_place(name: str) -> GazetteerEntry:
    """A place of which only the name is known."""
    return GazetteerEntry(name, None, None, None, None, 0, "town", False)


def tag_listed_places(found: list[Chunk]) -> list[Chunk]:
    """The chunks, with the unknown names in a list of places made places: "Dibrove" in "Dolyna, Dibrove and Sumy"."""
    for i, chunk in enumerate(found):
        if chunk.tags == NAME_TAGS and _is_listed(found, i):
            chunk.place, chunk.tags, chunk.tag_code = (
                make_unlocated_place(chunk.key.title()),
                PLACE_TAGS,
                encode_tags(PLACE_TAGS),
            )
    return found


def _is_listed(found: Sequence[Chunk], i: int) -> bool:
    """Before a place at the start of a list, between two places, or behind two at its end."""
    before, behind = _find_list_neighbour(found, i, -1), _find_list_neighbour(found, i, 1)
    if i and found[i - 1].tags & {"in", "on"}:  # the first of the list: "fired on Dibrove, Dolyna and Sumy"
        in_country = i + 2 < len(found) and "comma" in found[i + 1].tags and found[i + 2].key in _COUNTRY_NAMES
        return in_country or (behind is not None and found[behind].place is not None)
    if before is None or found[before].place is None:
        return False
    if behind is not None:
        return found[behind].place is not None
    earlier = _find_list_neighbour(found, before, -1)
    ends = i + 1 == len(found) or "name" not in found[i + 1].tags
    return ends and earlier is not None and found[earlier].place is not None


def _find_list_neighbour(found: Sequence[Chunk], i: int, step: int) -> int | None:
    """The index of what a comma or an "and" joins to chunk i; None where neither stands there."""
    n = i + step
    while 0 <= n < len(found) and found[n].tags & {"comma", "and"}:
        n += step
    return n if 0 <= n < len(found) and n != i + step else None
