"""What is wrong with a query as typed, and where."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from model.text.sanitize import sanitize

_CONTEXT_CHARACTERS: Final = 60  # characters shown before and after a mistake in a long query


class QueryError(ValueError):
    """A query that cannot be read: `message` says why, `position` and `length` which characters of `text` it is."""

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
        first, last = max(0, self.position - _CONTEXT_CHARACTERS), self.position + self.length
        before = ("…" if first else "") + sanitize(self.text[first : self.position])
        wrong = sanitize(self.text[self.position : last][:_CONTEXT_CHARACTERS]) + (
            "…" if self.length > _CONTEXT_CHARACTERS else ""
        )
        after = sanitize(self.text[last : last + _CONTEXT_CHARACTERS]) + (
            "…" if last + _CONTEXT_CHARACTERS < len(self.text) else ""
        )
        return f"{before}{wrong}{after}\n{' ' * _cell_width(before)}{'^' * max(1, _cell_width(wrong))}\n{self.message}"


def suggest_name(typed: str, names: Iterable[str]) -> str:
    """ "; did you mean place?" for the name that is written most alike, '' where none is near."""
    from difflib import get_close_matches  # only mistakes need it

    near = get_close_matches(typed.casefold()[:50], list(names), 1, 0.6)
    return f"; did you mean {near[0]}?" if near else ""


def _cell_width(text: str) -> int:
    """The columns that a terminal takes for a text made visible."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) == "Mn" for character in text)
