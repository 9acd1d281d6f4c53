"""A strike's documents with their headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from model.event import Document, Report
from tui.rendering import phrases as words

if TYPE_CHECKING:
    from model.event import Document, Report


class DocumentHeader(NamedTuple):
    """What a document says of itself, without its text."""

    title: str
    description: str
    url: str
    is_update_stamp: bool  # the day is an update stamp, which may be later than the text

    @classmethod
    def from_document(cls, document: Document, dot: str) -> DocumentHeader:
        """Title, then source and publication date ("undated" where it names none), then address."""
        published = "undated"
        if document.published:
            stamp = "updated" if document.published_weak else "published"
            published = f"{stamp} {words.describe_day(document.published)}"
            if document.published_from == "user":
                told = document.published_told
                published += f" (by you; it says {words.describe_day(told)} itself)" if told else " (by you)"
        about = f" {dot} ".join(part for part in (document.id, document.source, published) if part)
        return cls(document.title or "", about, document.url or "", document.published_weak)


@dataclass(frozen=True)
class StrikeSource:
    """One source of a strike: the document, its imprint, and its report of the strike."""

    document: Document
    header: DocumentHeader
    report: Report
