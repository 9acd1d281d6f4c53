"""Opening a source: by its name or by what it begins with, the format that reads it."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from gzip import BadGzipFile
from typing import TYPE_CHECKING, Final

from model.event import Account, Document
from model.problem import Problem
from model.reading import web_fetch as web
from model.reading.encoding import LARGEST
from model.reading.field_aliases import Columns
from model.reading.format_sniffer import kind_of
from model.reading.formats import csv_table as tables
from model.reading.formats import feed as feeds
from model.reading.formats import html_page as markup
from model.reading.formats import json_articles as articles
from model.reading.formats import json_lines as records
from model.reading.formats import pdf, warc
from model.reading.formats import plain_text as text
from model.reading.formats import zip_archive as archives
from model.reading.gzip_stream import BUFFER, MARK, unzipped
from model.reading.sources import KNOWN, SINGLE, STANDARD_INPUT, Kind, Placed, Source

if TYPE_CHECKING:
    from model.reading.sources import Found

_WHOLE: Final = {"text": text.documents, "page": markup.documents, "pdf": pdf.documents, "feed": feeds.documents}
_STREAMED: Final = {
    "records": records.documents,
    "json": articles.documents,
    "table": tables.documents,
    "warc": warc.documents,
}


def read_source(
    source: Source, default_date: date | None, taken: dict[str, int], columns: Mapping[str, str] | None
) -> Iterator[Document | Account | Problem]:
    """What `model.reading.read` says, its `taken` given."""
    for found in _opened(source, Columns(columns)):
        if isinstance(found, Problem):
            yield replace(found, file=source.name)
            continue
        if isinstance(found, Account):
            yield _renamed(found, _unique(found.document.id, taken))
            continue
        where, document = found
        identifier = _unique(document.id, taken)
        if identifier != document.id:
            value = f"{document.id}; this one is {identifier}"
            yield Problem(where, "the id was there before", value=value, file=source.name)
            document = document.model_copy(update={"id": identifier, "id_given": False})
        if default_date and document.published is None:
            document = document.model_copy(update={"published": default_date, "published_from": "user"})
        yield document


def _unique(identifier: str, taken: dict[str, int]) -> str:
    """The id itself, or with "#2", "#3" ... where it is taken already."""
    unique = identifier
    while unique in taken:
        taken[identifier] += 1
        unique = f"{identifier}#{taken[identifier]}"
    taken[unique] = 1
    return unique


def _renamed(account: Account, identifier: str) -> Account:
    """The account with this id for its document."""
    if identifier == account.document.id:
        return account
    document = account.document.model_copy(update={"id": identifier, "id_given": False})
    reports = tuple(report.model_copy(update={"document": identifier}) for report in account.reports)
    return account._replace(document=document, reports=reports)


def _opened(source: Source, columns: Columns) -> Iterator[Found]:
    try:
        if source.path == STANDARD_INPUT:
            if sys.stdin is None:
                yield Problem(source.name, "is closed")
                return
            with _buffered(io.FileIO(sys.stdin.fileno(), closefd=False)) as stream:
                yield from _sniffed(stream, source, columns)
            return
        if source.is_address:
            yield from _fetched(source, columns)
            return
        mode = os.stat(source.path).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(source.path)  # raises where the folder is unreadable
            yield Problem(source.name, "no documents in this folder", KNOWN)
            return
        regular = stat.S_ISREG(mode)
        if regular and source.kind is None:
            yield Problem(source.name, "is of an unknown kind", f"{KNOWN}, or send it to `-`")
            return
        with _buffered(io.FileIO(source.path)) as stream:
            yield from _formatted(stream, source, columns) if regular else _sniffed(stream, source, columns)
    except FileNotFoundError:
        remedy = "only http:// and https:// addresses are fetched" if "://" in source.path else "check the path"
        yield Problem(source.name, "does not exist", remedy)
    except PermissionError:
        yield Problem(source.name, "may not be read (permission denied)", "ask its owner for the right to read it")
    except OSError as error:
        yield Problem(source.name, f"cannot be read: {error.strerror or error}")
    except Exception as error:  # one file must not cost the reader all the others
        yield Problem(source.name, f"cannot be read ({type(error).__name__})", "please report this, with the file")


def _buffered(stream: io.FileIO | io.BytesIO) -> io.BufferedReader:
    return io.BufferedReader(stream, BUFFER)


def _fetched(source: Source, columns: Columns) -> Iterator[Found]:
    """The documents at an address: what the server calls it goes before its ending and what it begins with."""
    fetched = web.fetch(source.path)
    if isinstance(fetched, Problem):
        yield fetched
        return
    stream = _buffered(io.BytesIO(fetched.data))
    is_zipped = fetched.data.startswith(MARK)
    if (kind := fetched.kind or source.kind) is None or is_zipped or not fetched.data:
        yield from _formatted(stream, source, columns) if source.is_zipped else _sniffed(stream, source, columns)
    else:
        yield from _of_kind(kind, stream, source, columns)


def _formatted(stream: io.BufferedReader, source: Source, columns: Columns) -> Iterator[Found]:
    """The documents of a file whose name says what it holds."""
    if not stream.peek(1):
        yield Problem(source.name, "is empty")
    elif source.kind:
        yield from _of_kind(source.kind, unzipped(stream) if source.is_zipped else stream, source, columns)


def _sniffed(stream: io.BufferedReader, source: Source, columns: Columns) -> Iterator[Found]:
    """The documents of a stream that has no name: what it begins with tells its kind."""
    try:
        head = stream.peek(1)
        if head.startswith(MARK):
            stream = unzipped(stream)
            head = stream.peek(1)
    except BadGzipFile:
        yield _broken(source)
        return
    if head:
        yield from _of_kind(kind_of(head, columns), stream, source, columns)
    else:
        yield Problem(source.name, "is empty")


def _of_kind(kind: Kind, stream: io.BufferedReader, source: Source, columns: Columns) -> Iterator[Found]:
    try:
        if kind == "zip":
            yield from archives.documents(stream, source, lambda inner, member: _formatted(inner, member, columns))
        elif read := _STREAMED.get(kind):
            yield from read(stream, source, columns)
        else:
            yield from _whole(kind, stream, source)
    except BadGzipFile:
        yield _broken(source)


def _whole(kind: Kind, stream: io.BufferedReader, source: Source) -> Iterator[Found]:
    """The document of a file that is one."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Problem(source.name, f"is larger than {LARGEST >> 20} MB", "split it, or make it records (.jsonl)")
    else:
        for found in _WHOLE[kind](data, source):
            yield _named(found, source) if isinstance(found, tuple) and kind in SINGLE else found


def _named(found: Placed, source: Source) -> Placed:
    """The document that a whole file is: inside an archive its file's name lasts, and at an address that."""
    where, document = found
    known: dict[str, object] = {"id_given": True} if source.member or source.is_address else {}
    if source.is_address and not source.member and document.url is None:
        known["url"] = source.path
    return (where, document.model_copy(update=known)) if known else found


def _broken(source: Source) -> Problem:
    return Problem(source.name, "the gzip data is broken", "get the file again")
