"""One condition of a query, besides the filters by side and weapon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

TermOperator = Literal[":", "=", ">", ">=", "<", "<=", "..", "?", "*"]

WORDS_FIELD: Final = "words"  # the field of bare words and phrases
# Letters and a colon name a field, except in a web address.
FIELD_NAME_PATTERN: Final = re.compile(r"(?!https?:)([^\W\d_]+):(?!//)", re.IGNORECASE)
_UNQUOTED_VALUE: Final = re.compile(r'[^\s",]+\Z')
_BARE_WORD: Final = re.compile(r'[^\s"-][^\s"]*\*\Z')


@dataclass(frozen=True)
class Term:
    """A strike matches if the field has one of the values; a negated term, if it has none of them.

    A text that ends in "*" matches words by prefix; bare words always do. Figures are compared by `operator`: "=" to
    each value, ".." between two; "?" (not stated) and "*" (stated) have no value. All other fields have ":". Values are
    normalized as by `Query.parse`, which makes terms.
    """

    field: str
    operator: TermOperator
    values: tuple[str, ...]
    is_negated: bool = False

    def __str__(self) -> str:
        """The term as typed."""
        minus = "-" if self.is_negated else ""
        if self.field == WORDS_FIELD:
            (value,) = self.values
            bare = _BARE_WORD.match(value) and not FIELD_NAME_PATTERN.match(value)
            return f"{minus}{value[:-1]}" if bare else f'{minus}"{value}"'
        return f"{minus}{self.field}:{self._format_values()}"

    def _format_values(self) -> str:
        if self.operator == "..":
            return "..".join(self.values)
        listed = ",".join(value if _UNQUOTED_VALUE.match(value) else f'"{value}"' for value in self.values)
        return listed if self.operator in ":=" else self.operator + listed
