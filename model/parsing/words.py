"""Words: tokens looked up in the lexicon and in the gazetteer, the longest match first, each become a chunk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from model.parsing.chunk import ARTICLE, CAPITAL, NAME, NUMBER, OWNING_CAPITAL, PLACE, PUNCTUATION, THE, WORD, Chunk
from model.parsing.lexicon import Entry, Form, lexicon
from model.parsing.pattern import code
from model.parsing.places import place_at
from model.parsing.tokens import Word, tokens

_ARTICLES = frozenset({"a", "an"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "their", "its", "his", "her", "all"})


class _Known(Word):
    """A word with what the lexicon knows of it: the one entry of a word that starts no other form, or its forms.

    `tags` and `code` are those of the entry, or of a word without one; `may_be_place` that it can start a place's name.
    """

    __slots__ = ("alone", "code", "forms", "may_be_place", "tags")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.alone = lexicon().alone.get(self.key)
        self.forms = () if self.alone else tuple(lexicon().forms.get(self.key, ()))
        self.may_be_place = self.capital or text[0] in "’'"
        self.tags = self.alone.tags if self.alone else _plain(self)
        if self.possessive and "side" in self.tags:
            self.tags = self.tags | {"owner"}
        self.code = code(self.tags)


@lru_cache(maxsize=30_000)
def _known(text: str) -> _Known:
    return _Known(text)


def words(text: str, start: int, end: int) -> list[Chunk]:
    """The chunks of text[start:end], one a word, phrase or place."""
    written, starts = tokens(text, start, end)
    found = list(map(_known, written))
    out: list[Chunk] = []
    i, size = 0, len(found)
    while i < size:
        word, at = found[i], starts[i]
        entry, length = _lookup(word.forms, found, i) if word.forms else (word.alone, 1)
        if word.may_be_place:
            chunk, taken = _place(text, found, starts, i, entry, length, out)
            if chunk:
                out.append(chunk)
                i += taken
                continue
        if entry is word.alone:
            chunk = Chunk(at, at + len(word.text), word.key, word.tags, entry, word.code)
            chunk.possessive = word.possessive
        else:
            chunk = _phrase(found, starts, i, length, entry)
        out.append(chunk)
        i += length
    return out


def _place(
    text: str, found: Sequence[Word], starts: Sequence[int], i: int, entry: Entry | None, length: int, out: list[Chunk]
) -> tuple[Chunk | None, int]:
    """The place that starts at token i, where it is more than the lexicon has there, and how many tokens it takes."""
    place, size = place_at(text, found, starts, i, out)
    capital = entry is not None and "capital" in entry.tags
    if not place or not (size > length or entry is None or capital):
        return None, 0
    last = found[i + size - 1]
    end = starts[i + size - 1] + last.bare
    if capital and size == length:
        chunk = Chunk(starts[i], end, found[i].key, OWNING_CAPITAL if last.possessive else CAPITAL, entry)
    else:
        chunk = Chunk(starts[i], end, found[i].key, PLACE)
    chunk.place, chunk.possessive = place, last.possessive
    return chunk, size


def _phrase(found: Sequence[Word], starts: Sequence[int], i: int, length: int, entry: Entry | None) -> Chunk:
    """The chunk of a form of several words, or of a word that also starts other forms."""
    last = found[i + length - 1]
    tags = entry.tags if entry else _plain(found[i])
    if last.possessive and "side" in tags:
        tags = tags | {"owner"}
    key = found[i].key if length == 1 else " ".join(word.key for word in found[i : i + length])
    chunk = Chunk(starts[i], starts[i + length - 1] + len(last.text), key, tags, entry)
    chunk.possessive = last.possessive
    return chunk


def _lookup(choices: Sequence[Form], found: Sequence[Word], i: int) -> tuple[Entry | None, int]:
    """The longest form that starts at token i, and its length; (None, 1) where there is none."""
    for rest, exact, entry in choices:
        length = len(rest) + 1
        if rest:
            if i + length > len(found) or found[i + 1].key != rest[0]:
                continue
            if length > 2 and any(found[i + 1 + n].key != word for n, word in enumerate(rest)):
                continue
        if exact:
            written = " ".join(word.text for word in found[i : i + length])
            if not written.startswith(exact) and written != exact.upper():
                continue
        return entry, length
    return None, 1


def _plain(word: Word) -> frozenset[str]:
    """The tags of a word that the lexicon does not know."""
    if word.text[0].isdigit():
        return NUMBER
    if word.text in PUNCTUATION:
        return PUNCTUATION[word.text]
    if word.key in _ARTICLES:
        return ARTICLE
    if word.key in _DETERMINERS:
        return THE
    return NAME if word.capital else WORD
