"""Zip archives: their members are read in place; nothing is written to disk."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from gzip import BadGzipFile
from typing import IO, Final

from model.problem import InputError, Problem
from model.reading.encoding import MAX_TEXT_BYTES
from model.reading.gzip_stream import BUFFER_BYTES, broken_gzip_problem
from model.reading.sources import ReadResults, Source

_MAX_MEMBERS: Final = 100_000
_MAX_UNPACKED_BYTES: Final = 4 << 30  # of all members together
_ENCRYPTED_FLAG_BIT: Final = 0x1
_ARCHIVE_ERRORS: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)

MemberReader = Callable[[io.BufferedReader, Source], ReadResults]


def read_documents(stream: io.BufferedReader, source: Source, read: MemberReader) -> ReadResults:
    """The documents that `read` finds in the members of known formats, by name; zips inside are read one level deep."""
    yield from _read_members(stream, source, read, _ByteBudget(), is_outer=True)


class _ByteBudget:
    """The number of bytes that may still be unpacked."""

    def __init__(self) -> None:
        self.bytes_left = _MAX_UNPACKED_BYTES


class _BudgetExceededError(Exception):
    """The archive unpacks to more than the limit."""


class _MeteredStream(io.RawIOBase):
    """A member's bytes, counted against the budget. Raises _BudgetExceededError."""

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
    stream: io.BufferedReader, source: Source, read: MemberReader, budget: _ByteBudget, *, is_outer: bool
) -> ReadResults:
    file: IO[bytes] = stream
    if not stream.seekable():  # the list of members is at the end
        data = stream.read(MAX_TEXT_BYTES + 1)
        if len(data) > MAX_TEXT_BYTES:
            raise InputError(f"is larger than {MAX_TEXT_BYTES >> 20} MB", "unpack it first")
        file = io.BytesIO(data)
    try:
        archive = zipfile.ZipFile(file)
    except _ARCHIVE_ERRORS:
        raise InputError("is not a readable zip", "get the file again") from None
    members = sorted(filter(_is_readable_member, archive.infolist()), key=lambda member: member.filename)
    if not members:
        raise InputError("has no documents")
    for number, member in enumerate(members):
        inside = Source(source.path, f"{source.member}/{member.filename}" if source.member else member.filename)
        if number == _MAX_MEMBERS:
            raise InputError(f"has more than {_MAX_MEMBERS:,} files", "unpack it and add the folder")
        if member.flag_bits & _ENCRYPTED_FLAG_BIT:
            yield Problem(inside.name, "is locked with a password", "unpack it first")
            continue
        try:
            with archive.open(member) as packed:
                unpacked: io.BufferedReader = io.BufferedReader(_MeteredStream(packed, budget), BUFFER_BYTES)
                if inside.file_format != "zip":
                    yield from read(unpacked, inside)
                elif is_outer:
                    yield from _read_members(unpacked, inside, read, budget, is_outer=False)
                else:
                    yield Problem(inside.name, "is a zip in a zip in a zip", "unpack it first")
        except _BudgetExceededError:
            limit = f"unpacks to more than {_MAX_UNPACKED_BYTES >> 30} GB"
            raise InputError(limit, "unpack it and add the folder") from None
        except InputError as error:
            yield error.problem_at(inside.name)
        except BadGzipFile:
            yield broken_gzip_problem(inside.name)
        except NotImplementedError:
            yield Problem(inside.name, "is packed in a way that cannot be read", "unpack it first")
        except _ARCHIVE_ERRORS:
            yield Problem(inside.name, "is broken in the archive", "get the file again")


def _is_readable_member(member: zipfile.ZipInfo) -> bool:
    """Whether the member is a file of a known format, and not hidden."""
    parts = member.filename.split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts) or parts[0] == "__MACOSX"
    return not member.is_dir() and not hidden and Source("", member.filename).file_format is not None
