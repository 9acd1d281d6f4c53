"""Reading what a test has written to a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from model.event import Account, Document
from model.reading import Problem, find, read


def reads(
    path: Path,
    content: str | bytes,
    default_date: date | None = None,
    columns: Mapping[str, str] | None = None,
) -> list[Document | Problem]:
    """What a file with this content gives."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    [source] = find([str(path)])
    found = list(read(source, default_date=default_date, columns=columns))
    assert not [str(item) for item in found if isinstance(item, Problem) and "please report" in item.remedy]
    return [item for item in found if not isinstance(item, Account)]


def document(
    path: Path,
    content: str | bytes,
    default_date: date | None = None,
    columns: Mapping[str, str] | None = None,
) -> Document:
    """The only thing that it gives."""
    [found] = reads(path, content, default_date, columns)
    assert isinstance(found, Document), str(found)
    return found


def documents(path: Path, content: str | bytes, columns: Mapping[str, str] | None = None) -> list[Document]:
    """All that it gives, where nothing is wrong with it."""
    found = reads(path, content, columns=columns)
    assert not [str(item) for item in found if isinstance(item, Problem)]
    return [item for item in found if isinstance(item, Document)]


def lines(path: Path, content: str | bytes, columns: Mapping[str, str] | None = None) -> list[str]:
    """The problems, without the folder."""
    found = reads(path, content, columns=columns)
    return [str(item).replace(f"{path.parent}/", "") for item in found if isinstance(item, Problem)]
