"""Searching by words: the text that is searched and what the user types are broken up by the same rule.

All that is not a letter or a digit parts words, so no input is a syntax error to SQLite's full-text search (FTS5).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

SIDE_WORDS: Final = {
    "russia": "Russia Russian",
    "ukraine": "Ukraine Ukrainian",
    "other": "other",
    "unknown": "unknown",
}
"""By what words a strike of each side is found; its kinds of weapon are words too."""
_MOST_WORDS = 64  # a pasted article is no search
_WORD = re.compile(r"[^\W_]+")
_MARKED = re.compile(r"[^\x00-\x7f]+")  # all that may hold an accent


def folded(text: str) -> str:
    """The words of a text without case and accents, a space between them: "Кривий Ріг, S-300" -> "кривии ріг s 300"."""
    return " ".join(_WORD.findall(_MARKED.sub(_plain, text).casefold()))


def _plain(letters: re.Match[str]) -> str:
    """The letters without what stands above and below them."""
    decomposed = unicodedata.normalize("NFKD", letters[0])
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def phrase(text: str, beginning: Callable[[str], list[str] | None] | None = None) -> str:
    """The FTS5 expression of words as they stand, the last a beginning where the text ends in "*"; '' for no word.

    `beginning` may know all the words that begin so: then these are asked for (see vocabulary.py).
    """
    words = folded(text).split()[:_MOST_WORDS]
    if not words or not text.endswith("*"):
        return f'"{" ".join(words)}"' if words else ""
    ends = beginning(words[-1]) if beginning else None
    if ends is None:
        return f'"{" ".join(words)}"*'
    return " OR ".join(f'"{" ".join([*words[:-1], end])}"' for end in ends or words[-1:])
