"""The glyphs and styles of the screens: one set of glyphs for UTF-8 terminals, one in plain ASCII.

Styles use only the sixteen ANSI colours on the terminal's own background, and no colour has a meaning that a letter or
glyph does not have as well.
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
VALUE_STYLE = Style(bold=True, underline=True)  # the words that a value was extracted from
CURRENT_STYLE = Style(bold=True, reverse=True)  # the current value or hit
HIT_STYLE = REVERSE_STYLE  # a hit of the search
SIDE_STYLES = {
    "russia": Style(color="magenta", bold=True),
    "ukraine": Style(color="cyan", bold=True),
    "other": Style(color="yellow", bold=True),
    "unknown": PLAIN_STYLE,
}


_PRECISION_GLYPHS = {
    "time": "◷", "day": "●", "night": "☾", "days": "↔", "week": "▬", "month": "▤", "year": "▦", "open": "↦",
    "unknown": "?",
}  # fmt: skip


class Glyphs(NamedTuple):
    """The glyphs of one terminal; the defaults are for Unicode."""

    is_ascii: bool = False
    cursor: str = "▸"
    unknown: str = "·"
    down_arrow: str = "↓"
    ellipsis: str = "…"
    dot: str = "·"
    bar: str = "│"
    excerpt: str = "▌"
    disputed: str = "≠"
    summary: str = "Σ"
    quotes: tuple[str, str] = ("“", "”")
    precisions: Mapping[str, str] = _PRECISION_GLYPHS
    carried: str = "○"  # the text states no day: the publication date is used
    bar_levels: str = "▁▂▃▄▅▆▇█"  # from the lowest bar to the highest
    axis_cursor: str = "▲"
    corrected: str = "✎"  # this and the next two mark the user's edits
    bookmarked: str = "★"
    noted: str = "¶"  # a note or a tag
    several_edits: str = "⁂"  # more than one of these three

    def sanitize_text(self, text: str, keep: str = "") -> str:
        """The text made safe to draw, character for character (see `model.text.sanitize`)."""
        return sanitize(text, keep, ascii_only=self.is_ascii)

    def format_figure(self, notation: str) -> str:
        """A figure's short notation ("≤20", "20–30") in characters that this terminal can show."""
        return self.sanitize_text(notation.replace("≤", "<=") if self.is_ascii else notation)

    def quote_text(self, text: str) -> str:
        """The text in quotation marks, on one line, safe to draw."""
        return f"{self.quotes[0]}{self.sanitize_text(replace_line_breaks(text))}{self.quotes[1]}"


UNICODE_GLYPHS = Glyphs()
ASCII_GLYPHS = Glyphs(
    is_ascii=True, cursor=">", unknown=".", down_arrow="/", ellipsis="~", dot="-", bar="|", excerpt="|", disputed="x",
    summary="S", quotes=('"', '"'), carried="o", bar_levels=".:-=+*%#", axis_cursor="^", corrected="c", bookmarked="*",
    noted="n", several_edits="+", precisions={
        "time": "@", "day": "*", "night": "(", "days": "=", "week": "w", "month": "m", "year": "y", "open": ">",
        "unknown": "?",
    },
)  # fmt: skip


def is_utf8_terminal(environment: Mapping[str, str], encoding: str | None) -> bool:
    """True if both the user's locale and the encoding of the terminal are UTF-8.

    The encoding alone does not show it: Python coerces the C locale to UTF-8 and even sets LC_CTYPE (PEP 538), so the
    locale is read from LC_ALL, LC_CTYPE and LANG.
    """
    locale = environment.get("LC_ALL") or environment.get("LC_CTYPE") or ""
    if locale in ("", "C.UTF-8") and not environment.get("LC_ALL"):
        locale = environment.get("LANG") or "C"
    return all("utf8" in name.lower().replace("-", "") for name in (locale, encoding or ""))


def detect_glyphs() -> Glyphs:
    """The glyphs that the terminal at standard error, where the app draws, can show."""
    encoding = getattr(sys.__stderr__, "encoding", None)
    return UNICODE_GLYPHS if is_utf8_terminal(os.environ, encoding) else ASCII_GLYPHS
