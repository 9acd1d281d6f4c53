"""Opening a source: by its name or by what it begins with, the format that reads it."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Final

from model.event import Document
from model.reading import markup, records, text
from model.reading.encoding import LARGEST, marked
from model.reading.source import KNOWN, STANDARD_INPUT, Placed, Problem, Source

PROBLEMS_SHOWN: Final = 20  # of one source, before the rest is only counted
_GZIP_MARK: Final = b"\x1f\x8b"
_HEAD: Final = 4096


def read_source(source: Source, default_date: date | None, taken: dict[str, int]) -> Iterator[Document | Problem]:
    """What `model.reading.read` says, its `taken` given."""
    problems = 0
    for found in _opened(source):
        if isinstance(found, Problem):
            problems += 1
            if problems <= PROBLEMS_SHOWN:
                yield found
            continue
        where, document = found
        identifier = _unique(document.id, taken)
        if identifier != document.id:
            problems += 1
            if problems <= PROBLEMS_SHOWN:
                yield Problem(where, f"the id {document.id} was there before", f"this one is {identifier}")
            document = document.model_copy(update={"id": identifier})
        if default_date and document.published is None:
            document = document.model_copy(update={"published": default_date, "published_from": "user"})
        yield document
    if problems > PROBLEMS_SHOWN:
        yield Problem(source.name, f"{problems - PROBLEMS_SHOWN:,} more problems like these")


def _unique(identifier: str, taken: dict[str, int]) -> str:
    """The id itself, or with "#2", "#3" ... where it is taken already."""
    unique = identifier
    while unique in taken:
        taken[identifier] += 1
        unique = f"{identifier}#{taken[identifier]}"
    taken[unique] = 1
    return unique


def _opened(source: Source) -> Iterator[Placed | Problem]:
    try:
        if source.path == STANDARD_INPUT:
            if sys.stdin is None:
                yield Problem(source.name, "is closed")
                return
            with open(sys.stdin.fileno(), "rb", closefd=False) as stream:
                yield from _sniffed(stream, source)
            return
        mode = os.stat(source.path).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(source.path)  # raises where the folder is unreadable
            yield Problem(source.name, "no documents in this folder", KNOWN)
            return
        regular = stat.S_ISREG(mode)
        if regular and not source.ending:
            yield Problem(source.name, "is of an unknown kind", f"{KNOWN}, or send it to `-`")
            return
        with open(source.path, "rb") as stream:
            yield from _formatted(stream, source) if regular else _sniffed(stream, source)
    except FileNotFoundError:
        yield Problem(source.name, "does not exist", "check the path")
    except PermissionError:
        yield Problem(source.name, "may not be read (permission denied)", "ask its owner for the right to read it")
    except (OSError, EOFError, zlib.error) as error:
        yield Problem(source.name, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _formatted(stream: io.BufferedReader, source: Source) -> Iterator[Placed | Problem]:
    """The documents of a file whose name says what it holds."""
    if not stream.peek(1):
        yield Problem(source.name, "is empty")
    elif source.ending == ".jsonl.gz":
        yield from records.documents(_unzipped(stream), source)
    elif source.ending == ".jsonl":
        yield from records.documents(stream, source)
    else:
        yield from _whole(stream, source, page=source.ending in (".html", ".htm"))


def _sniffed(stream: io.BufferedReader, source: Source) -> Iterator[Placed | Problem]:
    """The documents of a stream that has no name: records where it begins with `{`, a page or a text otherwise."""
    head = stream.peek(_HEAD)
    if head.startswith(_GZIP_MARK):
        stream = _unzipped(stream)
        head = stream.peek(_HEAD)
    if not head:
        yield Problem(source.name, "is empty")
    elif _begins_record(head):
        yield from records.documents(stream, source)
    else:
        yield from _whole(stream, source, page=None)


def _begins_record(head: bytes) -> bool:
    """True where the first character that is no blank is `{`, after any byte order mark."""
    return head.decode(marked(head) or "utf-8", "replace").lstrip().startswith("{")


def _whole(stream: io.BufferedReader, source: Source, page: bool | None) -> Iterator[Placed | Problem]:
    """The document of a page or a text; where `page` is None, its beginning tells which it is."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Problem(source.name, f"is larger than {LARGEST >> 20} MB", "split it, or make it records (.jsonl)")
        return
    if page is None:
        page = markup.looks_like(data[:_HEAD].decode("utf-8", "replace"))
    yield from (markup if page else text).documents(data, source)


def _unzipped(stream: io.BufferedReader) -> io.BufferedReader:
    return io.BufferedReader(gzip.GzipFile(fileobj=stream))
