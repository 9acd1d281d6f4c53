"""Words: tokens looked up in the lexicon and in the gazetteer, the longest match first, each become a chunk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from model.parsing.chunks.chunk import (
    ARTICLE,
    CAPITAL,
    NAME,
    NUMBER,
    OWNING_CAPITAL,
    PLACE,
    PUNCTUATION,
    THE,
    WORD,
    Chunk,
)
from model.parsing.chunks.toponyms import framed, place_at, starts_a_name
from model.parsing.lexicon import Entry, Form, lexicon
from model.parsing.lexicon.rule_patterns import code
from model.parsing.tokenization.tokenizer import Word, tokens

_ARTICLES = frozenset({"a", "an"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "their", "its", "his", "her", "all"})


class _Known(Word):
    """A word with what the lexicon knows of it: its own entry, and the longer forms that it starts.

    `tags` and `mark` are those of the entry, or of a word without one. `starts_a_name` is that it is the first of a
    name in the gazetteer, `may_be_place` that it can start a place's name, `alone` that it starts nothing longer.
    """

    __slots__ = ("alone", "entry", "longer", "mark", "may_be_place", "starts_a_name", "tags")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        forms = lexicon().forms.get(self.key, ())
        self.longer: dict[str, list[Form]] = {}  # by their second word
        for form in forms:
            if form.rest:
                self.longer.setdefault(form.rest[0], []).append(form)
        self.entry = next((form.entry for form in forms if not form.rest and _is_written(form, text)), None)
        self.starts_a_name = self.capital and starts_a_name(self.key)
        self.may_be_place = self.starts_a_name or (self.capital and len(text) > 2 and not forms)
        self.alone = not (self.longer or self.may_be_place)
        self.tags = _tags(self.entry, self.possessive) or _plain(self)
        self.mark = code(self.tags)

    def chunk(self, at: int) -> Chunk:
        """The word by itself, at this place."""
        chunk = Chunk(at, at + len(self.text), self.key, self.tags, self.entry, self.mark)
        chunk.possessive = self.possessive
        return chunk


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
        if word.alone:
            out.append(word.chunk(at))
            i += 1
            continue
        entry, length = word.entry, 1
        if word.longer and i + 1 < size and (forms := word.longer.get(found[i + 1].key)):
            entry, length = _longest(forms, found, i) or (entry, 1)
        if word.may_be_place:
            chunk, taken = _place(text, found, starts, i, entry, length, out)
            if chunk:
                out.append(chunk)
                i += taken
                continue
        out.append(word.chunk(at) if length == 1 else _phrase(found, starts, i, length, entry))
        i += length
    return out


def _place(
    text: str,
    found: Sequence[_Known],
    starts: Sequence[int],
    i: int,
    entry: Entry | None,
    length: int,
    out: list[Chunk],
) -> tuple[Chunk | None, int]:
    """The place that starts at token i, where it is more than the lexicon has there, and how many tokens it takes."""
    place, size = place_at(text, found, starts, i, out) if found[i].starts_a_name else framed(found, i, out)
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
    """The chunk of a form of several words."""
    last = found[i + length - 1]
    key = " ".join(word.key for word in found[i : i + length])
    end = starts[i + length - 1] + len(last.text)
    chunk = Chunk(starts[i], end, key, _tags(entry, last.possessive), entry)
    chunk.possessive = last.possessive
    return chunk


def _longest(forms: Sequence[Form], found: Sequence[Word], i: int) -> tuple[Entry, int] | None:
    """The longest of the forms that stands at token i, and its length."""
    for form in forms:
        rest = found[i + 1 : i + 1 + len(form.rest)]
        if [word.key for word in rest] == form.rest and (
            form.exact is None or _is_written(form, " ".join(word.text for word in (found[i], *rest)))
        ):
            return form.entry, 1 + len(rest)
    return None


def _is_written(form: Form, written: str) -> bool:
    """Whether a form that needs its capitals has them, or is written in capitals all through."""
    return form.exact is None or written.startswith(form.exact) or written == form.exact.upper()


def _tags(entry: Entry | None, possessive: bool) -> frozenset[str]:
    """The tags of an entry; a side in the possessive owns."""
    if entry is None:
        return frozenset()
    return entry.tags | {"owner"} if possessive and "side" in entry.tags else entry.tags


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
