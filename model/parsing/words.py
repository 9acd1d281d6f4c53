"""Words: tokens looked up in the lexicon and in the gazetteer, the longest match first, each become a chunk."""

from __future__ import annotations

from collections.abc import Sequence

from model.parsing.chunk import ARTICLE, CAPITAL, NAME, NUMBER, OWNING_CAPITAL, PLACE, PUNCTUATION, THE, WORD, Chunk
from model.parsing.lexicon import Entry, Form, lexicon
from model.parsing.places import place_at
from model.parsing.tokens import Token, tokens

_ARTICLES = frozenset({"a", "an"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "their", "its", "his", "her", "all"})


def words(text: str, start: int, end: int) -> list[Chunk]:
    """The chunks of text[start:end], one a word, phrase or place."""
    found = tokens(text, start, end)
    forms, alone = lexicon().forms, lexicon().alone
    out: list[Chunk] = []
    i = 0
    while i < len(found):
        token = found[i]
        entry, length = alone.get(token.key), 1
        if entry is None and (choices := forms.get(token.key)):
            entry, length = _lookup(choices, found, i)
        if token.text[0].isupper() or token.text[0] in "’'":
            place, size = place_at(text, found, i, out)
            capital = entry is not None and "capital" in entry.tags
            if place and (size > length or entry is None or capital):
                chunk = Chunk(token.start, found[i + size - 1].bare_end, token.key, PLACE)
                if capital and size == length:
                    owning = found[i + size - 1].possessive
                    chunk = Chunk(chunk.start, chunk.end, chunk.key, OWNING_CAPITAL if owning else CAPITAL, entry)
                chunk.place, chunk.possessive = place, found[i + size - 1].possessive
                out.append(chunk)
                i += size
                continue
        if entry:
            key = token.key if length == 1 else " ".join(t.key for t in found[i : i + length])
            tags = entry.tags
            if found[i + length - 1].possessive and "side" in tags:
                tags = tags | {"owner"}
            chunk = Chunk(token.start, found[i + length - 1].end, key, tags, entry)
        else:
            chunk = Chunk(token.start, token.end, token.key, _plain(token))
        chunk.possessive = found[i + length - 1].possessive
        out.append(chunk)
        i += length
    return out


def _lookup(choices: Sequence[Form], found: Sequence[Token], i: int) -> tuple[Entry | None, int]:
    """The longest form that starts at token i, and its length; (None, 1) where there is none."""
    for rest, exact, entry in choices:
        length = len(rest) + 1
        if rest:
            if i + length > len(found) or found[i + 1].key != rest[0]:
                continue
            if length > 2 and any(found[i + 1 + n].key != word for n, word in enumerate(rest)):
                continue
        if exact:
            written = " ".join(token.text for token in found[i : i + length])
            if not written.startswith(exact) and written != exact.upper():
                continue
        return entry, length
    return None, 1


def _plain(token: Token) -> frozenset[str]:
    """The tags of a token that the lexicon does not know."""
    if token.text[0].isdigit():
        return NUMBER
    if token.text in PUNCTUATION:
        return PUNCTUATION[token.text]
    if token.key in _ARTICLES:
        return ARTICLE
    if token.key in _DETERMINERS:
        return THE
    return NAME if token.text[0].isupper() else WORD
