"""Tokens: words, numbers and marks with their offsets. A word keeps its hyphens: "Kh-101", "Russian-installed"."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*(?:[-–/]?[A-Za-z][\w\-–]*|%)?|\w+(?:[-‐‑’'ʼ/]\w+)*|\$\d[\d.,]*\w*|[^\w\s]"
)
_POSSESSIVE = re.compile(r"[’'](?:s)?$")
_SAME = str.maketrans("’ʼ‑‐", "''--")


class Token(NamedTuple):
    """One token at [start, end) of the text; `key` is casefolded, straight-quoted and without possessive."""

    start: int
    end: int
    text: str
    key: str
    possessive: bool

    @property
    def bare_end(self) -> int:
        """Where the token ends without its possessive."""
        match = _POSSESSIVE.search(self.text) if self.possessive else None
        return self.end - len(match[0]) if match else self.end


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of text[start:end]."""
    return [_token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text, start, end)]


def _token(start: int, end: int, text: str) -> Token:
    if text.isalnum():
        return Token(start, end, text, text.casefold(), False)
    plain = text.translate(_SAME)
    bare = _POSSESSIVE.sub("", plain)
    return Token(start, end, text, bare.casefold(), bare != plain)
