"""Toponyms: the longest name in the gazetteer, or a name that its context marks as a place."""

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
_REGION_WORDS, _PLURAL_NOUNS = _FRAME_WORDS["regions"], _FRAME_WORDS["of_several"]
_NAME_NOUNS = _REGION_WORDS | _FRAME_WORDS["nouns"]
_TOWN_NOUNS = _FRAME_WORDS["towns"]
_FRAME_NOUNS = _TOWN_NOUNS | _FRAME_WORDS["towns_of_several"]
_MAX_NAME_CHARS = 60  # no name is longer, and a hostile line must not make one


def can_start_name(key: str) -> bool:
    """Whether the first word of the token, "rostov" of "Rostov-on-Don", starts a name in the gazetteer."""
    plain = key.isalpha() and key.isascii()
    return (key if plain else fold_place_name(key).partition(" ")[0]) in load_gazetteer().first_words()


@lru_cache(maxsize=20_000)
def _find_entries(name: str) -> tuple[GazetteerEntry, ...]:
    return load_gazetteer().find_entries(name)


def match_place(
    text: str, tokens: Sequence[Token], starts: Sequence[int], i: int, before: Sequence[Chunk]
) -> tuple[GazetteerEntry | None, int]:
    """The gazetteer entry of the name that starts at token i, and its length in tokens; `before` are earlier chunks."""
    for length in range(_count_name_tokens(tokens, i), 0, -1):
        last = tokens[i + length - 1]
        end = starts[i + length - 1] + last.bare_length
        if length > 1 and (end - starts[i] > _MAX_NAME_CHARS or not last.text[0].isalnum()):
            continue
        name = text[starts[i] : end]
        following = tokens[i + length].key if i + length < len(tokens) else ""
        entries = _find_entries(name)
        if not entries and length == 1 and following in _TOWN_NOUNS:
            entries = _find_entries(f"{name} region")  # "the Crimean port of Sevastopol"
        if not entries or (length > 1 and last.key in _PLURAL_NOUNS):
            continue
        if following in _REGION_WORDS and not last.is_possessive:
            regions = _find_entries(f"{name} {following}") or [e for e in entries if e.kind == "region"] or entries
            return regions[0], length + (following not in _PLURAL_NOUNS)
        if entries[0].is_guarded and not _is_framed(entries[0], last, before):
            return None, 0
        if entries[0].kind == "site" and length > 1 and any(e.kind == "town" for e in _find_entries(tokens[i].text)):
            continue  # a power plant or a port named after a town is the town
        return entries[0], length
    return None, 0


def _is_framed(entry: GazetteerEntry, last: Token, before: Sequence[Chunk]) -> bool:
    """Whether the words before a name mark it as a place: "in X", or for a building "on the X"."""
    key = before[-1].key if before else ""
    if key == "the" and len(before) > 1 and entry.kind == "site" and not last.is_possessive:
        key = before[-2].key
    return key in _FRAME_WORDS["prepositions"] or key in _TOWN_NOUNS


def _count_name_tokens(tokens: Sequence[Token], i: int) -> int:
    """The maximum length of a name that starts at i: capitalised tokens, and the common nouns in names."""
    stop = min(i + load_gazetteer().max_name_words, len(tokens))
    n = i + 1
    while n < stop and (tokens[n].is_capitalized or tokens[n].key in _NAME_NOUNS):
        n += 1
    return n - i


def match_framed_place(tokens: Sequence[Token], i: int, before: Sequence[Chunk]) -> tuple[GazetteerEntry | None, int]:
    """A place outside the gazetteer, without coordinates, known by its context: "the village of X"."""
    token, following = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    if len(token.text) < 3 or token.key in load_lexicon().forms:
        return None, 0
    if _is_district(tokens, i + 1):
        return make_unlocated_place(token.text), 1
    if len(before) < 2 or before[-1].key != "of" or before[-2].key not in _FRAME_NOUNS:
        return None, 0
    if following is None or token.is_possessive or not re.match(r"[A-Z][a-z]", following.text):
        return make_unlocated_place(token.text), 1
    if _find_entries(following.text):  # "of Ukrainian-controlled Donetsk"
        return None, 0
    return make_unlocated_place(f"{token.text} {following.text}"), 2


def _is_district(tokens: Sequence[Token], i: int) -> bool:
    """Whether "district" follows, perhaps after another name: "the Holosiiv and Pechersk districts"."""
    districts = _FRAME_WORDS["districts"]
    if i < len(tokens) and tokens[i].key in districts:
        return True
    is_joined = i + 2 < len(tokens) and tokens[i].key == "and" and tokens[i + 1].is_capitalized
    return is_joined and tokens[i + 2].key in districts


def make_unlocated_place(name: str) -> GazetteerEntry:
    """A place with a name only."""
    return GazetteerEntry(name, None, None, None, None, 0, "town", False)


def tag_listed_places(chunks: list[Chunk]) -> list[Chunk]:
    """Tag the unknown names in a list of places as places: "Dibrove" in "Dolyna, Dibrove and Sumy"."""
    for i, chunk in enumerate(chunks):
        if chunk.tags == NAME_TAGS and _is_listed(chunks, i):
            chunk.place = make_unlocated_place(chunk.key.title())
            chunk.tags, chunk.tag_code = PLACE_TAGS, encode_tags(PLACE_TAGS)
    return chunks


def _is_listed(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether a place follows a first name, or places precede and follow it, or two precede a last name."""
    before, after = _find_list_neighbour(chunks, i, -1), _find_list_neighbour(chunks, i, 1)
    if i and chunks[i - 1].tags & {"in", "on"}:  # the first: "fired on Dibrove, Dolyna and Sumy"
        if i + 2 < len(chunks) and "comma" in chunks[i + 1].tags and chunks[i + 2].key in _FRAME_WORDS["countries"]:
            return True
        return _is_place(chunks, after)
    if not _is_place(chunks, before):
        return False
    if after is not None:
        return _is_place(chunks, after)
    is_last = i + 1 == len(chunks) or "name" not in chunks[i + 1].tags
    return is_last and before is not None and _is_place(chunks, _find_list_neighbour(chunks, before, -1))


def _is_place(chunks: Sequence[Chunk], i: int | None) -> bool:
    return i is not None and chunks[i].place is not None


def _find_list_neighbour(chunks: Sequence[Chunk], i: int, step: int) -> int | None:
    """The index of the chunk that a comma or an "and" joins to chunk i, if any."""
    n = i + step
    while 0 <= n < len(chunks) and chunks[n].tags & {"comma", "and"}:
        n += step
    return n if 0 <= n < len(chunks) and n != i + step else None
