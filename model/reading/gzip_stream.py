"""Gzip, unpacked as it is read: all that stands before a break is given, and then the break is told."""

from __future__ import annotations

import io
import zlib
from gzip import BadGzipFile
from typing import Final

GZIP_MAGIC: Final = b"\x1f\x8b"
BUFFER_BYTES: Final = 1 << 16  # bytes that a stream reads ahead; enough to tell what they are
_GZIP_WBITS: Final = 31  # zlib's number for gzip with its header and check sum


def unzip_stream(stream: io.BufferedReader) -> io.BufferedReader:
    """What the gzip holds, member after member. Reading it raises BadGzipFile where the data is broken or cut."""
    return io.BufferedReader(_GzipStream(stream), BUFFER_BYTES)


class _GzipStream(io.RawIOBase):
    """The module gzip loses up to a buffer of what stands before a break; this loses nothing."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._decompressor = zlib.decompressobj(_GZIP_WBITS)
        self._compressed = b""
        self._has_begun = False  # whether the member has

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io hands it a memoryview
        data = b""
        while not data:
            if not self._compressed and not (packed := self._stream.read(BUFFER_BYTES)):
                if self._has_begun:
                    raise BadGzipFile("the data ends in the middle")
                return 0
            if not self._compressed:
                self._compressed = packed
            data = self._decompress(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _decompress(self, size: int) -> bytes:
        """Some of what the bytes at hand hold; may be nothing."""
        if not self._has_begun:
            self._compressed = self._compressed.lstrip(b"\0")  # some tapes and tools pad members with zeros
            if not self._compressed:
                return b""
        try:
            data = self._decompressor.decompress(self._compressed, size)
        except zlib.error as error:
            raise BadGzipFile(str(error)) from None
        self._compressed, self._has_begun = self._decompressor.unconsumed_tail, True
        if self._decompressor.eof:
            self._compressed, self._has_begun = self._decompressor.unused_data, False
            self._decompressor = zlib.decompressobj(_GZIP_WBITS)
        return data
