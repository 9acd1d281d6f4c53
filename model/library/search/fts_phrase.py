"""Words typed by the user as FTS5 expressions.

Indexed text and search words are tokenized by the same rule: everything but letters and digits separates words. So no
input is a syntax error in SQLite's full-text search (FTS5).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from model.text.folding import fold_text

SIDE_SEARCH_WORDS: Final = {  # indexed for the strikes of each side, as weapon kinds are
    "russia": "Russia Russian",
    "ukraine": "Ukraine Ukrainian",
    "other": "other",
    "unknown": "unknown",
}
_MAX_PHRASE_WORDS = 64  # of a pasted article, only the beginning is searched for


def fts_phrase(text: str, expand_prefix: Callable[[str], list[str] | None] | None = None) -> str:
    """The FTS5 expression of a phrase, whose last word is a prefix if the text ends in "*"; '' if it has no word.

    `expand_prefix` may return all words with a prefix, which are then searched for instead (see fts_vocabulary.py).
    """
    words = fold_text(text).split()[:_MAX_PHRASE_WORDS]
    if not words or not text.endswith("*"):
        return f'"{" ".join(words)}"' if words else ""
    expansions = expand_prefix(words[-1]) if expand_prefix else None
    if expansions is None:
        return f'"{" ".join(words)}"*'
    return " OR ".join(f'"{" ".join([*words[:-1], word])}"' for word in expansions or words[-1:])
