"""Asking for many rows by their values: so many at a time as one statement takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

_BatchItem = TypeVar("_BatchItem")
_MAX_BATCH_PARAMETERS: Final = 400


def split_batches(values: Sequence[_BatchItem]) -> Iterator[Sequence[_BatchItem]]:
    """The values in portions that one statement takes."""
    return (values[first : first + _MAX_BATCH_PARAMETERS] for first in range(0, len(values), _MAX_BATCH_PARAMETERS))


def placeholders(values: Sequence[object]) -> str:
    """A question mark for each value."""
    return ",".join("?" * len(values))
