"""JSON Lines: one nested object per strike, with its sources and the rules that read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.event import Strike
from model.exporting.json_values import to_json_line
from model.exporting.nested_record import DocumentLookup, ExportStamp, build_record


def render_jsonl(strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[str]:
    """A line for each strike, complete in itself: the export stamp is in every line."""
    for strike in strikes:
        yield to_json_line(build_record(strike, document, stamp)) + "\n"
