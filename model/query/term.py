"""One condition of a query besides the filters by side and weapon, and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Operator = Literal[":", "=", ">", ">=", "<", "<=", "..", "?", "*"]

WORDS: Final = "words"  # the field of what stands without one: bare words and phrases
# A letter or more and a colon ask a field, but a web address is words.
FIELD_NAME: Final = re.compile(r"(?!https?:)([^\W\d_]+):(?!//)", re.IGNORECASE)
_PLAIN: Final = re.compile(r'[^\s",]+\Z')
_BARE: Final = re.compile(r'[^\s"-][^\s"]*\*\Z')


@dataclass(frozen=True)
class Term:
    """A strike passes where the field holds one of the values; `negated`, where it does not.

    Text ends in "*" where its last word is the beginning of one; a bare word typed is always such. Figures are
    compared by `operator`: "=" to each value, ".." with both as bounds; "?" (untold) and "*" (told) have no value.
    All else has ":". Values are as `Query.parse` leaves them; make terms with it.
    """

    field: str
    operator: Operator
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        """The term as it is typed."""
        minus = "-" if self.negated else ""
        if self.field == WORDS:
            (value,) = self.values
            bare = _BARE.match(value) and not FIELD_NAME.match(value)
            return f"{minus}{value[:-1]}" if bare else f'{minus}"{value}"'
        return f"{minus}{self.field}:{self._value()}"

    def _value(self) -> str:
        if self.operator == "..":
            return "..".join(self.values)
        listed = ",".join(value if _PLAIN.match(value) else f'"{value}"' for value in self.values)
        return listed if self.operator in ":=" else self.operator + listed
