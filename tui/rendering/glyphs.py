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

from model.text.sanitize import visible
from tui.rendering.phrases import one_line

PLAIN = Style()
BOLD = Style(bold=True)
REVERSE = Style(reverse=True)
VALUE = Style(bold=True, underline=True)  # words that a value was read from
CURRENT = Style(bold=True, reverse=True)  # the value or hit that n and N have stepped to
HIT = REVERSE  # what a search has found
SIDE_STYLES = {
    "russia": Style(color="magenta", bold=True),
    "ukraine": Style(color="cyan", bold=True),
    "other": Style(color="yellow", bold=True),
    "unknown": PLAIN,
}


class Glyphs(NamedTuple):
    """The marks of one terminal; `precision` has one for each precision of a time, from an hour to unknown.

    `carried` marks a day that the text does not name: it is the day of publication. The last four mark what the user
    has done to a strike: `noted` a note or a tag, `several` more than one of the three.
    """

    ascii: bool
    cursor: str
    unknown: str
    down: str
    ellipsis: str
    dot: str
    bar: str
    excerpt: str
    disputed: str
    summary: str
    quotes: tuple[str, str]
    precision: Mapping[str, str]
    carried: str
    levels: str  # from the lowest bar to the highest
    here: str
    corrected: str
    bookmarked: str
    noted: str
    several: str

    def shown(self, text: str, keep: str = "") -> str:
        """Text of a document made safe to draw, character for character (see `model.visible`)."""
        return visible(text, keep, ascii_only=self.ascii)

    def figure(self, notation: str) -> str:
        """A figure's short notation ("≤20", "20–30") as this terminal can show it."""
        return self.shown(notation.replace("≤", "<=") if self.ascii else notation)

    def quote(self, text: str) -> str:
        """The words in quotation marks, on one line, safe to draw."""
        return f"{self.quotes[0]}{self.shown(one_line(text))}{self.quotes[1]}"


UNICODE = Glyphs(
    ascii=False,
    cursor="▸",
    unknown="·",
    down="↓",
    ellipsis="…",
    dot="·",
    bar="│",
    excerpt="▌",
    disputed="≠",
    summary="Σ",
    quotes=("“", "”"),
    precision={
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
    levels="▁▂▃▄▅▆▇█",
    here="▲",
    corrected="✎",
    bookmarked="★",
    noted="¶",
    several="⁂",
)
ASCII = Glyphs(
    ascii=True,
    cursor=">",
    unknown=".",
    down="/",
    ellipsis="~",
    dot="-",
    bar="|",
    excerpt="|",
    disputed="x",
    summary="S",
    quotes=('"', '"'),
    precision={
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
    levels=".:-=+*%#",
    here="^",
    corrected="c",
    bookmarked="*",
    noted="n",
    several="+",
)


def speaks_utf8(environment: Mapping[str, str], encoding: str | None) -> bool:
    """True where both the user's locale and the encoding of the screen say UTF-8.

    Python turns the C locale into UTF-8 by itself (PEP 538 even sets LC_CTYPE), so the encoding alone does not tell:
    what the user asked for stands in LC_ALL, LC_CTYPE and LANG.
    """
    asked = environment.get("LC_ALL") or environment.get("LC_CTYPE") or ""
    if asked in ("", "C.UTF-8") and not environment.get("LC_ALL"):
        asked = environment.get("LANG") or "C"
    return all("utf8" in name.lower().replace("-", "") for name in (asked, encoding or ""))


def glyphs() -> Glyphs:
    """The set that the terminal behind standard error (where the app draws) can show."""
    encoding = getattr(sys.__stderr__, "encoding", None)
    return UNICODE if speaks_utf8(os.environ, encoding) else ASCII
