"""Tokens: words, numbers and marks with their offsets. A word keeps its hyphens: "Kh-101", "Russian-installed"."""

from __future__ import annotations

import re

_TOKEN_PATTERN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*(?:[-–/]?[A-Za-z][\w\-–]*|%)?|\w+(?:[-‐‑’'ʼ/]\w+)*|\$\d[\d.,]*\w*|[^\w\s]"
)
_POSSESSIVE_PATTERN = re.compile(r"[’'](?:s)?$")
_PLAIN_CHARACTERS = str.maketrans("’ʼ‑‐", "''--")


class Token:
    """What a token says wherever it stands. `key` is casefolded, straight-quoted and without possessive.

    `bare` is how many characters it has without the possessive.
    """

    __slots__ = ("bare_length", "is_capitalized", "is_possessive", "key", "text")

    def __init__(self, text: str) -> None:
        self.text, self.is_capitalized = text, text[0].isupper()
        if text.isascii() and text.isalnum():  # as most are
            self.key, self.is_possessive, self.bare_length = text.lower(), False, len(text)
            return
        plain = text.translate(_PLAIN_CHARACTERS)
        without = _POSSESSIVE_PATTERN.sub("", plain)
        self.key, self.is_possessive, self.bare_length = without.casefold(), without != plain, len(without)


def tokenize_text(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    """The tokens of text[start:end], and where each starts."""
    found = _TOKEN_PATTERN.findall(text, start, end)
    starts = []
    at = start
    for token in found:  # nothing but white space stands between two tokens
        at = text.index(token, at)
        starts.append(at)
        at += len(token)
    return found, starts
