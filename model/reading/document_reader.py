"""Opens a source and reads it in the format that its name or its first bytes indicate."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from gzip import BadGzipFile
from typing import Final

from model.event import Document, ExtractedDocument
from model.problem import InputError, Problem
from model.reading import web_fetch
from model.reading.encoding import MAX_TEXT_BYTES
from model.reading.field_aliases import FieldColumns
from model.reading.format_sniffer import detect_format
from model.reading.formats import (
    csv_table,
    feed,
    html_page,
    json_articles,
    json_lines,
    pdf,
    plain_text,
    warc,
    zip_archive,
)
from model.reading.gzip_stream import BUFFER_BYTES, GZIP_MAGIC, broken_gzip_problem, unzip_stream
from model.reading.sources import (
    KNOWN_FORMATS_TEXT,
    SINGLE_DOCUMENT_FORMATS,
    STANDARD_INPUT,
    FileFormat,
    LocatedDocument,
    ReadResults,
    Source,
)

_WHOLE_FILE_READERS: Final = {
    "text": plain_text.read_documents,
    "page": html_page.read_documents,
    "pdf": pdf.read_documents,
    "feed": feed.read_documents,
}
_STREAM_READERS: Final = {
    "records": json_lines.read_documents,
    "json": json_articles.read_documents,
    "table": csv_table.read_documents,
    "warc": warc.read_documents,
}


def read_unique_documents(
    source: Source, default_date: date | None, used_ids: dict[str, int], columns: Mapping[str, str] | None
) -> Iterator[Document | ExtractedDocument | Problem]:
    """Implements `model.reading.read_source`."""
    for result in _open_source(source, FieldColumns(columns)):
        if isinstance(result, Problem):
            yield replace(result, file=source.name)
            continue
        if isinstance(result, ExtractedDocument):
            yield _rename_document(result, _make_unique_id(result.document.id, used_ids))
            continue
        where, document = result
        identifier = _make_unique_id(document.id, used_ids)
        if identifier != document.id:
            value = f"{document.id}; this one is {identifier}"
            yield Problem(where, "the id is already taken", value=value, file=source.name)
            document = document.model_copy(update={"id": identifier, "id_given": False})
        if default_date and document.published is None:
            document = document.model_copy(update={"published": default_date, "published_from": "user"})
        yield document


def _make_unique_id(identifier: str, used_ids: dict[str, int]) -> str:
    unique = identifier
    while unique in used_ids:
        used_ids[identifier] += 1
        unique = f"{identifier}#{used_ids[identifier]}"
    used_ids[unique] = 1
    return unique


def _rename_document(extracted: ExtractedDocument, identifier: str) -> ExtractedDocument:
    if identifier == extracted.document.id:
        return extracted
    document = extracted.document.model_copy(update={"id": identifier, "id_given": False})
    reports = tuple(report.model_copy(update={"document": identifier}) for report in extracted.reports)
    return extracted._replace(document=document, reports=reports)


def _open_source(source: Source, columns: FieldColumns) -> ReadResults:
    try:
        yield from _read_opened(source, columns)
    except InputError as error:
        yield error.problem_at(source.name)
    except BadGzipFile:
        yield broken_gzip_problem(source.name)
    except FileNotFoundError:
        remedy = "only http:// and https:// addresses are fetched" if "://" in source.path else "check the path"
        yield Problem(source.name, "does not exist", remedy)
    except PermissionError:
        yield Problem(source.name, "may not be read (permission denied)", "ask its owner for the right to read it")
    except OSError as error:
        yield Problem(source.name, f"cannot be read: {error.strerror or error}")
    except Exception as error:  # one file must not stop the others
        yield Problem(source.name, f"cannot be read ({type(error).__name__})", "please report this, with the file")


def _read_opened(source: Source, columns: FieldColumns) -> ReadResults:
    if source.path == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError("is closed")
        with _buffer_stream(io.FileIO(sys.stdin.fileno(), closefd=False)) as stream:
            yield from _read_by_content(stream, source, columns)
        return
    if source.is_address:
        yield from _read_address(source, columns)
        return
    mode = os.stat(source.path).st_mode
    if stat.S_ISDIR(mode):
        os.listdir(source.path)  # raises if the folder is unreadable
        raise InputError("no documents in this folder", KNOWN_FORMATS_TEXT)
    is_regular = stat.S_ISREG(mode)
    if is_regular and source.file_format is None:
        raise InputError("is of an unknown kind", f"{KNOWN_FORMATS_TEXT}, or send it to `-`")
    read = _read_by_name if is_regular else _read_by_content
    with _buffer_stream(io.FileIO(source.path)) as stream:
        yield from read(stream, source, columns)


def _buffer_stream(stream: io.FileIO | io.BytesIO) -> io.BufferedReader:
    return io.BufferedReader(stream, BUFFER_BYTES)


def _read_address(source: Source, columns: FieldColumns) -> ReadResults:
    """The documents at an address: its media type goes before its extension, and that before its first bytes."""
    fetched = web_fetch.fetch_address(source.path)
    if isinstance(fetched, Problem):
        yield fetched
        return
    stream = _buffer_stream(io.BytesIO(fetched.data))
    file_format = fetched.file_format or source.file_format
    if file_format and fetched.data and not fetched.data.startswith(GZIP_MAGIC):
        yield from _read_format(file_format, stream, source, columns)
    else:
        yield from (_read_by_name if source.is_gzipped else _read_by_content)(stream, source, columns)


def _read_by_name(stream: io.BufferedReader, source: Source, columns: FieldColumns) -> ReadResults:
    """The documents of a file in the format of its extension."""
    if not stream.peek(1):
        raise InputError("is empty")
    if source.file_format:
        stream = unzip_stream(stream) if source.is_gzipped else stream
        yield from _read_format(source.file_format, stream, source, columns)


def _read_by_content(stream: io.BufferedReader, source: Source, columns: FieldColumns) -> ReadResults:
    """The documents of a stream without a name, in the format that its first bytes indicate."""
    head = stream.peek(1)
    if head.startswith(GZIP_MAGIC):
        stream = unzip_stream(stream)
        head = stream.peek(1)
    if not head:
        raise InputError("is empty")
    yield from _read_format(detect_format(head, columns), stream, source, columns)


def _read_format(
    file_format: FileFormat, stream: io.BufferedReader, source: Source, columns: FieldColumns
) -> ReadResults:
    if file_format == "zip":
        yield from zip_archive.read_documents(stream, source, partial(_read_by_name, columns=columns))
    elif read := _STREAM_READERS.get(file_format):
        yield from read(stream, source, columns)
    else:
        yield from _read_whole_file(file_format, stream, source)


def _read_whole_file(file_format: FileFormat, stream: io.BufferedReader, source: Source) -> ReadResults:
    data = stream.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        raise InputError(f"is larger than {MAX_TEXT_BYTES >> 20} MB", "split it, or make it records (.jsonl)")
    for result in _WHOLE_FILE_READERS[file_format](data, source):
        if isinstance(result, tuple) and file_format in SINGLE_DOCUMENT_FORMATS:
            result = _name_document(result, source)
        yield result


def _name_document(located: LocatedDocument, source: Source) -> LocatedDocument:
    """Marks the id of a document that is a whole file as given, if the file is in an archive or at an address."""
    where, document = located
    known: dict[str, object] = {"id_given": True} if source.member or source.is_address else {}
    if source.is_address and not source.member and document.url is None:
        known["url"] = source.path
    return (where, document.model_copy(update=known)) if known else located
