"""The sources of a strike: its documents, their headers and their reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from model.phrasing import describe_day, describe_publication_day

if TYPE_CHECKING:
    from model.event import Document, Report


class DocumentHeader(NamedTuple):
    """What identifies a document, without its text."""

    title: str
    description: str
    url: str
    is_update_stamp: bool  # the day is an update stamp, which may be later than the text

    @classmethod
    def from_document(cls, document: Document, dot: str) -> DocumentHeader:
        """The header; its description is "wire · The Harbour Wire · published Sat 30 Dec 2023"."""
        published = describe_publication_day(document.published, is_update_stamp=document.published_weak)
        if document.published and document.published_from == "user":
            own_day = document.published_told
            published += f" (by you; it says {describe_day(own_day)} itself)" if own_day else " (by you)"
        description = f" {dot} ".join(part for part in (document.id, document.source, published) if part)
        return cls(document.title or "", description, document.url or "", document.published_weak)


@dataclass(frozen=True)
class StrikeSource:
    """One source of a strike: the document, its header, and its report of the strike."""

    document: Document
    header: DocumentHeader
    report: Report
