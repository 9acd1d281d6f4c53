"""Errors of the library: whatever SQLite raises leaves the library as LibraryError."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar, cast

_Params = ParamSpec("_Params")
_Result = TypeVar("_Result")


class LibraryError(Exception):
    """A library cannot be opened, read or written; the message is one line for people: what, where, what to do."""


class CorruptValueError(sqlite3.DatabaseError):
    """A stored value that this program cannot have written; reported like SQLite's own corrupt pages."""

    def __init__(self) -> None:
        super().__init__("what it holds is damaged")


@contextmanager
def library_errors(path: object) -> Iterator[None]:
    """Raises LibraryError in place of SQLite's errors: a corrupt file, a failing disk."""
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(f"{path}: cannot be read ({error}); check the file, or open a copy of it") from None


def translate_sqlite_errors(method: Callable[_Params, _Result]) -> Callable[_Params, _Result]:
    """The method of a reader, raising LibraryError in place of SQLite's errors; so does the iterator it may return."""

    @wraps(method)
    def translated(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        path = getattr(args[0], "path", "the library")
        with library_errors(path):
            result = method(*args, **kwargs)
            return cast(_Result, _translated_items(result, path)) if isinstance(result, Iterator) else result

    return translated


def _translated_items(items: Iterator[object], path: object) -> Iterator[object]:
    with library_errors(path):
        yield from items
