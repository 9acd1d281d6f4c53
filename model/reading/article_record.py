"""One record, whatever file it stands in, as an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from model.event import Document
from model.problem import Problem
from model.reading import publication_date as dates
from model.reading.field_aliases import TEXT, Columns
from model.reading.html_fragments import is_markup, text_of
from model.reading.sources import Placed
from model.text.calendar import FIRST, LAST
from model.text.sanitize import whole

NO_TEXT: Final = "the record has no text"
_SHOWN: Final = 60  # characters of a wrong value that a message repeats
_AROUND: Final = ("_source", "fields", "attributes")  # the keys under which search engines and services put the record
_WITHIN: Final = ("rendered", "name", "title", "main", "value", "href")  # ... and values their words
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS: Final = re.compile(r"\d{9,10}(?:\.0*)?|\d{12,13}")  # since 1970, or milliseconds


def article(
    record: Mapping[str, Any], where: str, fallback_id: str, columns: Columns, *, source: str | None = None
) -> Iterator[Placed | Problem]:
    """The document of a record, and what is wrong with it.

    `fallback_id` names a record that brings no id, `source` is that of one that tells none.
    """
    record = _unwrapped(record)
    places = columns.of(record)
    values = {field: _first(record, names) for field, names in places.items()}
    for field, path in columns.given.items():
        if field not in values and (value := _at(record, path)) is not None:
            values[field] = value
    text = _text(record, places.get(TEXT, []), values.get(TEXT))
    if not text.strip():
        yield Problem(where, NO_TEXT, 'the article belongs under the key "text"')
        return
    clean = whole(text)
    if clean != text:
        yield Problem(where, "the text has halves of characters (lone surrogates)", "each now stands as U+FFFD")
    published = values.get("published")
    stated = _stated(published)
    if stated is None and published is not None:
        shown = json.dumps(published, ensure_ascii=False, default=str)
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        yield Problem(where, "published is no date", "write it as YYYY-MM-DD", shown)
    identifier = _identifier(values.get("id"))
    yield (
        where,
        Document(
            id=identifier or fallback_id,
            id_given=identifier is not None,
            text=clean,
            title=_words(values.get("title")),
            source=_words(values.get("source")) or source,
            url=_words(values.get("url")),
            **dates.stamp(("record", stated), ("text", None if stated else dates.of_header(clean))),
        ),
    )


def _unwrapped(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record with what stands in an envelope inside it as its own."""
    for key in _AROUND:
        if isinstance(inner := record.get(key), dict):
            record = {**inner, **{name: value for name, value in record.items() if name != key}}
    return record


def _first(record: Mapping[str, Any], names: list[str]) -> Any:
    """The first value of these names that says anything."""
    return next((value for name in names if _says_something(value := record[name])), None)


def _says_something(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def _at(record: Mapping[str, Any], path: str) -> Any:
    """The value at a path of keys with dots between them, as "fields.body"."""
    value: Any = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _text(record: Mapping[str, Any], names: list[str], value: Any) -> str:
    """The article's words; HTML is reduced to them, save under "text", which is the text to the character."""
    if isinstance(value, list):
        value = "\n".join(words for part in value if (words := _within(part)))
    words = _within(value) or ""
    is_exact = names[:1] == [TEXT] and words == record.get(TEXT)
    return text_of(words) if not is_exact and is_markup(words) else words


def _within(value: Any) -> str | None:
    """The words of a value, or of the part of it that holds them."""
    if isinstance(value, dict):
        value = next((part for key in _WITHIN if isinstance(part := value.get(key), str)), None)
    return value if isinstance(value, str) and value.strip() else None


def _words(value: Any) -> str | None:
    words = _within(value)
    if words and isinstance(value, dict) and is_markup(words):
        words = text_of(words)
    return whole(words) if words else None


def _identifier(value: object) -> str | None:
    """An id is a text or a whole number (`True` is neither)."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _words(value)


def _stated(value: object) -> dates.Published | None:
    """The day of a date in words or figures, or of the seconds or milliseconds since 1970 (in UTC)."""
    if found := dates.stated(value):
        return found
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    words = str(value).strip()
    if not _SECONDS.fullmatch(words):
        return None
    seconds = float(words) / (1 if float(words) < 1e11 else 1000)
    day = (_EPOCH + timedelta(seconds=seconds)).date()
    return dates.Published(day, words) if FIRST <= day <= LAST else None
