"""A sentence as chunks: the middle of the cascade. Times and words first, then the groups that are built of them."""

from __future__ import annotations

from datetime import date

from model.parsing.chunks.chunk import NAME_TAGS, TIME_AFTER_TAGS, TIME_TAGS, WORD_TAGS, Chunk
from model.parsing.chunks.lexical_lookup import chunk_words
from model.parsing.chunks.quantities import group_figures
from model.parsing.chunks.temporal_expressions import find_temporal_expressions
from model.parsing.chunks.toponyms import tag_listed_places
from model.parsing.chunks.weapon_groups import group_weapons


def chunk_sentence(text: str, start: int, end: int, published: date | None) -> list[Chunk]:
    """The chunks of text[start:end], groups formed; relative times are resolved against `published`."""
    found: list[Chunk] = []
    at = start
    for mention in find_temporal_expressions(text, start, end, published):
        found += chunk_words(text, at, mention.start)
        key = text[mention.start : mention.end].casefold()
        chunk = Chunk(mention.start, mention.end, key, TIME_AFTER_TAGS if key.endswith("after") else TIME_TAGS)
        chunk.time, chunk.is_possessive = mention, key.endswith(("'s", "’s"))
        found.append(chunk)
        at = mention.end
    found += chunk_words(text, at, end)
    if _is_title_case(text[start:end]):  # where all words are capitalised, a capital tells nothing
        found = [Chunk(c.start, c.end, c.key, WORD_TAGS) if c.tags == NAME_TAGS else c for c in found]
    return group_weapons(group_figures(tag_listed_places(found), text))


def _is_title_case(sentence: str) -> bool:
    if sentence.endswith((".", "!", "?")):
        return False
    long = [word for word in sentence.split() if word[0].isalpha() and len(word) > 3]
    return sum(word[0].isupper() for word in long) > 0.7 * len(long)
