"""A sentence as chunks: the middle of the cascade. Times and words first, then the groups that are built of them."""

from __future__ import annotations

from datetime import date

from model.parsing.chunks.chunk import NAME, TIME, TIME_AFTER, WORD, Chunk
from model.parsing.chunks.lexical_lookup import words
from model.parsing.chunks.quantities import figure_groups
from model.parsing.chunks.temporal_expressions import time_mentions
from model.parsing.chunks.toponyms import with_listed
from model.parsing.chunks.weapon_groups import arms_groups


def chunked(text: str, start: int, end: int, published: date | None) -> list[Chunk]:
    """The chunks of text[start:end], groups formed; relative times are resolved against `published`."""
    found: list[Chunk] = []
    at = start
    for mention in time_mentions(text, start, end, published):
        found += words(text, at, mention.start)
        key = text[mention.start : mention.end].casefold()
        chunk = Chunk(mention.start, mention.end, key, TIME_AFTER if key.endswith("after") else TIME)
        chunk.time, chunk.possessive = mention, key.endswith(("'s", "’s"))
        found.append(chunk)
        at = mention.end
    found += words(text, at, end)
    if _is_title_case(text[start:end]):  # where all words are capitalised, a capital tells nothing
        found = [Chunk(c.start, c.end, c.key, WORD) if c.tags == NAME else c for c in found]
    return arms_groups(figure_groups(with_listed(found), text))


def _is_title_case(sentence: str) -> bool:
    if sentence.endswith((".", "!", "?")):
        return False
    long = [word for word in sentence.split() if word[0].isalpha() and len(word) > 3]
    return sum(word[0].isupper() for word in long) > 0.7 * len(long)
