"""Looks tokens up in the lexicon and the gazetteer, longest match first, and makes a chunk of each match."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from model.parsing.chunks.chunk import (
    CAPITAL_TAGS,
    NAME_TAGS,
    NUMBER_TAGS,
    OWNING_CAPITAL_TAGS,
    PLACE_TAGS,
    TAGS_BY_WORD,
    WORD_TAGS,
    Chunk,
)
from model.parsing.chunks.toponyms import can_start_name, match_framed_place, match_place
from model.parsing.lexicon import LexiconEntry, WordForm, load_lexicon
from model.parsing.lexicon.rule_patterns import encode_tags
from model.parsing.tokenization.tokenizer import Token, tokenize_text


class _LexicalToken(Token):
    """A token with its own lexicon entry, if any, and the longer forms that it starts, by their second word."""

    __slots__ = ("can_be_place", "can_start_name", "entry", "is_single", "longer_forms", "tag_code", "tags")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        forms = load_lexicon().forms.get(self.key, ())
        self.longer_forms: dict[str, list[WordForm]] = {}
        for form in forms:
            if form.rest_words:
                self.longer_forms.setdefault(form.rest_words[0], []).append(form)
        self.entry = next((form.entry for form in forms if not form.rest_words and _is_spelled_as(form, text)), None)
        self.can_start_name = self.is_capitalized and can_start_name(self.key)  # of a place in the gazetteer
        self.can_be_place = self.can_start_name or (self.is_capitalized and len(text) > 2 and not forms)
        self.is_single = not (self.longer_forms or self.can_be_place)
        self.tags = _adjust_tags(self.entry, self.is_possessive) or _find_plain_tags(self)
        self.tag_code = encode_tags(self.tags)

    def make_chunk(self, start: int) -> Chunk:
        """The chunk of the token alone, at this offset."""
        chunk = Chunk(start, start + len(self.text), self.key, self.tags, self.entry, self.tag_code)
        chunk.is_possessive = self.is_possessive
        return chunk


@lru_cache(maxsize=30_000)
def _make_token(text: str) -> _LexicalToken:
    return _LexicalToken(text)


def chunk_words(text: str, start: int, end: int) -> list[Chunk]:
    """The chunks of text[start:end], one for each word, phrase or place."""
    words, starts = tokenize_text(text, start, end)
    tokens = list(map(_make_token, words))
    chunks: list[Chunk] = []
    i, size = 0, len(tokens)
    while i < size:
        token = tokens[i]
        if token.is_single:
            chunks.append(token.make_chunk(starts[i]))
            i += 1
            continue
        entry, length = token.entry, 1
        if token.longer_forms and i + 1 < size and (forms := token.longer_forms.get(tokens[i + 1].key)):
            entry, length = _find_longest_form(forms, tokens, i) or (entry, 1)
        if token.can_be_place:
            chunk, place_length = _make_place_chunk(text, tokens, starts, i, entry, length, chunks)
            if chunk:
                chunks.append(chunk)
                i += place_length
                continue
        chunks.append(
            token.make_chunk(starts[i]) if length == 1 else _make_phrase_chunk(tokens, starts, i, length, entry)
        )
        i += length
    return chunks


def _make_place_chunk(
    text: str,
    tokens: Sequence[_LexicalToken],
    starts: Sequence[int],
    i: int,
    entry: LexiconEntry | None,
    length: int,
    before: list[Chunk],
) -> tuple[Chunk | None, int]:
    """The place at token i, unless the lexicon has a match that is as long or longer; and its length in tokens."""
    if tokens[i].can_start_name:
        place, size = match_place(text, tokens, starts, i, before)
    else:
        place, size = match_framed_place(tokens, i, before)
    is_capital = entry is not None and "capital" in entry.tags
    if not place or not (size > length or entry is None or is_capital):
        return None, 0
    last = tokens[i + size - 1]
    end = starts[i + size - 1] + last.bare_length
    if is_capital and size == length:
        tags = OWNING_CAPITAL_TAGS if last.is_possessive else CAPITAL_TAGS
        chunk = Chunk(starts[i], end, tokens[i].key, tags, entry)
    else:
        chunk = Chunk(starts[i], end, tokens[i].key, PLACE_TAGS)
    chunk.place, chunk.is_possessive = place, last.is_possessive
    return chunk, size


def _make_phrase_chunk(
    tokens: Sequence[Token], starts: Sequence[int], i: int, length: int, entry: LexiconEntry | None
) -> Chunk:
    """The chunk of a form of several words."""
    last = tokens[i + length - 1]
    key = " ".join(token.key for token in tokens[i : i + length])
    end = starts[i + length - 1] + len(last.text)
    chunk = Chunk(starts[i], end, key, _adjust_tags(entry, last.is_possessive), entry)
    chunk.is_possessive = last.is_possessive
    return chunk


def _find_longest_form(forms: Sequence[WordForm], tokens: Sequence[Token], i: int) -> tuple[LexiconEntry, int] | None:
    """The longest form at token i, and its length."""
    for form in forms:
        rest = tokens[i + 1 : i + 1 + len(form.rest_words)]
        if [token.key for token in rest] == form.rest_words and (
            form.exact_spelling is None or _is_spelled_as(form, " ".join(token.text for token in (tokens[i], *rest)))
        ):
            return form.entry, 1 + len(rest)
    return None


def _is_spelled_as(form: WordForm, words: str) -> bool:
    """Whether a form that needs its capitals has them, or is all in capitals."""
    exact = form.exact_spelling
    return exact is None or words.startswith(exact) or words == exact.upper()


def _adjust_tags(entry: LexiconEntry | None, is_possessive: bool) -> frozenset[str]:
    """The tags of an entry; a possessive side is an owner."""
    if entry is None:
        return frozenset()
    return entry.tags | {"owner"} if is_possessive and "side" in entry.tags else entry.tags


def _find_plain_tags(token: Token) -> frozenset[str]:
    """The tags of a token without a lexicon entry."""
    if token.text[0].isdigit():
        return NUMBER_TAGS
    tags = TAGS_BY_WORD.get(token.text) or TAGS_BY_WORD.get(token.key)
    return tags or (NAME_TAGS if token.is_capitalized else WORD_TAGS)
