"""Plain text and Markdown: the file is the document, to the character."""

from __future__ import annotations

from collections.abc import Iterator

from model.event import Document
from model.reading import dates
from model.reading.encoding import UndecodableError, decode
from model.reading.source import Placed, Problem, Source


def documents(data: bytes, source: Source) -> Iterator[Placed | Problem]:
    """The one document of a text: its title stays in the text, so that all offsets count into one string."""
    try:
        text = decode(data)
    except UndecodableError as error:
        yield Problem(source.name, str(error), "save it as UTF-8 text")
        return
    if not text.strip():
        yield Problem(source.name, "holds no text")
        return
    published = dates.stamp(("text", dates.of_header(text)), ("file name", dates.of_name(source.stem)))
    yield source.name, Document(id=source.stem, text=text, **published)
