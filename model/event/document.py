"""Document, Span: text kept to the character."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from model.event.base import FrozenModel

PublicationDateOrigin = Literal["record", "text", "page", "file name", "user"]


class Document(FrozenModel):
    """One article or message, its text kept to the character: every offset in a report counts into it.

    `published` is the day the document itself names (None where it names none). `published_from` says what names it,
    `published_text` the very words, and `published_weak` that they are an update stamp or the like. `published_told` is
    the day that it names itself, where the user has given it another. `id_given` is that the id names it wherever in
    its file it stands: the record brought it, or it is its file's name inside an archive.
    """

    id: str
    id_given: bool = False
    text: str
    title: str | None = None
    published: date | None = None
    published_weak: bool = False
    published_from: PublicationDateOrigin | None = None
    published_text: str | None = None
    published_told: date | None = None
    source: str | None = None
    url: str | None = None

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Where a character of the text stands, both counted from 1, as editors count them."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    @property
    def digest(self) -> str:
        """What makes it this document wherever it lies and whatever its file is called: 16 hex digits of its content.

        A day of publication that the user gave is none of it.
        """
        published = self.published_told if self.published_from == "user" else self.published
        content = [self.text, self.title, published and published.isoformat(), self.source, self.url]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def field_text(self, name: Literal["text", "title"]) -> str:
        """The text or the title that stands apart from it ('' where there is none)."""
        return self.text if name == "text" else self.title or ""


@lru_cache(maxsize=1)  # whoever asks asks for many places of one text
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


class Span(FrozenModel):
    """A stretch of a document: `text` is the document's characters from `start` (inclusive) to `end` (exclusive)."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str
    within: Literal["text", "title"] = Field(default="text", alias="in")

    @model_validator(mode="after")
    def _check_length(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"a span of {self.end - self.start} characters holds {len(self.text)}")
        return self

    def is_verbatim_in(self, document: Document) -> bool:
        """True where the document holds exactly these characters at this place."""
        return document.field_text(self.within)[self.start : self.end] == self.text
