"""Decodes the bytes that a terminal sends for Textual's key parser, and drops what nobody typed."""

from __future__ import annotations

import codecs
import re
from typing import Final

# X10 mouse reports hold raw bytes, which would be taken for keys ("q" is column 81), as would the terminal's answers to
# queries of some other program. Mode reports ("$y") stay: they answer Textual's own query.
_NON_KEY_PATTERN: Final = re.compile(
    rb"\x1b\[M..."
    rb"|\x1b\[[?>=][0-9;]*(?!\$y)[ -/]*[@-~]"
    rb"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.DOTALL,
)
_UNFINISHED_PATTERN: Final = re.compile(
    rb"\x1b(?:\[M.{0,2}|\[[?>=][0-9;]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?)\Z", re.DOTALL
)
_PASTE_START: Final = b"\x1b[200~"
_PASTE_END: Final = b"\x1b[201~"
MAX_HELD_BYTES: Final = 4096


class InputFilter:
    """Decodes what is read from a terminal, read by read.

    A read that is not UTF-8 is line noise or a key in another encoding, and is dropped whole, so that noise cannot
    press "q". Within a paste the invalid bytes become U+FFFD instead.
    """

    def __init__(self) -> None:
        self._held_bytes = b""
        self._is_pasting = False
        self._last_bytes = b""  # may end with the beginning of a paste bracket

    def decode_bytes(self, data: bytes) -> str:
        """The text of one read, after what the read before it left unfinished."""
        data = _NON_KEY_PATTERN.sub(b"", self._held_bytes + data)
        unfinished = _UNFINISHED_PATTERN.search(data)
        end = unfinished.start() if unfinished else len(data)
        recent = self._last_bytes + data[:end]
        self._last_bytes = recent[-len(_PASTE_START) + 1 :]
        pasting = self._is_pasting or _PASTE_START in recent
        if _PASTE_START in recent or _PASTE_END in recent:
            self._is_pasting = recent.rfind(_PASTE_START) > recent.rfind(_PASTE_END)
        try:
            text, used = codecs.utf_8_decode(data[:end], "replace" if pasting else "strict", unfinished is not None)
        except UnicodeDecodeError:
            self._held_bytes = b""
            return ""
        self._held_bytes = data[used:][-MAX_HELD_BYTES:]
        return text

    def discard_unfinished(self) -> None:
        """Forget an unfinished sequence that nothing followed in time."""
        self._held_bytes = b""

    def end_paste(self) -> str:
        """The closing bracket of a paste that the terminal has not closed; '' if no paste is open."""
        pasting, self._is_pasting = self._is_pasting, False
        return _PASTE_END.decode() if pasting else ""
