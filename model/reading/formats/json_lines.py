"""JSON Lines: one article a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from gzip import BadGzipFile
from io import BufferedReader
from typing import Final

from model.problem import Problem
from model.reading.article_record import article
from model.reading.encoding import LARGEST, UndecodableError, decode, marked
from model.reading.field_aliases import Columns
from model.reading.sources import Placed, Source

_MARK_BYTES: Final = 4


def documents(stream: BufferedReader, source: Source, columns: Columns) -> Iterator[Placed | Problem]:
    """The documents of a stream of records, read line by line; a line that is none yields a Problem."""
    number = 0
    some = False
    try:
        for number, line in enumerate(_lines(stream), start=1):
            where = f"{source.name}, line {number:,}"
            if isinstance(line, str) and not line.strip():
                continue
            some = True
            if isinstance(line, Problem):
                yield replace(line, where=where)
            else:
                yield from _parsed(line, where, f"{source.stem}:{number}", columns)
    except BadGzipFile:
        yield Problem(f"{source.name}, after line {number:,}", "the gzip data is broken", "get the file again")
    else:
        if not some:
            yield Problem(source.name, "holds no records")


def _lines(stream: BufferedReader) -> Iterator[str | Problem]:
    """The lines of the stream; a Problem without its place stands for a line that is no text."""
    if encoding := _wide(stream.peek(_MARK_BYTES)):
        yield from _wide_lines(stream, encoding)
        return
    first = True
    while data := stream.readline(LARGEST + 1):
        if len(data) > LARGEST:
            while data and not data.endswith(b"\n"):
                data = stream.readline(LARGEST)
            yield Problem("", f"is longer than {LARGEST >> 20} MB", "split the record")
            continue
        try:
            # Lines are ended by \n alone: U+2028 and its like may stand inside a JSON string.
            yield data.decode("utf-8-sig" if first else "utf-8")
        except UnicodeDecodeError as error:
            yield Problem("", "is not UTF-8", "save the file as UTF-8", f"wrong at byte {error.start + 1:,}")
        first = False


def _wide(head: bytes) -> str | None:
    encoding = marked(head)
    return None if encoding == "utf-8-sig" else encoding


def _wide_lines(stream: BufferedReader, encoding: str) -> Iterator[str | Problem]:
    """The lines of UTF-16 or UTF-32, as some systems write redirected output."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Problem("", f"{encoding.upper()} of more than {LARGEST >> 20} MB", "save the file as UTF-8")
        return
    try:
        yield from decode(data).split("\n")
    except UndecodableError as error:
        yield Problem("", str(error), "save the file as UTF-8", error.value)


def _parsed(line: str, where: str, fallback_id: str, columns: Columns) -> Iterator[Placed | Problem]:
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
            yield from article(record, where, fallback_id, columns)
        else:
            yield Problem(where, "is no JSON object", 'write each document as {"id": ..., "text": ...}')
