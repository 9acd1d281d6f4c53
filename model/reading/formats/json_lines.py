"""JSON Lines: one article a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from gzip import BadGzipFile
from io import BufferedReader
from typing import Final

from model.problem import Problem
from model.reading.article_record import read_article
from model.reading.encoding import MAX_TEXT_BYTES, UndecodableError, decode_text, detect_bom
from model.reading.field_aliases import FieldColumns
from model.reading.sources import LocatedDocument, Source

_BOM_BYTES: Final = 4


def read_documents(
    stream: BufferedReader, source: Source, columns: FieldColumns
) -> Iterator[LocatedDocument | Problem]:
    """The documents of a stream of records, read line by line; a line that is none yields a Problem."""
    number = 0
    some = False
    try:
        for number, line in enumerate(_read_lines(stream), start=1):
            where = f"{source.name}, line {number:,}"
            if isinstance(line, str) and not line.strip():
                continue
            some = True
            if isinstance(line, Problem):
                yield replace(line, location=where)
            else:
                yield from _parse_line(line, where, f"{source.stem}:{number}", columns)
    except BadGzipFile:
        yield Problem(f"{source.name}, after line {number:,}", "the gzip data is broken", "get the file again")
    else:
        if not some:
            yield Problem(source.name, "holds no records")


def _read_lines(stream: BufferedReader) -> Iterator[str | Problem]:
    """The lines of the stream; a Problem without its place stands for a line that is no text."""
    if encoding := _wide_encoding(stream.peek(_BOM_BYTES)):
        yield from _read_wide_lines(stream, encoding)
        return
    first = True
    while data := stream.readline(MAX_TEXT_BYTES + 1):
        if len(data) > MAX_TEXT_BYTES:
            while data and not data.endswith(b"\n"):
                data = stream.readline(MAX_TEXT_BYTES)
            yield Problem("", f"is longer than {MAX_TEXT_BYTES >> 20} MB", "split the record")
            continue
        try:
            # Lines are ended by \n alone: U+2028 and its like may stand inside a JSON string.
            yield data.decode("utf-8-sig" if first else "utf-8")
        except UnicodeDecodeError as error:
            yield Problem("", "is not UTF-8", "save the file as UTF-8", f"wrong at byte {error.start + 1:,}")
        first = False


def _wide_encoding(head: bytes) -> str | None:
    encoding = detect_bom(head)
    return None if encoding == "utf-8-sig" else encoding


def _read_wide_lines(stream: BufferedReader, encoding: str) -> Iterator[str | Problem]:
    """The lines of UTF-16 or UTF-32, as some systems write redirected output."""
    data = stream.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        yield Problem("", f"{encoding.upper()} of more than {MAX_TEXT_BYTES >> 20} MB", "save the file as UTF-8")
        return
    try:
        yield from decode_text(data).split("\n")
    except UndecodableError as error:
        yield Problem("", str(error), "save the file as UTF-8", error.value)


def _parse_line(line: str, where: str, fallback_id: str, columns: FieldColumns) -> Iterator[LocatedDocument | Problem]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        value = f"{error.msg.removesuffix(' at')} at column {error.colno:,}"
        yield Problem(where, "wrong JSON", "correct the line", value)
    except (RecursionError, ValueError) as error:
        value = "too deeply nested" if isinstance(error, RecursionError) else "a number too long to read"
        yield Problem(where, "wrong JSON", "correct the line", value)
    else:
        if isinstance(record, dict):
            yield from read_article(record, where, fallback_id, columns)
        else:
            yield Problem(where, "is no JSON object", 'write each document as {"id": ..., "text": ...}')
