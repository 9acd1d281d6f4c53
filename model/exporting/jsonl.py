"""JSON Lines of strikes: one object each, whole and nested, with each source and the rules that read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.event import Strike
from model.exporting.json_values import json_line
from model.exporting.nested_record import Lookup, Stamp, record


def jsonl_of(strikes: Iterable[Strike], document: Lookup, stamp: Stamp) -> Iterator[str]:
    """A line a strike; who made it stands in each, so that every line stands alone."""
    for strike in strikes:
        yield json_line(record(strike, document, stamp)) + "\n"
