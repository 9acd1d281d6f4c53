"""Gzip, unpacked as it is read: all that stands before a break is given, and then the break is told."""

from __future__ import annotations

import io
import zlib
from gzip import BadGzipFile
from typing import Final

MARK: Final = b"\x1f\x8b"
BUFFER: Final = 1 << 16  # bytes that a stream reads ahead; enough to tell what they are
_WITH_HEADER: Final = 31  # zlib's number for gzip with its header and check sum


def unzipped(stream: io.BufferedReader) -> io.BufferedReader:
    """What the gzip holds, member after member. Reading it raises BadGzipFile where the data is broken or cut."""
    return io.BufferedReader(_Members(stream), BUFFER)


class _Members(io.RawIOBase):
    """The module gzip loses up to a buffer of what stands before a break; this loses nothing."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._member = zlib.decompressobj(_WITH_HEADER)
        self._packed = b""
        self._began = False  # whether the member has

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io hands it a memoryview
        data = b""
        while not data:
            if not self._packed and not (packed := self._stream.read(BUFFER)):
                if self._began:
                    raise BadGzipFile("the data ends in the middle")
                return 0
            if not self._packed:
                self._packed = packed
            data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        """Some of what the bytes at hand hold; may be nothing."""
        if not self._began:
            self._packed = self._packed.lstrip(b"\0")  # some tapes and tools pad members with zeros
            if not self._packed:
                return b""
        try:
            data = self._member.decompress(self._packed, size)
        except zlib.error as error:
            raise BadGzipFile(str(error)) from None
        self._packed, self._began = self._member.unconsumed_tail, True
        if self._member.eof:
            self._packed, self._began = self._member.unused_data, False
            self._member = zlib.decompressobj(_WITH_HEADER)
        return data
