"""Bytes to text: byte order mark, then UTF-8 to the letter, then what the page declares, then a guess."""

from __future__ import annotations

import codecs
import contextlib
from typing import Final

MAX_TEXT_BYTES: Final = 64 * 1024 * 1024  # bytes of one text, or of one line of records, that are still read

_BYTE_ORDER_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# What news in English, Ukrainian or Russian is kept in; the rest of the detector's list only brings wrong guesses.
_LIKELY_ENCODINGS: Final = ("cp1252", "cp1251", "koi8_u", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic")
_NUL_BYTE: Final = b"\0"


class UndecodableError(ValueError):
    """Bytes that are no text; the message says why, for people, and `value` where."""

    def __init__(self, what: str, value: str = "") -> None:
        super().__init__(what)
        self.value = value


def detect_bom(data: bytes) -> str | None:
    """The encoding that a byte order mark names, None where there is no mark."""
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


# Python's own ways of writing text, slow or odd; no page is written in them, whatever it says.
_NON_PAGE_ENCODINGS = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna", "utf-7", "undefined"})


def decode_text(data: bytes, declared: str | None = None) -> str:
    """The text of the bytes, line ends kept as they are, a byte order mark taken off.

    `declared` is the encoding that the page itself names, tried after UTF-8. Raises UndecodableError.
    """
    if encoding := detect_bom(data):
        return _decode_strictly(data, encoding)
    if _NUL_BYTE in data:
        raise UndecodableError("is binary, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        with contextlib.suppress(UnicodeError, LookupError):
            if codecs.lookup(declared).name.replace("_", "-") not in _NON_PAGE_ENCODINGS:
                return data.decode(declared)
    return data.decode(guess_encoding(data))


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise UndecodableError(f"begins as {name} but is not {name}", f"wrong at byte {error.start:,}") from None


def guess_encoding(data: bytes) -> str:
    """The encoding that the bytes are likeliest in. Raises UndecodableError."""
    from charset_normalizer import from_bytes  # 24 ms, and most files are UTF-8

    best = from_bytes(data, cp_isolation=list(_LIKELY_ENCODINGS)).best()
    if best is None:
        raise UndecodableError("is in no encoding that can be recognised")
    return best.encoding
