"""Exports strikes in formats for other programs and for people.

Output is deterministic: it depends on no clock, path or locale. Each format has its own module, which is
loaded on demand; a new one is a line in `_FORMAT_WRITERS`.
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
    strikes: Iterable[Strike], document: DocumentLookup, export_format: str, stamp: ExportStamp
) -> Iterator[bytes]:
    """The strikes in one of EXPORT_FORMATS, in parts; text is UTF-8.

    `strikes` is read once, and memory stays flat. Raises `parquet.MissingPackageError` where the format needs a package
    that is not installed.
    """
    module, name = _FORMAT_WRITERS[export_format]
    render: Callable[[Iterable[Strike], DocumentLookup, ExportStamp], Iterator[str | bytes]]
    render = getattr(import_module(f"model.exporting.{module}"), name)
    parts = render(strikes, document, stamp)
    return (part.encode() if isinstance(part, str) else part for part in parts)
