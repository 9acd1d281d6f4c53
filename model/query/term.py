"""One condition of a query besides the filters by side and weapon, and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

TermOperator = Literal[":", "=", ">", ">=", "<", "<=", "..", "?", "*"]

WORDS_FIELD: Final = "words"  # the field of what stands without one: bare words and phrases
# A letter or more and a colon ask a field, but a web address is words.
FIELD_NAME_PATTERN: Final = re.compile(r"(?!https?:)([^\W\d_]+):(?!//)", re.IGNORECASE)
_UNQUOTED_VALUE: Final = re.compile(r'[^\s",]+\Z')
_BARE_WORD: Final = re.compile(r'[^\s"-][^\s"]*\*\Z')


@dataclass(frozen=True)
class Term:
    """A strike passes where the field holds one of the values; `negated`, where it does not.

    Text ends in "*" where its last word is the beginning of one; a bare word typed is always such. Figures are
    compared by `operator`: "=" to each value, ".." with both as bounds; "?" (untold) and "*" (told) have no value.
    All else has ":". Values are as `Query.parse` leaves them; make terms with it.
    """

    field: str
    operator: TermOperator
    values: tuple[str, ...]
    is_negated: bool = False

    def __str__(self) -> str:
        """The term as it is typed."""
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
