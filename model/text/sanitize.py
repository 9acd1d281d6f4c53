"""Sanitizes untrusted text for a terminal: each character that could steer or shift it becomes one visible mark.

The length in characters is kept, so offsets into a document are valid in the displayed text too. Replaced are all
characters of the Unicode categories C* (controls, bidi overrides, zero-width joiners, surrogates, private use,
unassigned) and Zl/Zp, and those on whose width terminals disagree: variation selectors, spacing and enclosing marks,
conjoining jamo, fillers, skin tones, flags. Wide characters stay: terminals agree on their width.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
MAX_COMBINING_PER_BASE: Final = 2  # Vietnamese and pointed Hebrew need two; more overflow into other rows

# Fast path: nearly all English or Ukrainian news is in these blocks alone, and is returned unchanged.
_SAFE_RANGES: Final = (
    "\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20ac\u2116"
)
_UNSAFE_CHARACTERS: Final = re.compile(
    "[\u034f\u115f-\u11ff\u17b4\u17b5\u180b-\u180f\u3164\ua960-\ua97c\ud7b0-\ud7fb\ufe00-\ufe0f\uffa0"
    "\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
_NOT_A_BASE: Final = re.compile(f"[\\s{REPLACEMENT}\u2400-\u2421]")  # these carry no combining characters
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_REGIONAL_INDICATOR_A: Final = 0x1F1E6  # two make a flag, 1, 2 or 4 columns wide
_SQUARED_LETTER_A: Final = 0x1F130
_UNSAFE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mc", "Me"})
_ASCII_EQUIVALENTS: Final = dict(zip(map(ord, "‘’‚‹›“”„«»‐‑‒–—―−…•·×№"), '\'\'\'\'""""""-------.*.xN', strict=False))


class _SafeTable(dict[int, int]):
    """A `str.translate` table that fills itself: each character is decided once."""

    def __missing__(self, code: int) -> int:
        self[code] = safe = _safe_code_point(code)
        return safe


class _AsciiTable(dict[int, int]):
    """The same for ASCII: quotes and dashes straightened, accents dropped, "?" for all else."""

    def __missing__(self, code: int) -> int:
        plain = _ASCII_EQUIVALENTS.get(code) or unicodedata.normalize("NFKD", chr(code))[0]
        self[code] = safe = ord(plain if plain.isascii() and plain.isprintable() else "?")
        return safe


def _safe_code_point(code: int) -> int:
    if code < 0x20:
        return 0x2400 + code
    if code == 0x7F:
        return 0x2421
    if _REGIONAL_INDICATOR_A <= code < _REGIONAL_INDICATOR_A + 26:
        return _SQUARED_LETTER_A + code - _REGIONAL_INDICATOR_A
    if unicodedata.category(chr(code)) in _UNSAFE_CATEGORIES or _UNSAFE_CHARACTERS.match(chr(code)):
        return ord(REPLACEMENT)
    return code


@lru_cache(maxsize=16)
def _translation_tables(keep: str) -> tuple[re.Pattern[str], _SafeTable, _AsciiTable]:
    allowed = {ord(character): ord(character) for character in keep}
    return re.compile(f"[^{_SAFE_RANGES}{re.escape(keep)}]"), _SafeTable(allowed), _AsciiTable(allowed)


def _limit_combining(text: str) -> str:
    """Replaces combining characters without a base, and those beyond the limit per base."""
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
    """The text with each unsafe character replaced: safe to print, of the same length, and idempotent.

    Controls become control pictures (ESC is "␛"), flags boxed letters, all else U+FFFD. `keep` lists controls that the
    caller handles, such as "\\n". With `ascii_only` the result is printable ASCII (and `keep`), "?" for the rest.
    """
    if text.isascii() and text.isprintable():
        return text
    unsafe, safe_table, ascii_table = _translation_tables(keep)
    if unsafe.search(text):
        text = text.translate(safe_table)
        if any(unicodedata.category(character) == "Mn" for character in set(text)):
            text = _limit_combining(text)
    if ascii_only and not text.isascii():
        text = text.translate(ascii_table)
    return text


def replace_surrogates(text: str) -> str:
    """Replaces lone surrogates, which no encoding can carry, by U+FFFD; offsets stay."""
    return _LONE_SURROGATE.sub(REPLACEMENT, text)
