"""Plain text and Markdown: the file is the document, to the character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from model.event import Document
from model.problem import Problem
from model.reading import publication_date as dates
from model.reading.encoding import UndecodableError, decode_text
from model.reading.field_aliases import FieldColumns
from model.reading.sources import LocatedDocument, Source
from model.text.front_matter import read_front_matter

_SOURCE_KEYS: Final = ("source", "site", "publisher", "author")  # who is named as the source, the surest first


def read_documents(data: bytes, source: Source) -> Iterator[LocatedDocument | Problem]:
    """The one document of a text: what stands at its top stays in the text, so that all offsets count into the file."""
    try:
        text = decode_text(data)
    except UndecodableError as error:
        yield Problem(source.name, str(error), "save it as UTF-8 text", error.value)
        return
    if not text.strip():
        yield Problem(source.name, "holds no text")
        return
    fields, wrong = read_front_matter(text)
    if wrong:
        yield Problem(source.name, "its front matter is not read", "put the value in quotation marks", wrong)
    places = FieldColumns().columns_by_field(fields)
    title, url = (fields[places[name][0]] if name in places else None for name in ("title", "url"))
    by = next((value for name in _SOURCE_KEYS if (value := fields.get(name))), None)
    yield (
        source.name,
        Document(
            id=source.stem,
            text=text,
            title=title,
            source=by,
            url=url,
            **dates.publication_fields(
                ("text", dates.find_header_date(text)), ("file name", dates.find_file_name_date(source.stem))
            ),
        ),
    )
