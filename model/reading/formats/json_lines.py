"""JSON Lines: one article per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from gzip import BadGzipFile
from io import BufferedReader

from model.problem import InputError, Problem
from model.reading.article_record import read_article
from model.reading.encoding import MAX_TEXT_BYTES, decode_text, detect_bom
from model.reading.field_aliases import FieldColumns
from model.reading.gzip_stream import broken_gzip_problem
from model.reading.sources import ReadResults, Source


def read_documents(stream: BufferedReader, source: Source, columns: FieldColumns) -> ReadResults:
    """The documents of a stream of records, line by line; an unusable line yields a Problem."""
    number = 0
    is_empty = True
    try:
        for number, line in enumerate(_read_lines(stream), start=1):
            where = f"{source.name}, line {number:,}"
            if isinstance(line, Problem):
                is_empty = False
                yield replace(line, location=where)
            elif line.strip():
                is_empty = False
                yield from _parse_line(line, where, f"{source.stem}:{number}", columns)
    except BadGzipFile:
        yield broken_gzip_problem(f"{source.name}, after line {number:,}")
        return
    if is_empty:
        raise InputError("has no records")


def _read_lines(stream: BufferedReader) -> Iterator[str | Problem]:
    """The lines of the stream; an undecodable line is a Problem without location."""
    encoding = detect_bom(stream.peek(4))
    if encoding and encoding != "utf-8-sig":
        yield from _read_wide_lines(stream, encoding)
        return
    encoding = "utf-8-sig"  # of the first line only
    while data := stream.readline(MAX_TEXT_BYTES + 1):
        if len(data) > MAX_TEXT_BYTES:
            while data and not data.endswith(b"\n"):
                data = stream.readline(MAX_TEXT_BYTES)
            yield Problem("", f"is longer than {MAX_TEXT_BYTES >> 20} MB", "split the record")
            continue
        try:
            # Only \n ends a line: U+2028 and its like may occur inside a JSON string.
            yield data.decode(encoding)
        except UnicodeDecodeError as error:
            yield Problem("", "is not UTF-8", "save the file as UTF-8", f"wrong at byte {error.start + 1:,}")
        encoding = "utf-8"


def _read_wide_lines(stream: BufferedReader, encoding: str) -> Iterator[str | Problem]:
    """The lines of UTF-16 or UTF-32, as some systems write redirected output."""
    data, remedy = stream.read(MAX_TEXT_BYTES + 1), "save the file as UTF-8"
    if len(data) > MAX_TEXT_BYTES:
        yield Problem("", f"{encoding.upper()} of more than {MAX_TEXT_BYTES >> 20} MB", remedy)
        return
    try:
        yield from decode_text(data, remedy=remedy).split("\n")
    except InputError as error:
        yield error.problem_at("")


def _parse_line(line: str, where: str, fallback_id: str, columns: FieldColumns) -> ReadResults:
    try:
        record = json.loads(line)
    except (RecursionError, ValueError) as error:
        value = "too deeply nested" if isinstance(error, RecursionError) else "a number too long to read"
        if isinstance(error, json.JSONDecodeError):
            value = f"{error.msg.removesuffix(' at')} at column {error.colno:,}"
        yield Problem(where, "invalid JSON", "correct the line", value)
    else:
        if isinstance(record, dict):
            yield from read_article(record, where, fallback_id, columns)
        else:
            yield Problem(where, "is not a JSON object", 'write each document as {"id": ..., "text": ...}')
