"""Chunks a sentence: time expressions and words first, then the groups built from them."""

from __future__ import annotations

from datetime import date

from model.parsing.chunks.chunk import NAME_TAGS, TIME_AFTER_TAGS, TIME_TAGS, WORD_TAGS, Chunk
from model.parsing.chunks.lexical_lookup import chunk_words
from model.parsing.chunks.quantities import group_figures
from model.parsing.chunks.temporal_expressions import find_temporal_expressions
from model.parsing.chunks.toponyms import tag_listed_places
from model.parsing.chunks.weapon_groups import group_weapons


def chunk_sentence(text: str, start: int, end: int, published: date | None) -> list[Chunk]:
    """The chunks of text[start:end]; relative times are resolved against the publication date."""
    chunks: list[Chunk] = []
    position = start
    for mention in find_temporal_expressions(text, start, end, published):
        chunks += chunk_words(text, position, mention.start)
        key = text[mention.start : mention.end].casefold()
        chunk = Chunk(mention.start, mention.end, key, TIME_AFTER_TAGS if key.endswith("after") else TIME_TAGS)
        chunk.time, chunk.is_possessive = mention, key.endswith(("'s", "’s"))
        chunks.append(chunk)
        position = mention.end
    chunks += chunk_words(text, position, end)
    if _is_title_case(text[start:end]):  # capitals do not mark names there
        chunks = [Chunk(c.start, c.end, c.key, WORD_TAGS) if c.tags == NAME_TAGS else c for c in chunks]
    return group_weapons(group_figures(tag_listed_places(chunks), text))


def _is_title_case(sentence: str) -> bool:
    if sentence.endswith((".", "!", "?")):
        return False
    long_words = [word for word in sentence.split() if word[0].isalpha() and len(word) > 3]
    return sum(word[0].isupper() for word in long_words) > 0.7 * len(long_words)
