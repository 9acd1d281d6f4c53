"""Values of the event model as JSON, on one line: keys in a fixed order, null where unknown."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from model.event import Report

_NON_ASCII: Final = re.compile("[^ -~]")
_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_VARIATION_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def to_json_line(values: Mapping[str, Any]) -> str:
    """The values as one line of JSON, without its line end; invisible characters are escaped.

    JSON allows them raw, but some readers end a line at U+2028, and terminals obey control characters.
    """
    line = json.dumps(values, ensure_ascii=False)
    return _NON_ASCII.sub(lambda match: _escape_invisible(match[0]), line)


@cache
def _escape_invisible(char: str) -> str:
    is_invisible = unicodedata.category(char) in _INVISIBLE_CATEGORIES or _VARIATION_SELECTORS.match(char)
    return json.dumps(char)[1:-1] if is_invisible else char


def report_values(report: Report) -> dict[str, Any]:
    """A report under the keys of its public form, which are the fields of `Report`.

    Offsets count characters; a span in a title that is not part of the text has `"in": "title"`.
    """
    values = report.model_dump(mode="json", by_alias=True)
    for span in (values["unverified"], *values["excerpts"], *values["trace"].values()):
        if span and span["in"] == "text":
            del span["in"]
    return values
