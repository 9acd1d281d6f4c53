"""JSON Lines of strikes: one object each, whole and nested, with each source and the rules that read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.event import Strike
from model.exporting.json_values import to_json_line
from model.exporting.nested_record import DocumentLookup, ExportStamp, build_record


def render_jsonl(strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[str]:
    """A line a strike; who made it stands in each, so that every line stands alone."""
    for strike in strikes:
        yield to_json_line(build_record(strike, document, stamp)) + "\n"
