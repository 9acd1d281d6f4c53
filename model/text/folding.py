"""Folding: text without case and accents, for comparison."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


_NON_ASCII = re.compile(r"[^\x00-\x7f]+")  # all that may hold an accent


def fold_text(text: str) -> str:
    """The words of a text without case and accents, a space between them: "Кривий Ріг, S-300" -> "кривии ріг s 300"."""
    return " ".join(_WORD.findall(_NON_ASCII.sub(_strip_accents, text).casefold()))


def _strip_accents(letters: re.Match[str]) -> str:
    """The letters without what stands above and below them."""
    decomposed = unicodedata.normalize("NFKD", letters[0])
    return "".join(c for c in decomposed if not unicodedata.combining(c))
