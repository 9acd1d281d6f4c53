"""Asking for many rows by their values: so many at a time as one statement takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

_Asked = TypeVar("_Asked")
_AT_ONCE: Final = 400


def portions(values: Sequence[_Asked]) -> Iterator[Sequence[_Asked]]:
    """The values in portions that one statement takes."""
    return (values[first : first + _AT_ONCE] for first in range(0, len(values), _AT_ONCE))


def marks(values: Sequence[object]) -> str:
    """A question mark for each value."""
    return ",".join("?" * len(values))
