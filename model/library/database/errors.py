"""Damage inside a library: what nothing of ours has written. It is told as SQLite tells of its own pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar


class Damaged(sqlite3.DatabaseError):
    """A value of the library is none that this program writes."""

    def __init__(self) -> None:
        super().__init__("what it holds is damaged")


_Asked = ParamSpec("_Asked")


_Answer = TypeVar("_Answer")


class LibraryError(Exception):
    """A library cannot be opened, read or written; the message is one line for people: what, where, what to do."""


def reading(method: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """The method, raising LibraryError where SQLite cannot read: a damaged file, a failing disk."""

    @wraps(method)
    def asked(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        try:
            return method(*args, **kwargs)
        except sqlite3.Error as error:
            path = getattr(args[0], "path", "the library")
            raise LibraryError(f"{path}: cannot be read ({error}); check the file, or open a copy of it") from None

    return asked
