"""Reads what a test has written to a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from model.event import Document, ExtractedDocument
from model.reading import Problem, find_sources, read_source


def read_items(
    path: Path,
    content: str | bytes,
    default_date: date | None = None,
    columns: Mapping[str, str] | None = None,
) -> list[Document | Problem]:
    """The documents and problems of a file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    [source] = find_sources([str(path)])
    items = list(read_source(source, default_date=default_date, columns=columns))
    assert not [str(item) for item in items if isinstance(item, Problem) and "please report" in item.remedy]
    return [item for item in items if not isinstance(item, ExtractedDocument)]


def read_document(
    path: Path,
    content: str | bytes,
    default_date: date | None = None,
    columns: Mapping[str, str] | None = None,
) -> Document:
    """The only document of the file."""
    [item] = read_items(path, content, default_date, columns)
    assert isinstance(item, Document), str(item)
    return item


def read_documents(path: Path, content: str | bytes, columns: Mapping[str, str] | None = None) -> list[Document]:
    """All documents of the file, which must have no problems."""
    items = read_items(path, content, columns=columns)
    assert not [str(item) for item in items if isinstance(item, Problem)]
    return [item for item in items if isinstance(item, Document)]


def read_problem_lines(path: Path, content: str | bytes, columns: Mapping[str, str] | None = None) -> list[str]:
    """The problems as lines, without the folder."""
    items = read_items(path, content, columns=columns)
    return [str(item).replace(f"{path.parent}/", "") for item in items if isinstance(item, Problem)]
