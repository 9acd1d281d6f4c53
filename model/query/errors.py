"""Errors in a query, with their position."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from model.text.sanitize import sanitize

_CONTEXT_CHARACTERS: Final = 60  # shown before and after a mistake in a long query


class QueryError(ValueError):
    """A query that cannot be parsed: why, and which characters of `text` are wrong."""

    def __init__(self, message: str, text: str, position: int, length: int) -> None:
        super().__init__(message)
        self.message = sanitize(message)
        self.text = text
        self.position = position
        self.length = max(1, length)

    def __str__(self) -> str:
        return self.message

    def format_caret(self) -> str:
        """Three lines for a terminal: the query, carets under the mistake, and the message."""
        start, end = max(0, self.position - _CONTEXT_CHARACTERS), self.position + self.length
        before = "…" * (start > 0) + sanitize(self.text[start : self.position])
        wrong = _shorten_text(self.text[self.position : end])
        after = _shorten_text(self.text[end:])
        return f"{before}{wrong}{after}\n{' ' * _cell_width(before)}{'^' * max(1, _cell_width(wrong))}\n{self.message}"


def suggest_name(typed: str, names: Iterable[str]) -> str:
    """A hint such as "; did you mean place?" with the closest of the names, '' where none is close."""
    from difflib import get_close_matches  # only mistakes need it

    matches = get_close_matches(typed.casefold()[:50], list(names), 1, 0.6)
    return f"; did you mean {matches[0]}?" if matches else ""


def _shorten_text(text: str) -> str:
    return sanitize(text[:_CONTEXT_CHARACTERS]) + "…" * (len(text) > _CONTEXT_CHARACTERS)


def _cell_width(text: str) -> int:
    """The number of terminal columns of a sanitized text."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) == "Mn" for character in text)
