"""Documents and spans: text preserved character by character."""

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
    """One article or message. The offsets of all reports count the characters of its text.

    `published` is the publication date, None where unknown. `published_from` is where it was found, `published_text`
    its words there; it is weak where they only give the date of an update or the like. `published_told` is the
    document's own date where the user has set another. `id_given` is True for an id that does not depend on the
    position in the file: one from the record itself, or the name of a file in an archive.
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
        """The position of a character of the text, both counted from 1 as in editors."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    @property
    def digest(self) -> str:
        """16 hex digits of its content, the same for every file and id; a date set by the user does not count."""
        published = self.published_told if self.published_from == "user" else self.published
        content = [self.text, self.title, published and published.isoformat(), self.source, self.url]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def field_text(self, name: Literal["text", "title"]) -> str:
        """The text or the title; '' where there is none."""
        return self.text if name == "text" else self.title or ""


@lru_cache(maxsize=1)  # callers ask for many offsets of one text in a row
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


class Span(FrozenModel):
    """The characters of a document's text or title from `start` (inclusive) to `end` (exclusive)."""

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
        """Whether the document has exactly these characters at this offset."""
        return document.field_text(self.within)[self.start : self.end] == self.text
