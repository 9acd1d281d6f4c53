"""Zip archives: the files in them are read where they lie; nothing is ever written to disk."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Final

from model.problem import Problem
from model.reading.encoding import LARGEST
from model.reading.gzip_stream import BUFFER
from model.reading.sources import Source

if TYPE_CHECKING:
    from model.reading.sources import Found

_MOST_MEMBERS: Final = 100_000
_MOST_BYTES: Final = 4 << 30  # that all members together unpack to
_LOCKED: Final = 0x1  # the bit of a member's flags
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)

Read = Callable[[io.BufferedReader, Source], "Iterator[Found]"]


def documents(stream: io.BufferedReader, source: Source, read: Read) -> Iterator[Found]:
    """What `read` finds in the members whose kind is known, in the order of their names; a zip among them too."""
    budget = _Budget()
    if stream.seekable():
        yield from _members(stream, source, read, budget, is_outer=True)
    else:
        yield from _held(stream, source, read, budget, is_outer=True)


class _Budget:
    """How much may still be unpacked."""

    def __init__(self) -> None:
        self.left = _MOST_BYTES


class _SpentError(Exception):
    """More was unpacked than may be."""


class _Metered(io.RawIOBase):
    """A member's bytes, counted against the budget. Raises _SpentError where that is used up."""

    def __init__(self, stream: IO[bytes], budget: _Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io hands it a memoryview
        data = self._stream.read(len(buffer))
        self._budget.left -= len(data)
        if self._budget.left < 0:
            raise _SpentError
        buffer[: len(data)] = data
        return len(data)


def _members(
    stream: io.BufferedReader | io.BytesIO, source: Source, read: Read, budget: _Budget, is_outer: bool
) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN:
        yield Problem(source.name, "is no zip that can be read", "get the file again")
        return
    members = sorted((member for member in archive.infolist() if _is_read(member)), key=lambda member: member.filename)
    if not members:
        yield Problem(source.name, "holds no documents")
    for number, member in enumerate(members):
        inside = Source(source.path, f"{source.member}/{member.filename}" if source.member else member.filename)
        if number == _MOST_MEMBERS:
            yield Problem(source.name, f"holds more than {_MOST_MEMBERS:,} files", "unpack it and add the folder")
            return
        if member.flag_bits & _LOCKED:
            yield Problem(inside.name, "is locked with a password", "unpack it first")
            continue
        try:
            with archive.open(member) as packed:
                unpacked: io.BufferedReader = io.BufferedReader(_Metered(packed, budget), BUFFER)
                if inside.kind != "zip":
                    yield from read(unpacked, inside)
                elif is_outer:
                    yield from _held(unpacked, inside, read, budget)
                else:
                    yield Problem(inside.name, "is a zip in a zip in a zip", "unpack it first")
        except _SpentError:
            yield Problem(source.name, f"unpacks to more than {_MOST_BYTES >> 30} GB", "unpack it and add the folder")
            return
        except NotImplementedError:
            yield Problem(inside.name, "is packed in a way that cannot be read", "unpack it first")
        except _BROKEN:
            yield Problem(inside.name, "is broken in the archive", "get the file again")


def _held(
    stream: io.BufferedReader, source: Source, read: Read, budget: _Budget, is_outer: bool = False
) -> Iterator[Found]:
    """What is in an archive that can only be read from its beginning on, where its list of members is at its end."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Problem(source.name, f"is larger than {LARGEST >> 20} MB", "unpack it first")
    else:
        yield from _members(io.BytesIO(data), source, read, budget, is_outer)


def _is_read(member: zipfile.ZipInfo) -> bool:
    """Whether the member is a file of a known kind that is not hidden, as in a folder."""
    parts = member.filename.split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts) or parts[0] == "__MACOSX"
    return not member.is_dir() and not hidden and Source("", member.filename).kind is not None
