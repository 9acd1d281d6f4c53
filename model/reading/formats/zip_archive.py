"""Zip archives: the files in them are read where they lie; nothing is ever written to disk."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Final

from model.problem import Problem
from model.reading.encoding import MAX_TEXT_BYTES
from model.reading.gzip_stream import BUFFER_BYTES
from model.reading.sources import Source

if TYPE_CHECKING:
    from model.reading.sources import ReadResult

_MAX_MEMBERS: Final = 100_000
_MAX_UNPACKED_BYTES: Final = 4 << 30  # that all members together unpack to
_ENCRYPTED_FLAG_BIT: Final = 0x1  # the bit of a member's flags
_ARCHIVE_ERRORS: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)

MemberReader = Callable[[io.BufferedReader, Source], "Iterator[ReadResult]"]


def read_documents(stream: io.BufferedReader, source: Source, read: MemberReader) -> Iterator[ReadResult]:
    """What `read` finds in the members whose kind is known, in the order of their names; a zip among them too."""
    budget = _ByteBudget()
    if stream.seekable():
        yield from _read_members(stream, source, read, budget, is_outer=True)
    else:
        yield from _read_buffered(stream, source, read, budget, is_outer=True)


class _ByteBudget:
    """How much may still be unpacked."""

    def __init__(self) -> None:
        self.bytes_left = _MAX_UNPACKED_BYTES


class _BudgetExceededError(Exception):
    """More was unpacked than may be."""


class _MeteredStream(io.RawIOBase):
    """A member's bytes, counted against the budget. Raises _BudgetExceededError where that is used up."""

    def __init__(self, stream: IO[bytes], budget: _ByteBudget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io hands it a memoryview
        data = self._stream.read(len(buffer))
        self._budget.bytes_left -= len(data)
        if self._budget.bytes_left < 0:
            raise _BudgetExceededError
        buffer[: len(data)] = data
        return len(data)


def _read_members(
    stream: io.BufferedReader | io.BytesIO, source: Source, read: MemberReader, budget: _ByteBudget, is_outer: bool
) -> Iterator[ReadResult]:
    try:
        archive = zipfile.ZipFile(stream)
    except _ARCHIVE_ERRORS:
        yield Problem(source.name, "is no zip that can be read", "get the file again")
        return
    members = sorted(
        (member for member in archive.infolist() if _is_readable_member(member)), key=lambda member: member.filename
    )
    if not members:
        yield Problem(source.name, "holds no documents")
    for number, member in enumerate(members):
        inside = Source(source.path, f"{source.member}/{member.filename}" if source.member else member.filename)
        if number == _MAX_MEMBERS:
            yield Problem(source.name, f"holds more than {_MAX_MEMBERS:,} files", "unpack it and add the folder")
            return
        if member.flag_bits & _ENCRYPTED_FLAG_BIT:
            yield Problem(inside.name, "is locked with a password", "unpack it first")
            continue
        try:
            with archive.open(member) as packed:
                unpacked: io.BufferedReader = io.BufferedReader(_MeteredStream(packed, budget), BUFFER_BYTES)
                if inside.file_format != "zip":
                    yield from read(unpacked, inside)
                elif is_outer:
                    yield from _read_buffered(unpacked, inside, read, budget)
                else:
                    yield Problem(inside.name, "is a zip in a zip in a zip", "unpack it first")
        except _BudgetExceededError:
            yield Problem(
                source.name, f"unpacks to more than {_MAX_UNPACKED_BYTES >> 30} GB", "unpack it and add the folder"
            )
            return
        except NotImplementedError:
            yield Problem(inside.name, "is packed in a way that cannot be read", "unpack it first")
        except _ARCHIVE_ERRORS:
            yield Problem(inside.name, "is broken in the archive", "get the file again")


def _read_buffered(
    stream: io.BufferedReader, source: Source, read: MemberReader, budget: _ByteBudget, is_outer: bool = False
) -> Iterator[ReadResult]:
    """What is in an archive that can only be read from its beginning on, where its list of members is at its end."""
    data = stream.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        yield Problem(source.name, f"is larger than {MAX_TEXT_BYTES >> 20} MB", "unpack it first")
    else:
        yield from _read_members(io.BytesIO(data), source, read, budget, is_outer)


def _is_readable_member(member: zipfile.ZipInfo) -> bool:
    """Whether the member is a file of a known kind that is not hidden, as in a folder."""
    parts = member.filename.split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts) or parts[0] == "__MACOSX"
    return not member.is_dir() and not hidden and Source("", member.filename).file_format is not None
