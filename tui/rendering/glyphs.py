"""The marks and the few styles that the screens are drawn with: one set for UTF-8 terminals, one in plain ASCII.

Only the sixteen colours and the terminal's own background are used, and no colour ever says what a letter or a
mark does not say as well.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style

from model.phrasing import replace_line_breaks
from model.text.sanitize import sanitize

PLAIN_STYLE = Style()
BOLD_STYLE = Style(bold=True)
REVERSE_STYLE = Style(reverse=True)
VALUE_STYLE = Style(bold=True, underline=True)  # words that a value was read from
CURRENT_STYLE = Style(bold=True, reverse=True)  # the value or hit that n and N have stepped to
HIT_STYLE = REVERSE_STYLE  # what a search has found
SIDE_STYLES = {
    "russia": Style(color="magenta", bold=True),
    "ukraine": Style(color="cyan", bold=True),
    "other": Style(color="yellow", bold=True),
    "unknown": PLAIN_STYLE,
}


class Glyphs(NamedTuple):
    """The marks of one terminal; `precision` has one for each precision of a time, from an hour to unknown.

    `carried` marks a day that the text does not name: it is the day of publication. The last four mark what the user
    has done to a strike: `noted` a note or a tag, `several` more than one of the three.
    """

    is_ascii: bool
    cursor: str
    unknown: str
    down_arrow: str
    ellipsis: str
    dot: str
    bar: str
    excerpt: str
    disputed: str
    summary: str
    quotes: tuple[str, str]
    precisions: Mapping[str, str]
    carried: str
    bar_levels: str  # from the lowest bar to the highest
    axis_cursor: str
    corrected: str
    bookmarked: str
    noted: str
    several_edits: str

    def sanitize_text(self, text: str, keep: str = "") -> str:
        """Text of a document made safe to draw, character for character (see `model.visible`)."""
        return sanitize(text, keep, ascii_only=self.is_ascii)

    def format_figure(self, notation: str) -> str:
        """A figure's short notation ("≤20", "20–30") as this terminal can show it."""
        return self.sanitize_text(notation.replace("≤", "<=") if self.is_ascii else notation)

    def quote_text(self, text: str) -> str:
        """The words in quotation marks, on one line, safe to draw."""
        return f"{self.quotes[0]}{self.sanitize_text(replace_line_breaks(text))}{self.quotes[1]}"


UNICODE_GLYPHS = Glyphs(
    is_ascii=False,
    cursor="▸",
    unknown="·",
    down_arrow="↓",
    ellipsis="…",
    dot="·",
    bar="│",
    excerpt="▌",
    disputed="≠",
    summary="Σ",
    quotes=("“", "”"),
    precisions={
        "time": "◷",
        "day": "●",
        "night": "☾",
        "days": "↔",
        "week": "▬",
        "month": "▤",
        "year": "▦",
        "open": "↦",
        "unknown": "?",
    },
    carried="○",
    bar_levels="▁▂▃▄▅▆▇█",
    axis_cursor="▲",
    corrected="✎",
    bookmarked="★",
    noted="¶",
    several_edits="⁂",
)
ASCII_GLYPHS = Glyphs(
    is_ascii=True,
    cursor=">",
    unknown=".",
    down_arrow="/",
    ellipsis="~",
    dot="-",
    bar="|",
    excerpt="|",
    disputed="x",
    summary="S",
    quotes=('"', '"'),
    precisions={
        "time": "@",
        "day": "*",
        "night": "(",
        "days": "=",
        "week": "w",
        "month": "m",
        "year": "y",
        "open": ">",
        "unknown": "?",
    },
    carried="o",
    bar_levels=".:-=+*%#",
    axis_cursor="^",
    corrected="c",
    bookmarked="*",
    noted="n",
    several_edits="+",
)


def is_utf8_terminal(environment: Mapping[str, str], encoding: str | None) -> bool:
    """True where both the user's locale and the encoding of the screen say UTF-8.

    Python turns the C locale into UTF-8 by itself (PEP 538 even sets LC_CTYPE), so the encoding alone does not tell:
    what the user asked for stands in LC_ALL, LC_CTYPE and LANG.
    """
    asked = environment.get("LC_ALL") or environment.get("LC_CTYPE") or ""
    if asked in ("", "C.UTF-8") and not environment.get("LC_ALL"):
        asked = environment.get("LANG") or "C"
    return all("utf8" in name.lower().replace("-", "") for name in (asked, encoding or ""))


def detect_glyphs() -> Glyphs:
    """The set that the terminal behind standard error (where the app draws) can show."""
    encoding = getattr(sys.__stderr__, "encoding", None)
    return UNICODE_GLYPHS if is_utf8_terminal(os.environ, encoding) else ASCII_GLYPHS
