"""Exporting: strikes in forms that other programs, and people, read.

The same strikes in the same order give the same bytes: no clock, no path, no locale goes in. Each form lies in a file
of its own; a new one is one more line in `_FORMAT_WRITERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Final

from model.event import Strike
from model.exporting.nested_record import DocumentLookup, ExportStamp

__all__ = ["BINARY_FORMATS", "EXPORT_FORMATS", "DocumentLookup", "ExportStamp", "export_strikes"]

_FORMAT_WRITERS: Final = {
    "csv": ("csv_export", "render_csv"),
    "jsonl": ("jsonl", "render_jsonl"),
    "geojson": ("geojson", "render_geojson"),
    "md": ("markdown_dossier", "render_markdown"),
    "html": ("html_dossier", "render_html"),
    "parquet": ("parquet", "render_parquet"),
}
EXPORT_FORMATS: Final = tuple(_FORMAT_WRITERS)
BINARY_FORMATS: Final = frozenset({"parquet"})  # not for a terminal


def export_strikes(
    strikes: Iterable[Strike], document: DocumentLookup, form: str, stamp: ExportStamp
) -> Iterator[bytes]:
    """The strikes in one of FORMATS, in parts; text is UTF-8.

    Each strike is asked for once, and memory does not grow with their number. Raises MissingLibraryError of
    `model.exporting.parquet` where the form needs a library that is not installed.
    """
    module, name = _FORMAT_WRITERS[form]
    make: Callable[[Iterable[Strike], DocumentLookup, ExportStamp], Iterator[str | bytes]]
    make = getattr(import_module(f"model.exporting.{module}"), name)
    parts = make(strikes, document, stamp)
    return (part.encode() if isinstance(part, str) else part for part in parts)
