"""Gzip, decompressed as it is read: all data before a break is delivered, then the break is reported."""

from __future__ import annotations

import io
import zlib
from gzip import BadGzipFile
from typing import Final

from model.problem import Problem

GZIP_MAGIC: Final = b"\x1f\x8b"
BUFFER_BYTES: Final = 1 << 16  # read ahead by a stream; enough to detect its format
_GZIP_WBITS: Final = 31  # zlib's code for gzip with header and checksum


def unzip_stream(stream: io.BufferedReader) -> io.BufferedReader:
    """The decompressed stream, member after member. Reading raises BadGzipFile if the data is broken or truncated."""
    return io.BufferedReader(_GzipStream(stream), BUFFER_BYTES)


def broken_gzip_problem(location: str) -> Problem:
    return Problem(location, "the gzip data is broken", "get the file again")


class _GzipStream(io.RawIOBase):
    """Unlike the gzip module, which loses up to a buffer of data before a break, this loses nothing."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._decompressor = zlib.decompressobj(_GZIP_WBITS)
        self._compressed = b""
        self._in_member = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io passes a memoryview
        data = b""
        while not data:
            self._compressed = self._compressed or self._stream.read(BUFFER_BYTES)
            if not self._compressed:
                if self._in_member:
                    raise BadGzipFile("the data is cut off")
                return 0
            data = self._decompress_input(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _decompress_input(self, size: int) -> bytes:
        """At most `size` decompressed bytes of the current input; may be none."""
        if not self._in_member:
            self._compressed = self._compressed.lstrip(b"\0")  # some tapes and tools pad members with zeros
            if not self._compressed:
                return b""
        try:
            data = self._decompressor.decompress(self._compressed, size)
        except zlib.error as error:
            raise BadGzipFile(str(error)) from None
        self._compressed, self._in_member = self._decompressor.unconsumed_tail, True
        if self._decompressor.eof:
            self._compressed, self._in_member = self._decompressor.unused_data, False
            self._decompressor = zlib.decompressobj(_GZIP_WBITS)
        return data
