"""Words: tokens looked up in the lexicon and in the gazetteer, the longest match first, each become a chunk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from model.parsing.chunks.chunk import (
    ARTICLE_TAGS,
    CAPITAL_TAGS,
    NAME_TAGS,
    NUMBER_TAGS,
    OWNING_CAPITAL_TAGS,
    PLACE_TAGS,
    PUNCTUATION_TAGS,
    THE_TAGS,
    WORD_TAGS,
    Chunk,
)
from model.parsing.chunks.toponyms import can_start_name, match_framed_place, match_place
from model.parsing.lexicon import LexiconEntry, WordForm, load_lexicon
from model.parsing.lexicon.rule_patterns import encode_tags
from model.parsing.tokenization.tokenizer import Token, tokenize_text

_ARTICLES = frozenset({"a", "an"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "their", "its", "his", "her", "all"})


class _LexicalToken(Token):
    """A word with what the lexicon knows of it: its own entry, and the longer forms that it starts.

    `tags` and `mark` are those of the entry, or of a word without one. `starts_a_name` is that it is the first of a
    name in the gazetteer, `may_be_place` that it can start a place's name, `alone` that it starts nothing longer.
    """

    __slots__ = ("can_be_place", "can_start_name", "entry", "is_single", "longer_forms", "tag_code", "tags")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        forms = load_lexicon().forms.get(self.key, ())
        self.longer_forms: dict[str, list[WordForm]] = {}  # by their second word
        for form in forms:
            if form.rest_words:
                self.longer_forms.setdefault(form.rest_words[0], []).append(form)
        self.entry = next((form.entry for form in forms if not form.rest_words and _is_spelled_as(form, text)), None)
        self.can_start_name = self.is_capitalized and can_start_name(self.key)
        self.can_be_place = self.can_start_name or (self.is_capitalized and len(text) > 2 and not forms)
        self.is_single = not (self.longer_forms or self.can_be_place)
        self.tags = _adjust_tags(self.entry, self.is_possessive) or _find_plain_tags(self)
        self.tag_code = encode_tags(self.tags)

    def make_chunk(self, at: int) -> Chunk:
        """The word by itself, at this place."""
        chunk = Chunk(at, at + len(self.text), self.key, self.tags, self.entry, self.tag_code)
        chunk.is_possessive = self.is_possessive
        return chunk


@lru_cache(maxsize=30_000)
def _make_token(text: str) -> _LexicalToken:
    return _LexicalToken(text)


def chunk_words(text: str, start: int, end: int) -> list[Chunk]:
    """The chunks of text[start:end], one a word, phrase or place."""
    written, starts = tokenize_text(text, start, end)
    found = list(map(_make_token, written))
    out: list[Chunk] = []
    i, size = 0, len(found)
    while i < size:
        word, at = found[i], starts[i]
        if word.is_single:
            out.append(word.make_chunk(at))
            i += 1
            continue
        entry, length = word.entry, 1
        if word.longer_forms and i + 1 < size and (forms := word.longer_forms.get(found[i + 1].key)):
            entry, length = _find_longest_form(forms, found, i) or (entry, 1)
        if word.can_be_place:
            chunk, taken = _make_place_chunk(text, found, starts, i, entry, length, out)
            if chunk:
                out.append(chunk)
                i += taken
                continue
        out.append(word.make_chunk(at) if length == 1 else _make_phrase_chunk(found, starts, i, length, entry))
        i += length
    return out


def _make_place_chunk(
    text: str,
    found: Sequence[_LexicalToken],
    starts: Sequence[int],
    i: int,
    entry: LexiconEntry | None,
    length: int,
    out: list[Chunk],
) -> tuple[Chunk | None, int]:
    """The place that starts at token i, where it is more than the lexicon has there, and how many tokens it takes."""
    place, size = (
        match_place(text, found, starts, i, out) if found[i].can_start_name else match_framed_place(found, i, out)
    )
    capital = entry is not None and "capital" in entry.tags
    if not place or not (size > length or entry is None or capital):
        return None, 0
    last = found[i + size - 1]
    end = starts[i + size - 1] + last.bare_length
    if capital and size == length:
        chunk = Chunk(starts[i], end, found[i].key, OWNING_CAPITAL_TAGS if last.is_possessive else CAPITAL_TAGS, entry)
    else:
        chunk = Chunk(starts[i], end, found[i].key, PLACE_TAGS)
    chunk.place, chunk.is_possessive = place, last.is_possessive
    return chunk, size


def _make_phrase_chunk(
    found: Sequence[Token], starts: Sequence[int], i: int, length: int, entry: LexiconEntry | None
) -> Chunk:
    """The chunk of a form of several words."""
    last = found[i + length - 1]
    key = " ".join(word.key for word in found[i : i + length])
    end = starts[i + length - 1] + len(last.text)
    chunk = Chunk(starts[i], end, key, _adjust_tags(entry, last.is_possessive), entry)
    chunk.is_possessive = last.is_possessive
    return chunk


def _find_longest_form(forms: Sequence[WordForm], found: Sequence[Token], i: int) -> tuple[LexiconEntry, int] | None:
    """The longest of the forms that stands at token i, and its length."""
    for form in forms:
        rest = found[i + 1 : i + 1 + len(form.rest_words)]
        if [word.key for word in rest] == form.rest_words and (
            form.exact_spelling is None or _is_spelled_as(form, " ".join(word.text for word in (found[i], *rest)))
        ):
            return form.entry, 1 + len(rest)
    return None


def _is_spelled_as(form: WordForm, written: str) -> bool:
    """Whether a form that needs its capitals has them, or is written in capitals all through."""
    return (
        form.exact_spelling is None or written.startswith(form.exact_spelling) or written == form.exact_spelling.upper()
    )


def _adjust_tags(entry: LexiconEntry | None, possessive: bool) -> frozenset[str]:
    """The tags of an entry; a side in the possessive owns."""
    if entry is None:
        return frozenset()
    return entry.tags | {"owner"} if possessive and "side" in entry.tags else entry.tags


def _find_plain_tags(word: Token) -> frozenset[str]:
    """The tags of a word that the lexicon does not know."""
    if word.text[0].isdigit():
        return NUMBER_TAGS
    if word.text in PUNCTUATION_TAGS:
        return PUNCTUATION_TAGS[word.text]
    if word.key in _ARTICLES:
        return ARTICLE_TAGS
    if word.key in _DETERMINERS:
        return THE_TAGS
    return NAME_TAGS if word.is_capitalized else WORD_TAGS
