"""Reads one record of a table or JSON file as an article."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from model.event import Document
from model.problem import Problem
from model.reading import publication_date as dates
from model.reading.field_aliases import TEXT_FIELD, FieldColumns
from model.reading.html_fragments import html_to_text, is_markup
from model.reading.sources import ReadResults
from model.text.calendar import is_plausible
from model.text.sanitize import replace_surrogates

NO_TEXT_PROBLEM: Final = "the record has no text"
_MAX_SHOWN_CHARACTERS: Final = 60  # of a wrong value in a message
_ENVELOPE_KEYS: Final = ("_source", "fields", "attributes")  # where search engines and APIs put the record itself
_WORD_KEYS: Final = ("rendered", "name", "title", "main", "value", "href")  # ... and an object its words
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_SECONDS: Final = re.compile(r"\d{9,10}(?:\.0*)?|\d{12,13}")  # since 1970, or milliseconds


def read_article(record: Mapping[str, Any], where: str, default_id: str, columns: FieldColumns) -> ReadResults:
    """The document of a record, and problems with it; `default_id` is used if it has no id of its own."""
    record = _unwrap_record(record)
    names_by_field = columns.columns_by_field(record)
    values = {
        field: next((value for name in names if _has_content(value := record[name])), None)
        for field, names in names_by_field.items()
    }
    for field, path in columns.user_columns.items():
        if field not in values and (value := _value_at(record, path)) is not None:
            values[field] = value
    text = _article_text(record, names_by_field.get(TEXT_FIELD, []), values.get(TEXT_FIELD))
    if not text.strip():
        yield Problem(where, NO_TEXT_PROBLEM, 'the article belongs under the key "text"')
        return
    clean = replace_surrogates(text)
    if clean != text:
        yield Problem(where, "the text has halves of characters (lone surrogates)", "each is replaced by U+FFFD")
    published = values.get("published")
    stated = _publication_date(published)
    if stated is None and published is not None:
        shown = json.dumps(published, ensure_ascii=False, default=str)
        shown = shown if len(shown) <= _MAX_SHOWN_CHARACTERS else shown[:_MAX_SHOWN_CHARACTERS] + "…"
        yield Problem(where, "published is not a date", "write it as YYYY-MM-DD", shown)
    identifier = _article_id(values.get("id"))
    document = Document(
        id=identifier or default_id,
        id_given=identifier is not None,
        text=clean,
        title=_value_text(values.get("title")),
        source=_value_text(values.get("source")),
        url=_value_text(values.get("url")),
        **dates.publication_fields(("record", stated), ("text", None if stated else dates.find_header_date(clean))),
    )
    yield where, document


def _unwrap_record(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record with the fields of an inner envelope as its own."""
    for key in _ENVELOPE_KEYS:
        if isinstance(inner := record.get(key), dict):
            record = {**inner, **{name: value for name, value in record.items() if name != key}}
    return record


def _has_content(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def _value_at(record: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path of keys, such as "fields.body"."""
    value: Any = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _article_text(record: Mapping[str, Any], names: list[str], value: Any) -> str:
    """The article's text; HTML is converted, except under the key "text", which is kept character by character."""
    if isinstance(value, list):
        value = "\n".join(text for part in value if (text := _inner_words(part)))
    text = _inner_words(value) or ""
    is_exact = names[:1] == [TEXT_FIELD] and text == record.get(TEXT_FIELD)
    return html_to_text(text) if not is_exact and is_markup(text) else text


def _inner_words(value: Any) -> str | None:
    """The string itself, or the one inside an object; None if there is none."""
    if isinstance(value, dict):
        value = next((part for key in _WORD_KEYS if isinstance(part := value.get(key), str)), None)
    return value if isinstance(value, str) and value.strip() else None


def _value_text(value: Any) -> str | None:
    words = _inner_words(value)
    if words and isinstance(value, dict) and is_markup(words):
        words = html_to_text(words)
    return replace_surrogates(words) if words else None


def _article_id(value: object) -> str | None:
    """An id is a string or an integer (but not a bool)."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _value_text(value)


def _publication_date(value: object) -> dates.PublicationDate | None:
    """Parses a date, or seconds or milliseconds since 1970 (UTC)."""
    if parsed := dates.parse_publication_date(value):
        return parsed
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    words = str(value).strip()
    if not _EPOCH_SECONDS.fullmatch(words):
        return None
    seconds = float(words) / (1 if float(words) < 1e11 else 1000)
    day = (_EPOCH + timedelta(seconds=seconds)).date()
    return dates.PublicationDate(day, words) if is_plausible(day) else None
