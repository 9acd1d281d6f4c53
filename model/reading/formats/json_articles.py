"""JSON: articles in an array, or under a key like "articles" or "results", however deep in their envelope.

The file is never held as a whole: its values are taken from a stream of events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import Any, Final, NamedTuple

from model.problem import Problem
from model.reading.article_record import NO_TEXT_PROBLEM, read_article
from model.reading.encoding import detect_bom
from model.reading.field_aliases import FieldColumns
from model.reading.formats import telegram_chat as telegram
from model.reading.sources import LocatedDocument, Source

# The keys under which services put what they found, and other formats written as JSON their articles.
_CONTAINER_KEYS: Final = re.compile(
    "articles|items?|results|data|entry|entries|documents|docs|posts|hits|records|rows|news|stories|response|feed|rss|"
    "channel|messages|chats|list",
    re.IGNORECASE,
)
_NESTED_CONTAINER_KEYS: Final = re.compile("messages")  # what an object of a list may hold: a chat its messages
_MAX_DEPTH: Final = 100  # values within values
_MAX_ARTICLE_BYTES: Final = (
    16 * 1024 * 1024
)  # bytes from one article to the next: a value takes the square of its length
_MAX_ARTICLE_VALUES: Final = 1_000_000  # from one article to the next

# What the parser says, and how people say it.
_ERROR_WORDS: Final = {
    "premature EOF": "it ends in the middle",
    "Incomplete JSON": "it ends in the middle",
    "UTF8": "it is not UTF-8",
    "NaN": "NaN stands where JSON has null",
}
_JsonEvent = tuple[str, Any]


class _Record(NamedTuple):
    """An object that may be an article, what was told about all of its list, and the key of that."""

    fields: dict[str, Any]
    context: dict[str, Any]
    container_key: str


class _UnreadableError(ValueError):
    """Why the rest of the file is not read, and what to do about it, for people."""

    def __init__(self, what: str, remedy: str = "correct the file", value: str = "") -> None:
        super().__init__(what)
        self.remedy, self.value = remedy, value


def read_documents(
    stream: BufferedReader, source: Source, columns: FieldColumns
) -> Iterator[LocatedDocument | Problem]:
    """The articles of a JSON file, one by one as they are read."""
    number = 0
    some = False
    textless: list[int] = []  # told once the first article shows that the file holds any
    try:
        for record in _iter_records(stream):
            number += 1
            where = f"{source.name}, article {number:,}"
            for found in _read_record(record, where, f"{source.stem}:{number}", columns):
                if isinstance(found, Problem) and not some and found.message == NO_TEXT_PROBLEM:
                    textless.append(number)
                    without = found
                    continue
                some = True
                for each in textless:
                    yield replace(without, location=f"{source.name}, article {each:,}")
                textless.clear()
                yield found
    except _UnreadableError as error:
        after = f", after article {number:,}" if number else ""
        yield Problem(f"{source.name}{after}", str(error), error.remedy, error.value)
        return
    if not some:
        yield Problem(source.name, "holds no articles", "if it does, name the key of their text with --map text=KEY")


def _read_record(
    record: _Record, where: str, fallback_id: str, columns: FieldColumns
) -> Iterator[LocatedDocument | Problem]:
    if record.container_key == "messages" and telegram.is_chat(record.context):
        return telegram.read_message(record.fields, record.context, where)
    return read_article(record.fields, where, fallback_id, columns)


def _iter_records(stream: BufferedReader) -> Iterator[_Record]:
    """The objects of the file that may be articles. Raises _UnreadableError."""
    import ijson

    if (encoding := detect_bom(stream.peek(4))) == "utf-8-sig":
        stream.read(3)
    elif encoding:
        raise _UnreadableError(f"is {encoding.upper()}, where JSON is UTF-8")
    bounded = _BoundedStream(stream)
    try:
        events = ijson.basic_parse(bounded, multiple_values=True, use_float=True)
        for event, _ in events:
            if event in ("start_map", "start_array"):
                found = (
                    _iter_object_records(events, {}, _CONTAINER_KEYS)
                    if event == "start_map"
                    else _iter_array_records(events, {}, "")
                )
                for record in found:
                    bounded.reset_limits()
                    yield record
    except ijson.JSONError as error:
        raise _UnreadableError("wrong JSON", value=_describe_json_error(error)) from None
    except (UnicodeDecodeError, OverflowError) as error:
        raise _UnreadableError("wrong JSON", value=str(error)) from None


def _describe_json_error(error: Exception) -> str:
    """What the parser says; below its words stands the place, as a drawing."""
    said = error.args[0] if error.args else b""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if plain := next((plain for told, plain in _ERROR_WORDS.items() if told in words), None):
        return plain
    return next(iter(words.splitlines()), "it cannot be read").strip().rstrip(".")


class _BoundedStream:
    """The stream, which ends in an error where too much of it goes by without an article."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.reset_limits()

    def reset_limits(self) -> None:
        """Another article begins."""
        self._bytes_read = self._value_count = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read1(size)
        self._bytes_read += len(data)
        self._value_count += data.count(b",")
        if self._bytes_read > _MAX_ARTICLE_BYTES or self._value_count > _MAX_ARTICLE_VALUES:
            what = f"goes on for {self._bytes_read >> 20:,} MB without an article"
            raise _UnreadableError(what, "if it holds any, split it, or make it records (.jsonl)")
        return data


def _iter_object_records(
    events: Iterator[_JsonEvent], about: dict[str, Any], holding: re.Pattern[str], key: str = "", depth: int = 0
) -> Iterator[_Record]:
    """The records of an object that has begun: those that it holds, or itself."""
    fields: dict[str, Any] = {}
    holds = False
    for event, name in events:
        if event == "end_map":
            break
        event, value = next(events)
        opens = event in ("start_map", "start_array") and holding.fullmatch(name) and depth < _MAX_DEPTH
        if opens and event == "start_array":
            holds = True
            yield from _iter_array_records(events, {**about, **fields}, name.casefold(), depth + 1)
        elif opens:
            holds = True
            yield from _iter_object_records(events, {**about, **fields}, holding, name.casefold(), depth + 1)
        else:
            fields[name] = _build_value(events, event, value)
    if not holds:
        yield _Record(fields, about, key)


def _iter_array_records(
    events: Iterator[_JsonEvent], about: dict[str, Any], key: str, depth: int = 0
) -> Iterator[_Record]:
    """The records of an array that has begun: its objects."""
    for event, value in events:
        if event == "end_array":
            break
        if event == "start_map":
            yield from _iter_object_records(events, about, _NESTED_CONTAINER_KEYS, key, depth + 1)
        else:
            _build_value(events, event, value)


def _build_value(events: Iterator[_JsonEvent], event: str, value: Any, depth: int = 0) -> Any:
    """The value that begins with this event."""
    if event not in ("start_map", "start_array"):
        return value
    if depth == _MAX_DEPTH:
        raise _UnreadableError("too deeply nested")
    if event == "start_array":
        values = []
        for event, value in events:
            if event == "end_array":
                break
            values.append(_build_value(events, event, value, depth + 1))
        return values
    fields = {}
    for event, name in events:
        if event == "end_map":
            break
        fields[name] = _build_value(events, *next(events), depth + 1)
    return fields
