"""Searching by words: the text that is searched and what the user types are broken up by the same rule.

All that is not a letter or a digit parts words, so no input is a syntax error to SQLite's full-text search (FTS5).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from model.text.folding import fold_text

SIDE_SEARCH_WORDS: Final = {
    "russia": "Russia Russian",
    "ukraine": "Ukraine Ukrainian",
    "other": "other",
    "unknown": "unknown",
}
"""By what words a strike of each side is found; its kinds of weapon are words too."""
_MAX_PHRASE_WORDS = 64  # a pasted article is no search


def fts_phrase(text: str, beginning: Callable[[str], list[str] | None] | None = None) -> str:
    """The FTS5 expression of words as they stand, the last a beginning where the text ends in "*"; '' for no word.

    `beginning` may know all the words that begin so: then these are asked for (see vocabulary.py).
    """
    words = fold_text(text).split()[:_MAX_PHRASE_WORDS]
    if not words or not text.endswith("*"):
        return f'"{" ".join(words)}"' if words else ""
    ends = beginning(words[-1]) if beginning else None
    if ends is None:
        return f'"{" ".join(words)}"*'
    return " OR ".join(f'"{" ".join([*words[:-1], end])}"' for end in ends or words[-1:])
