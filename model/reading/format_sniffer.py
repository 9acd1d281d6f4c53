"""Detects the format of a stream without a name by its first bytes."""

from __future__ import annotations

import csv
import json
import re
from typing import Final

from model.reading.encoding import detect_bom
from model.reading.field_aliases import TEXT_FIELD, FieldColumns
from model.reading.formats import html_page
from model.reading.sources import FileFormat

_MAGIC_BYTES: Final[tuple[tuple[bytes, FileFormat], ...]] = ((b"%PDF-", "pdf"), (b"PK\3\4", "zip"), (b"WARC/", "warc"))
_FEED_START: Final = re.compile(r"\s*(?:<(?:\?xml|!--)[^>]*>\s*)*<(?:rss|feed|(?:\w+:)?RDF)\b", re.I)
# The first key of an object that contains articles, or a brace alone on its line.
_CONTAINER_START: Final = re.compile(r'\s*\{\s*(?:\n|"(?:articles|items|results|data|status|name|version)"\s*:)')


def detect_format(head: bytes, columns: FieldColumns) -> FileFormat:
    """The format of a stream that begins with these bytes; "text" by default."""
    if magic := next((name for mark, name in _MAGIC_BYTES if head.startswith(mark)), None):
        return magic
    text = head.decode(detect_bom(head) or "utf-8", "replace").lstrip("\ufeff")
    first = text.lstrip()[:1]
    if first == "[":
        return "json"
    if first == "{":
        return "json" if _CONTAINER_START.match(text) and not _is_record(text) else "records"
    if _FEED_START.match(text):
        return "feed"
    if html_page.is_html(text):
        return "page"
    return "table" if _is_header(text.partition("\n")[0], columns) else "text"


def _is_record(text: str) -> bool:
    """Whether the first line is a complete object with a text."""
    try:
        record = json.loads(text.lstrip().partition("\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and TEXT_FIELD in record


def _is_header(line: str, columns: FieldColumns) -> bool:
    """Whether the line is the header of a table of articles or strikes."""
    try:
        rows = [next(csv.reader([line], delimiter=mark), []) for mark in ",;\t"]
    except csv.Error:
        return False
    return any(len(row) > 1 and _is_table([name.strip() for name in row], columns) for row in rows)


def _is_table(names: list[str], columns: FieldColumns) -> bool:
    from model.datasets import find_mapping

    known = columns.columns_by_field(names)
    return (len(known) > 1 and TEXT_FIELD in known) or find_mapping(names) is not None
