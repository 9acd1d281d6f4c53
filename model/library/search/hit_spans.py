"""Spans of search hits in a text.

The text is folded as for the search: without case and accents, everything but letters and digits as blanks. The spans
are mapped back to the original characters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, islice
from typing import Final

from model.text.folding import fold_text

MAX_HITS: Final = 10_000


def find_hits(text: str, phrases: Iterable[str]) -> list[tuple[int, int]]:
    """The (start, end) of each hit, in order and without overlaps; at most MAX_HITS.

    The last word of a phrase that ends in "*" is a prefix.
    """
    pattern = _phrase_pattern(phrases)
    if pattern is None:
        return []
    table = {ord(character): _fold_character(character) for character in set(text)}
    same_length = all(len(folded) == 1 for folded in table.values())
    # The number of folded characters up to and including each character of the text.
    ends = [] if same_length else list(accumulate(len(table[ord(character)]) for character in text))
    spans: list[tuple[int, int]] = []
    for match in islice(pattern.finditer(text.translate(table)), MAX_HITS):
        start, end = match.span()
        if not same_length:
            start, end = bisect_right(ends, start), bisect_right(ends, end - 1) + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if not spans or start >= spans[-1][1]:  # one character may fold to two words, as "½" does
            spans.append((start, end))
    return spans


def _phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for phrases in a folded text, the longest first; None if no phrase has a word."""
    word_counts = {}
    for phrase in phrases:
        if words := fold_text(phrase).split():
            suffix = r"\S*" if phrase.endswith("*") else ""
            word_counts[f"{' +'.join(map(re.escape, words))}{suffix}"] = len(words)
    ordered = sorted(word_counts, key=lambda pattern: (-word_counts[pattern], pattern))
    return re.compile(rf"(?<!\S)(?:{'|'.join(ordered)})(?!\S)") if ordered else None


def _fold_character(character: str) -> str:
    """A character as `fold_text` folds it, but '' for a combining mark and a blank for punctuation."""
    if unicodedata.combining(character):
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    letters = "".join(part for part in decomposed if not unicodedata.combining(part)).casefold()
    folded = "".join(letter if letter.isalnum() else " " for letter in letters)
    return folded if folded.strip() else " "
