"""Plain text and Markdown: the file is the document, character by character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from model.event import Document
from model.problem import InputError, Problem
from model.reading import publication_date as dates
from model.reading.encoding import decode_text
from model.reading.field_aliases import FieldColumns
from model.reading.sources import LocatedDocument, Source
from model.text.front_matter import read_front_matter

_SOURCE_KEYS: Final = ("source", "site", "publisher", "author")  # in order of preference


def read_documents(data: bytes, source: Source) -> Iterator[LocatedDocument | Problem]:
    """The document in a text file. Front matter stays in the text, so that offsets are those of the file."""
    text = decode_text(data)
    if not text.strip():
        raise InputError("has no text")
    fields, problem = read_front_matter(text)
    if problem:
        yield Problem(source.name, "its front matter is not read", "put the value in quotation marks", problem)
    columns = FieldColumns().columns_by_field(fields)
    title, url = (fields[columns[name][0]] if name in columns else None for name in ("title", "url"))
    publisher = next((value for name in _SOURCE_KEYS if (value := fields.get(name))), None)
    published = dates.find_publication_fields(text, source.stem)
    yield source.name, Document(id=source.stem, text=text, title=title, source=publisher, url=url, **published)
