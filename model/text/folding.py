"""Text folding: case and accents removed, for comparison and search."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")  # only these can carry an accent


def fold_text(text: str) -> str:
    """The words of a text without case, accents and punctuation: "Кривий Ріг, S-300" -> "кривии ріг s 300"."""
    return " ".join(_WORD.findall(_NON_ASCII.sub(_strip_accents, text).casefold()))


def _strip_accents(letters: re.Match[str]) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letters[0]) if not unicodedata.combining(c))
