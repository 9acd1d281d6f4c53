"""Files of every kind to documents: what cannot be read becomes a Problem, one line for people, never an error.

Importing it loads no pydantic: what only finds the files need not wait for the event model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from model.problem import Problem
from model.reading.sources import PREPARED_LIBRARY_NAME, Source, bundled_documents_path, find_sources, origin_of

if TYPE_CHECKING:
    from model.event import Document, ExtractedDocument

__all__ = [
    "PREPARED_LIBRARY_NAME",
    "Problem",
    "Source",
    "bundled_documents_path",
    "find_sources",
    "origin_of",
    "read_source",
]


def read_source(
    source: Source,
    *,
    default_date: date | None = None,
    taken: dict[str, int] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Document | ExtractedDocument | Problem]:
    """The documents of a source, one by one as they are read; whatever bytes come, it raises nothing.

    A dataset of strikes gives accounts, which need no parsing. `default_date` dates documents that name no day
    themselves. Ids are unique within the source: the second "a" is "a#2". Pass one `taken` dict to several calls to
    keep them unique over all of these. `columns` says which column or key holds which field of an article (one of
    `model.reading.columns.FIELDS`) where its name is none of the usual.
    """
    from model.reading.document_reader import read_unique_documents

    return read_unique_documents(source, default_date, {} if taken is None else taken, columns)
