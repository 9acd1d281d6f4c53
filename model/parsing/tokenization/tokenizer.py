"""Tokenizes words, numbers and punctuation, with offsets; words keep their hyphens: "Kh-101", "Russian-installed"."""

from __future__ import annotations

import re

_TOKEN_PATTERN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*(?:[-–/]?[A-Za-z][\w\-–]*|%)?|\w+(?:[-‐‑’'ʼ/]\w+)*|\$\d[\d.,]*\w*|[^\w\s]"
)
_POSSESSIVE_PATTERN = re.compile(r"[’'](?:s)?$")
_PLAIN_CHARACTERS = str.maketrans("’ʼ‑‐", "''--")


class Token:
    """A token without its offset; `key` is casefolded, with straight quotes and without possessive.

    `bare_length` is the number of characters without the possessive.
    """

    __slots__ = ("bare_length", "is_capitalized", "is_possessive", "key", "text")

    def __init__(self, text: str) -> None:
        self.text, self.is_capitalized = text, text[0].isupper()
        if text.isascii() and text.isalnum():  # the common case
            self.key, self.is_possessive, self.bare_length = text.lower(), False, len(text)
            return
        plain = text.translate(_PLAIN_CHARACTERS)
        bare = _POSSESSIVE_PATTERN.sub("", plain)
        self.key, self.is_possessive, self.bare_length = bare.casefold(), bare != plain, len(bare)


def tokenize_text(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    """The tokens of text[start:end], and the offset of each."""
    tokens = _TOKEN_PATTERN.findall(text, start, end)
    starts = []
    position = start
    for token in tokens:  # only white space separates two tokens
        position = text.index(token, position)
        starts.append(position)
        position += len(token)
    return tokens, starts
