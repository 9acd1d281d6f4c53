"""Decodes bytes to text: byte order mark, then strict UTF-8, then the declared encoding, then a guess."""

from __future__ import annotations

import codecs
import contextlib
from typing import Final

from model.problem import InputError

MAX_TEXT_BYTES: Final = 64 * 1024 * 1024  # longest text, or line of records, that is read

_BYTE_ORDER_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# Encodings of news in English, Ukrainian or Russian; the detector's other candidates only add wrong guesses.
_LIKELY_ENCODINGS: Final = ("cp1252", "cp1251", "koi8_u", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic")
# Python's own codecs, slow or odd, which no page uses whatever it declares.
_NON_PAGE_ENCODINGS = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna", "utf-7", "undefined"})


def detect_bom(data: bytes) -> str | None:
    """The encoding given by a byte order mark; None without one."""
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def decode_text(data: bytes, declared: str | None = None, remedy: str = "save it as UTF-8 text") -> str:
    """The text of the bytes without byte order mark; line ends are kept.

    `declared` is the encoding named by the page itself, tried after UTF-8. Raises InputError with this `remedy`.
    """
    if encoding := detect_bom(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            name, value = encoding.removesuffix("-sig").upper(), f"wrong at byte {error.start:,}"
            raise InputError(f"begins like {name} but is not {name}", remedy, value) from None
    if b"\0" in data:
        raise InputError("is binary, not text", remedy)
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    if declared:
        with contextlib.suppress(UnicodeError, LookupError):
            if codecs.lookup(declared).name.replace("_", "-") not in _NON_PAGE_ENCODINGS:
                return data.decode(declared)
    return data.decode(guess_encoding(data, remedy))


def guess_encoding(data: bytes, remedy: str = "save it as UTF-8 text") -> str:
    """The most likely encoding of the bytes. Raises InputError."""
    from charset_normalizer import from_bytes  # 24 ms to import, and most files are UTF-8

    best = from_bytes(data, cp_isolation=list(_LIKELY_ENCODINGS)).best()
    if best is None:
        raise InputError("is in an encoding that cannot be recognised", remedy)
    return best.encoding
