"""Where the words of a search stand in a text: found in the text as it is read, by the rule by which it was searched.

What is searched is folded: without case and accents, each stretch of what is no letter and no digit a blank. The spans
are those of the text before that, character for character.
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
    """The (start, end) of each hit of one of the phrases, in order, none over another; at most MOST_HITS.

    A phrase is words as they stand; its last word is the beginning of one where the phrase ends in "*".
    """
    pattern = _phrase_pattern(phrases)
    if pattern is None:
        return []
    table = {ord(character): _fold_character(character) for character in set(text)}
    even = all(len(each) == 1 for each in table.values())
    # How many folded characters stand before the end of each character of the text.
    ends = [] if even else list(accumulate(len(table[ord(character)]) for character in text))
    spans: list[tuple[int, int]] = []
    for match in islice(pattern.finditer(text.translate(table)), MAX_HITS):
        start, end = match.span()
        if not even:
            start, end = bisect_right(ends, start), bisect_right(ends, end - 1) + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if not spans or start >= spans[-1][1]:  # two words may stand in one character, as in "½"
            spans.append((start, end))
    return spans


def _phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the phrases in a folded text, the longest first; None where there is none."""
    found = {}
    for phrase in phrases:
        if words := fold_text(phrase).split():
            begins = r"\S*" if phrase.endswith("*") else ""
            found[f"{' +'.join(map(re.escape, words))}{begins}"] = len(words)
    ordered = sorted(found, key=lambda each: (-found[each], each))
    return re.compile(rf"(?<!\S)(?:{'|'.join(ordered)})(?!\S)") if ordered else None


def _fold_character(character: str) -> str:
    """One character as `folded` has it: of a letter with a mark the letter, of a mark nothing, of a dash a blank."""
    if unicodedata.combining(character):
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    letters = "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()
    told = "".join(each if each.isalnum() else " " for each in letters)
    return told if told.strip() else " "
