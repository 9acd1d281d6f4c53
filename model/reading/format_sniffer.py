"""What kind a stream without a name is of, by what it begins with."""

from __future__ import annotations

import csv
import json
import re
from typing import Final

from model.reading.encoding import marked
from model.reading.field_aliases import TEXT, Columns
from model.reading.formats import html_page as markup
from model.reading.sources import Kind

_MARKS: Final[tuple[tuple[bytes, Kind], ...]] = ((b"%PDF-", "pdf"), (b"PK\3\4", "zip"), (b"WARC/", "warc"))
_FEED: Final = re.compile(r"\s*(?:<(?:\?xml|!--)[^>]*>\s*)*<(?:rss|feed|(?:\w+:)?RDF)\b", re.I)
# The first key of an object that holds articles, or that stands alone on its line.
_HOLDER: Final = re.compile(r'\s*\{\s*(?:\n|"(?:articles|items|results|data|status|name|version)"\s*:)')


def kind_of(head: bytes, columns: Columns) -> Kind:
    """The kind of what begins with these bytes; "text" where nothing says otherwise."""
    if kind := next((kind for mark, kind in _MARKS if head.startswith(mark)), None):
        return kind
    text = head.decode(marked(head) or "utf-8", "replace").lstrip("\ufeff")
    begins = text.lstrip()[:1]
    if begins == "[":
        return "json"
    if begins == "{":
        return "json" if _HOLDER.match(text) and not _is_record(text) else "records"
    if _FEED.match(text):
        return "feed"
    if markup.looks_like(text):
        return "page"
    return "table" if _is_header(text.partition("\n")[0], columns) else "text"


def _is_record(text: str) -> bool:
    """Whether the first line is an object of its own that has a text."""
    try:
        record = json.loads(text.lstrip().partition("\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and TEXT in record


def _is_header(line: str, columns: Columns) -> bool:
    """Whether the line names the columns of a table of articles or of strikes."""
    try:
        rows = [next(csv.reader([line], delimiter=mark), []) for mark in ",;\t"]
    except csv.Error:
        return False
    return any(len(row) > 1 and _is_table([name.strip() for name in row], columns) for row in rows)


def _is_table(names: list[str], columns: Columns) -> bool:
    from model.datasets import recognised

    known = columns.of(names)
    return (len(known) > 1 and TEXT in known) or recognised(names) is not None
