"""Damage inside a library: what nothing of ours has written. It is told as SQLite tells of its own pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar


class CorruptValueError(sqlite3.DatabaseError):
    """A value of the library is none that this program writes."""

    def __init__(self) -> None:
        super().__init__("what it holds is damaged")


_Params = ParamSpec("_Params")


_Result = TypeVar("_Result")


class LibraryError(Exception):
    """A library cannot be opened, read or written; the message is one line for people: what, where, what to do."""


def translate_sqlite_errors(method: Callable[_Params, _Result]) -> Callable[_Params, _Result]:
    """The method, raising LibraryError where SQLite cannot read: a damaged file, a failing disk."""

    @wraps(method)
    def asked(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        try:
            return method(*args, **kwargs)
        except sqlite3.Error as error:
            path = getattr(args[0], "path", "the library")
            raise LibraryError(f"{path}: cannot be read ({error}); check the file, or open a copy of it") from None

    return asked
