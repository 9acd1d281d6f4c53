"""JSON Lines: one document a line, with the keys id, title, published, source, url and text."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile
from io import BufferedReader
from typing import Any, Final

from model.event import Document
from model.reading import dates
from model.reading.encoding import LARGEST, UndecodableError, decode, marked, whole
from model.reading.source import Placed, Problem, Source

_MARK_BYTES: Final = 4
_SHOWN: Final = 60  # characters of a wrong value that a message repeats


def documents(stream: BufferedReader, source: Source) -> Iterator[Placed | Problem]:
    """The documents of a stream of records, read line by line; a line that is none yields a Problem."""
    number = 0
    some = False
    try:
        for number, line in enumerate(_lines(stream), start=1):
            where = f"{source.name}, line {number:,}"
            if isinstance(line, str) and not line.strip():
                continue
            some = True
            yield from _parsed(line, where, source, number) if isinstance(line, str) else [_at(line, where)]
    except (EOFError, BadGzipFile, zlib.error):
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
            yield Problem("", f"is not UTF-8 at byte {error.start + 1:,}", "save the file as UTF-8")
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
        yield Problem("", str(error), "save the file as UTF-8")


def _at(problem: Problem, where: str) -> Problem:
    return Problem(where, problem.what, problem.remedy)


def _parsed(line: str, where: str, source: Source, number: int) -> Iterator[Placed | Problem]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        yield Problem(where, f"wrong JSON at column {error.colno:,}: {what}", "correct the line")
    except (RecursionError, ValueError) as error:
        what = "too deeply nested" if isinstance(error, RecursionError) else "a number too long to read"
        yield Problem(where, f"wrong JSON: {what}", "correct the line")
    else:
        if isinstance(record, dict):
            yield from _document(record, where, f"{source.stem}:{number}")
        else:
            yield Problem(where, "is no JSON object", 'write each document as {"id": ..., "text": ...}')


def _document(record: dict[str, Any], where: str, fallback_id: str) -> Iterator[Placed | Problem]:
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        yield Problem(where, "the record has no text", 'the article belongs under the key "text"')
        return
    clean = whole(text)
    if clean != text:
        yield Problem(where, "the text has halves of characters (lone surrogates)", "each now stands as U+FFFD")
    published = record.get("published")
    stated = dates.stated(published)
    if stated is None and published not in (None, ""):
        shown = json.dumps(published, ensure_ascii=False)
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        yield Problem(where, f"published is no date: {shown}", "write it as YYYY-MM-DD")
    yield (
        where,
        Document(
            id=_identifier(record.get("id")) or fallback_id,
            text=clean,
            title=_string(record.get("title")),
            source=_string(record.get("source")),
            url=_string(record.get("url")),
            **dates.stamp(("record", stated), ("text", None if stated else dates.of_header(clean))),
        ),
    )


def _identifier(value: object) -> str | None:
    """An id is a text or a whole number (`True` is neither)."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _string(value)


def _string(value: object) -> str | None:
    return whole(value) if isinstance(value, str) and value.strip() else None
