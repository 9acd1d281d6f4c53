"""Queries with `IN (...)` over any number of values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

_MAX_BATCH_PARAMETERS: Final = 400


def placeholders(values: Sequence[object]) -> str:
    """One question mark per value, separated by commas."""
    return ",".join("?" * len(values))


def select_in(database: sqlite3.Connection, sql: str, values: Iterable[object]) -> Iterator[Any]:
    """Yield the rows of a query, with the placeholders of the values in place of `{}`, batch by batch.

    ORDER BY holds inside a batch only. No statement stays open meanwhile, so the caller may write.
    """
    parameters = list(values)
    for first in range(0, len(parameters), _MAX_BATCH_PARAMETERS):
        batch = parameters[first : first + _MAX_BATCH_PARAMETERS]
        yield from database.execute(sql.format(placeholders(batch)), batch).fetchall()
