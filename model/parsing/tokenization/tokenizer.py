"""Tokens: words, numbers and marks with their offsets. A word keeps its hyphens: "Kh-101", "Russian-installed"."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*(?:[-–/]?[A-Za-z][\w\-–]*|%)?|\w+(?:[-‐‑’'ʼ/]\w+)*|\$\d[\d.,]*\w*|[^\w\s]"
)
_POSSESSIVE = re.compile(r"[’'](?:s)?$")
_SAME = str.maketrans("’ʼ‑‐", "''--")


class Word:
    """What a token says wherever it stands. `key` is casefolded, straight-quoted and without possessive.

    `bare` is how many characters it has without the possessive.
    """

    __slots__ = ("bare", "capital", "key", "possessive", "text")

    def __init__(self, text: str) -> None:
        self.text, self.capital = text, text[0].isupper()
        if text.isascii() and text.isalnum():  # as most are
            self.key, self.possessive, self.bare = text.lower(), False, len(text)
            return
        plain = text.translate(_SAME)
        without = _POSSESSIVE.sub("", plain)
        self.key, self.possessive, self.bare = without.casefold(), without != plain, len(without)


def tokens(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    """The tokens of text[start:end], and where each starts."""
    found = _TOKEN.findall(text, start, end)
    starts = []
    at = start
    for token in found:  # nothing but white space stands between two tokens
        at = text.index(token, at)
        starts.append(at)
        at += len(token)
    return found, starts
