"""Errors of the library: whatever SQLite raises leaves the library as LibraryError."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

_Class = TypeVar("_Class")


class LibraryError(Exception):
    """A library cannot be opened, read or written; the message is one line for people: what, where, what to do."""


class CorruptValueError(sqlite3.DatabaseError):
    """A stored value that this program cannot have written; reported like SQLite's own corrupt pages."""

    def __init__(self) -> None:
        super().__init__("its contents are damaged")


@contextmanager
def library_errors(path: object) -> Iterator[None]:
    """Raises LibraryError in place of SQLite's errors: a corrupt file, a failing disk."""
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(f"{path}: cannot be read ({error}); check the file, or open a copy of it") from None


def translate_sqlite_errors(cls: type[_Class]) -> type[_Class]:
    """Decorate a class: its public methods, and the iterators they return, raise LibraryError for SQLite's errors."""
    for name, method in list(vars(cls).items()):
        if isinstance(method, FunctionType) and not name.startswith("_"):
            setattr(cls, name, _translate_method(method))
    return cls


def _translate_method(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def translated(self: Any, *args: Any, **kwargs: Any) -> Any:
        path = getattr(self, "path", "the library")
        with library_errors(path):
            result = method(self, *args, **kwargs)
        return _translate_items(result, path) if isinstance(result, Iterator) else result

    return translated


def _translate_items(items: Iterator[object], path: object) -> Iterator[object]:
    with library_errors(path):
        yield from items
