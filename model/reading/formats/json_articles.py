"""JSON: articles in an array, or under a key such as "articles" or "results", at any depth.

The file is parsed as a stream of events and never held in memory as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import Any, Final, NamedTuple

from model.problem import InputError, Problem
from model.reading.article_record import NO_TEXT_PROBLEM, read_article
from model.reading.encoding import detect_bom
from model.reading.field_aliases import FieldColumns
from model.reading.formats import telegram_chat as telegram
from model.reading.sources import ReadResults, Source

# Keys under which web services and other formats converted to JSON put their articles.
_CONTAINER_KEYS: Final = re.compile(
    "articles|items?|results|data|entry|entries|documents|docs|posts|hits|records|rows|news|stories|response|feed|rss|"
    "channel|messages|chats|list",
    re.IGNORECASE,
)
_NESTED_CONTAINER_KEYS: Final = re.compile("messages")  # what an object in a list may contain: a chat its messages
_MAX_DEPTH: Final = 100
_MAX_ARTICLE_BYTES: Final = 16 << 20  # from one article to the next: parsing a value takes quadratic time
_MAX_ARTICLE_VALUES: Final = 1_000_000  # from one article to the next

_ERROR_WORDS: Final = {  # the parser's message -> ours
    "premature EOF": "it is cut off",
    "Incomplete JSON": "it is cut off",
    "UTF8": "it is not UTF-8",
    "NaN": "NaN where JSON has null",
}
_REMEDY: Final = "correct the file"
_JsonEvents = Iterator[tuple[str, Any]]


class _Record(NamedTuple):
    """An object that may be an article, the fields of the objects around it, and the key of its list."""

    fields: dict[str, Any]
    context: dict[str, Any]
    container_key: str


def read_documents(stream: BufferedReader, source: Source, columns: FieldColumns) -> ReadResults:
    """The articles of a JSON file, one by one as they are read."""
    number = 0
    has_articles = False
    textless: list[int] = []  # reported only once an article shows that the file contains any
    try:
        for record in _iter_records(stream):
            number += 1
            where = f"{source.name}, article {number:,}"
            if record.container_key == "messages" and telegram.is_chat(record.context):
                results: ReadResults = telegram.read_message(record.fields, record.context, where)
            else:
                results = read_article(record.fields, where, f"{source.stem}:{number}", columns)
            for result in results:
                if isinstance(result, Problem) and not has_articles and result.message == NO_TEXT_PROBLEM:
                    textless.append(number)
                    no_text = result
                    continue
                has_articles = True
                for index in textless:
                    yield replace(no_text, location=f"{source.name}, article {index:,}")
                textless.clear()
                yield result
    except InputError as error:
        yield error.problem_at(f"{source.name}, after article {number:,}" if number else source.name)
        return
    if not has_articles:
        raise InputError("has no articles", "if it does, name the key of their text with --map text=KEY")


def _iter_records(stream: BufferedReader) -> Iterator[_Record]:
    """The objects of the file that may be articles. Raises InputError."""
    import ijson

    if (encoding := detect_bom(stream.peek(4))) == "utf-8-sig":
        stream.read(3)
    elif encoding:
        raise InputError(f"is {encoding.upper()}, where JSON is UTF-8", _REMEDY)
    bounded = _BoundedStream(stream)
    try:
        events = ijson.basic_parse(bounded, multiple_values=True, use_float=True)
        for event, _ in events:
            records: Iterator[_Record] = iter(())
            if event == "start_map":
                records = _iter_object_records(events, {}, _CONTAINER_KEYS)
            elif event == "start_array":
                records = _iter_array_records(events, {}, "")
            for record in records:
                bounded.reset_limits()
                yield record
    except ijson.JSONError as error:
        raise InputError("invalid JSON", _REMEDY, _describe_json_error(error)) from None
    except (UnicodeDecodeError, OverflowError) as error:
        raise InputError("invalid JSON", _REMEDY, str(error)) from None


def _describe_json_error(error: Exception) -> str:
    """The first line of the parser's message; the others draw the position."""
    message = error.args[0] if error.args else b""
    text = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
    if plain := next((plain for words, plain in _ERROR_WORDS.items() if words in text), None):
        return plain
    return next(iter(text.splitlines()), "it cannot be read").strip().rstrip(".")


class _BoundedStream:
    """A stream that raises InputError if too much of it passes without an article."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.reset_limits()

    def reset_limits(self) -> None:
        """Start counting for the next article."""
        self._bytes_read = self._value_count = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read1(size)
        self._bytes_read += len(data)
        self._value_count += data.count(b",")
        if self._bytes_read > _MAX_ARTICLE_BYTES or self._value_count > _MAX_ARTICLE_VALUES:
            what = f"goes on for {self._bytes_read >> 20:,} MB without an article"
            raise InputError(what, "if it holds any, split it, or make it records (.jsonl)")
        return data


def _iter_object_records(
    events: _JsonEvents, context: dict[str, Any], container: re.Pattern[str], key: str = "", depth: int = 0
) -> Iterator[_Record]:
    """The records of an object whose start was read: those in its containers, or the object itself."""
    fields: dict[str, Any] = {}
    is_container = False
    for event, name in events:
        if event == "end_map":
            break
        event, value = next(events)
        if event not in ("start_map", "start_array") or not container.fullmatch(name) or depth >= _MAX_DEPTH:
            fields[name] = _build_value(events, event, value)
            continue
        is_container = True
        inner, inner_key = {**context, **fields}, name.casefold()
        if event == "start_array":
            yield from _iter_array_records(events, inner, inner_key, depth + 1)
        else:
            yield from _iter_object_records(events, inner, container, inner_key, depth + 1)
    if not is_container:
        yield _Record(fields, context, key)


def _iter_array_records(events: _JsonEvents, context: dict[str, Any], key: str, depth: int = 0) -> Iterator[_Record]:
    """The records of an array whose start was read: its objects."""
    for event, value in events:
        if event == "end_array":
            break
        if event == "start_map":
            yield from _iter_object_records(events, context, _NESTED_CONTAINER_KEYS, key, depth + 1)
        else:
            _build_value(events, event, value)


def _build_value(events: _JsonEvents, event: str, value: Any, depth: int = 0) -> Any:
    """The value that begins with this event."""
    if event not in ("start_map", "start_array"):
        return value
    if depth == _MAX_DEPTH:
        raise InputError("too deeply nested", _REMEDY)
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
