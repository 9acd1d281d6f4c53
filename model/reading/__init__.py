"""Reads files of every format into documents. What cannot be read becomes a Problem, never an exception.

Importing it loads no pydantic, so that finding files does not wait for the event model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from model.problem import Problem
from model.reading.sources import PREPARED_LIBRARY_NAME, Source, bundled_documents_path, find_sources

if TYPE_CHECKING:
    from model.event import Document, ExtractedDocument

__all__ = ["PREPARED_LIBRARY_NAME", "Problem", "Source", "bundled_documents_path", "find_sources", "read_source"]


def read_source(
    source: Source,
    *,
    default_date: date | None = None,
    used_ids: dict[str, int] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Document | ExtractedDocument | Problem]:
    """Yields the documents of a source one by one; raises nothing, whatever the bytes.

    A dataset of strikes yields ExtractedDocuments, which need no parsing. `default_date` is the publication date of
    documents that state none. Ids are made unique: the second "a" becomes "a#2"; pass the same `used_ids` to several
    calls to keep them unique across sources. `columns` maps article fields (`field_aliases.ARTICLE_FIELDS`) to columns
    or keys with unusual names.
    """
    from model.reading.document_reader import read_unique_documents

    return read_unique_documents(source, default_date, {} if used_ids is None else used_ids, columns)
