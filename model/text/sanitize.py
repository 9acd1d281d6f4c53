"""Hostile text made harmless for a terminal: one visible mark for each character that could steer or shift it.

Length in characters stays, so spans that count into a document also count into what is shown of it. Marked are all
characters of the Unicode categories C* (controls, formats such as bidi overrides and zero-width joiners, surrogates,
private use, unassigned) and Zl/Zp, and those on whose width terminals disagree: variation selectors, spacing and
enclosing marks, conjoining jamo, fillers, skin tones, flags. Wide characters stay: their width is agreed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
MAX_COMBINING_PER_BASE: Final = 2  # Vietnamese and pointed Hebrew need two; more is a pile that runs into other rows

# Text of these blocks alone, which is nearly all news in English or Ukrainian, is returned as it is.
_SAFE_RANGES: Final = (
    "\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20ac\u2116"
)
_UNSAFE_CHARACTERS: Final = re.compile(
    "[\u034f\u115f-\u11ff\u17b4\u17b5\u180b-\u180f\u3164\ua960-\ua97c\ud7b0-\ud7fb\ufe00-\ufe0f\uffa0"
    "\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
_NOT_A_BASE: Final = re.compile(f"[\\s{REPLACEMENT}\u2400-\u2421]")  # a combining character on one of these has no base
_REGIONAL_INDICATOR_A: Final = 0x1F1E6  # a pair of these is a flag, one or two or four columns wide by the terminal
_SQUARED_LETTER_A: Final = 0x1F130
_UNSAFE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mc", "Me"})
_ASCII_EQUIVALENTS: Final = dict(zip(map(ord, "‘’‚‹›“”„«»‐‑‒–—―−…•·×№"), '\'\'\'\'""""""-------.*.xN', strict=False))


class _SafeTable(dict[int, int]):
    """A `str.translate` table that decides each character once."""

    def __missing__(self, code: int) -> int:
        self[code] = shown = _safe_code_point(code)
        return shown


class _AsciiTable(dict[int, int]):
    """The same for ASCII: curly quotes and dashes straightened, accents dropped, all else a question mark."""

    def __missing__(self, code: int) -> int:
        plain = _ASCII_EQUIVALENTS.get(code) or unicodedata.normalize("NFKD", chr(code))[0]
        self[code] = shown = ord(plain if plain.isascii() and plain.isprintable() else "?")
        return shown


def _safe_code_point(code: int) -> int:
    character = chr(code)
    if code < 0x20:
        return 0x2400 + code
    if code == 0x7F:
        return 0x2421
    if _REGIONAL_INDICATOR_A <= code < _REGIONAL_INDICATOR_A + 26:
        return _SQUARED_LETTER_A + code - _REGIONAL_INDICATOR_A
    if unicodedata.category(character) in _UNSAFE_CATEGORIES or _UNSAFE_CHARACTERS.match(character):
        return ord(REPLACEMENT)
    return code


@lru_cache(maxsize=16)
def _translation_tables(keep: str) -> tuple[re.Pattern[str], _SafeTable, _AsciiTable]:
    kept = {ord(character): ord(character) for character in keep}
    return re.compile(f"[^{_SAFE_RANGES}{re.escape(keep)}]"), _SafeTable(kept), _AsciiTable(kept)


def _limit_combining(text: str) -> str:
    """The text with at most MARKS_PER_BASE combining characters on a base, and none without one."""
    out: list[str] = []
    room = 0
    for character in text:
        if unicodedata.category(character) != "Mn":
            room = 0 if _NOT_A_BASE.match(character) else MAX_COMBINING_PER_BASE
        elif room:
            room -= 1
        else:
            character = REPLACEMENT
        out.append(character)
    return "".join(out)


def sanitize(text: str, keep: str = "", *, ascii_only: bool = False) -> str:
    """The text with a visible mark in place of each character that could steer or shift a terminal.

    `len(visible(text)) == len(text)`, and showing it twice changes nothing. Controls become control pictures (ESC is
    "␛"), flags their letters in boxes, all else U+FFFD. `keep` names controls that the caller deals with, such as
    "\\n". With `ascii_only` nothing but printable ASCII (and `keep`) comes out, "?" standing for what has no like.
    """
    if text.isascii() and text.isprintable():
        return text
    doubtful, marks, ascii_marks = _translation_tables(keep)
    if doubtful.search(text):
        text = text.translate(marks)
        if any(unicodedata.category(character) == "Mn" for character in set(text)):
            text = _limit_combining(text)
    if ascii_only and not text.isascii():
        text = text.translate(ascii_marks)
    return text


_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """The text with each lone surrogate, half a character that no encoding carries, as U+FFFD; offsets stay."""
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
