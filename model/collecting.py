"""From files to a library in one step, for what needs no progress: the build, the pictures."""

from __future__ import annotations

from collections.abc import Sequence

from model.event import Document, Report
from model.library import Library
from model.merging import merge
from model.parsing import parse
from model.reading import find, read


def collected(paths: Sequence[str]) -> Library:
    """A library in memory with what these files tell; what cannot be read is left out."""
    documents: list[Document] = []
    reports: list[Report] = []
    for source in find(paths):
        for document in read(source):
            if isinstance(document, Document):
                documents.append(document)
                reports += parse(document)
    library = Library()
    library.fill(documents, merge(reports))
    return library
