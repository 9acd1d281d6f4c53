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

from model.event import Document, ExtractedDocument
from model.problem import Problem
from model.reading import web_fetch as web
from model.reading.encoding import MAX_TEXT_BYTES
from model.reading.field_aliases import FieldColumns
from model.reading.format_sniffer import detect_format
from model.reading.formats import csv_table as tables
from model.reading.formats import feed as feeds
from model.reading.formats import html_page as markup
from model.reading.formats import json_articles as articles
from model.reading.formats import json_lines as records
from model.reading.formats import pdf, warc
from model.reading.formats import plain_text as text
from model.reading.formats import zip_archive as archives
from model.reading.gzip_stream import BUFFER_BYTES, GZIP_MAGIC, unzip_stream
from model.reading.sources import (
    KNOWN_FORMATS_TEXT,
    SINGLE_DOCUMENT_FORMATS,
    STANDARD_INPUT,
    FileFormat,
    LocatedDocument,
    Source,
)

if TYPE_CHECKING:
    from model.reading.sources import ReadResult

_DOCUMENT_READERS: Final = {
    "text": text.read_documents,
    "page": markup.read_documents,
    "pdf": pdf.read_documents,
    "feed": feeds.read_documents,
}
_STREAM_READERS: Final = {
    "records": records.read_documents,
    "json": articles.read_documents,
    "table": tables.read_documents,
    "warc": warc.read_documents,
}


def read_unique_documents(
    source: Source, default_date: date | None, taken: dict[str, int], columns: Mapping[str, str] | None
) -> Iterator[Document | ExtractedDocument | Problem]:
    """What `model.reading.read` says, its `taken` given."""
    for found in _open_source(source, FieldColumns(columns)):
        if isinstance(found, Problem):
            yield replace(found, file=source.name)
            continue
        if isinstance(found, ExtractedDocument):
            yield _rename_document(found, _make_unique_id(found.document.id, taken))
            continue
        where, document = found
        identifier = _make_unique_id(document.id, taken)
        if identifier != document.id:
            value = f"{document.id}; this one is {identifier}"
            yield Problem(where, "the id was there before", value=value, file=source.name)
            document = document.model_copy(update={"id": identifier, "id_given": False})
        if default_date and document.published is None:
            document = document.model_copy(update={"published": default_date, "published_from": "user"})
        yield document


def _make_unique_id(identifier: str, taken: dict[str, int]) -> str:
    """The id itself, or with "#2", "#3" ... where it is taken already."""
    unique = identifier
    while unique in taken:
        taken[identifier] += 1
        unique = f"{identifier}#{taken[identifier]}"
    taken[unique] = 1
    return unique


def _rename_document(account: ExtractedDocument, identifier: str) -> ExtractedDocument:
    """The account with this id for its document."""
    if identifier == account.document.id:
        return account
    document = account.document.model_copy(update={"id": identifier, "id_given": False})
    reports = tuple(report.model_copy(update={"document": identifier}) for report in account.reports)
    return account._replace(document=document, reports=reports)


def _open_source(source: Source, columns: FieldColumns) -> Iterator[ReadResult]:
    try:
        if source.path == STANDARD_INPUT:
            if sys.stdin is None:
                yield Problem(source.name, "is closed")
                return
            with _buffer_stream(io.FileIO(sys.stdin.fileno(), closefd=False)) as stream:
                yield from _read_by_content(stream, source, columns)
            return
        if source.is_address:
            yield from _read_address(source, columns)
            return
        mode = os.stat(source.path).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(source.path)  # raises where the folder is unreadable
            yield Problem(source.name, "no documents in this folder", KNOWN_FORMATS_TEXT)
            return
        regular = stat.S_ISREG(mode)
        if regular and source.file_format is None:
            yield Problem(source.name, "is of an unknown kind", f"{KNOWN_FORMATS_TEXT}, or send it to `-`")
            return
        with _buffer_stream(io.FileIO(source.path)) as stream:
            yield from _read_by_name(stream, source, columns) if regular else _read_by_content(stream, source, columns)
    except FileNotFoundError:
        remedy = "only http:// and https:// addresses are fetched" if "://" in source.path else "check the path"
        yield Problem(source.name, "does not exist", remedy)
    except PermissionError:
        yield Problem(source.name, "may not be read (permission denied)", "ask its owner for the right to read it")
    except OSError as error:
        yield Problem(source.name, f"cannot be read: {error.strerror or error}")
    except Exception as error:  # one file must not cost the reader all the others
        yield Problem(source.name, f"cannot be read ({type(error).__name__})", "please report this, with the file")


def _buffer_stream(stream: io.FileIO | io.BytesIO) -> io.BufferedReader:
    return io.BufferedReader(stream, BUFFER_BYTES)


def _read_address(source: Source, columns: FieldColumns) -> Iterator[ReadResult]:
    """The documents at an address: what the server calls it goes before its ending and what it begins with."""
    fetched = web.fetch_address(source.path)
    if isinstance(fetched, Problem):
        yield fetched
        return
    stream = _buffer_stream(io.BytesIO(fetched.data))
    is_zipped = fetched.data.startswith(GZIP_MAGIC)
    if (kind := fetched.file_format or source.file_format) is None or is_zipped or not fetched.data:
        yield from (
            _read_by_name(stream, source, columns) if source.is_gzipped else _read_by_content(stream, source, columns)
        )
    else:
        yield from _read_format(kind, stream, source, columns)


def _read_by_name(stream: io.BufferedReader, source: Source, columns: FieldColumns) -> Iterator[ReadResult]:
    """The documents of a file whose name says what it holds."""
    if not stream.peek(1):
        yield Problem(source.name, "is empty")
    elif source.file_format:
        yield from _read_format(
            source.file_format, unzip_stream(stream) if source.is_gzipped else stream, source, columns
        )


def _read_by_content(stream: io.BufferedReader, source: Source, columns: FieldColumns) -> Iterator[ReadResult]:
    """The documents of a stream that has no name: what it begins with tells its kind."""
    try:
        head = stream.peek(1)
        if head.startswith(GZIP_MAGIC):
            stream = unzip_stream(stream)
            head = stream.peek(1)
    except BadGzipFile:
        yield _gzip_problem(source)
        return
    if head:
        yield from _read_format(detect_format(head, columns), stream, source, columns)
    else:
        yield Problem(source.name, "is empty")


def _read_format(
    kind: FileFormat, stream: io.BufferedReader, source: Source, columns: FieldColumns
) -> Iterator[ReadResult]:
    try:
        if kind == "zip":
            yield from archives.read_documents(
                stream, source, lambda inner, member: _read_by_name(inner, member, columns)
            )
        elif read := _STREAM_READERS.get(kind):
            yield from read(stream, source, columns)
        else:
            yield from _read_single(kind, stream, source)
    except BadGzipFile:
        yield _gzip_problem(source)


def _read_single(kind: FileFormat, stream: io.BufferedReader, source: Source) -> Iterator[ReadResult]:
    """The document of a file that is one."""
    data = stream.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        yield Problem(source.name, f"is larger than {MAX_TEXT_BYTES >> 20} MB", "split it, or make it records (.jsonl)")
    else:
        for found in _DOCUMENT_READERS[kind](data, source):
            yield (
                _name_document(found, source) if isinstance(found, tuple) and kind in SINGLE_DOCUMENT_FORMATS else found
            )


def _name_document(found: LocatedDocument, source: Source) -> LocatedDocument:
    """The document that a whole file is: inside an archive its file's name lasts, and at an address that."""
    where, document = found
    known: dict[str, object] = {"id_given": True} if source.member or source.is_address else {}
    if source.is_address and not source.member and document.url is None:
        known["url"] = source.path
    return (where, document.model_copy(update=known)) if known else found


def _gzip_problem(source: Source) -> Problem:
    return Problem(source.name, "the gzip data is broken", "get the file again")
