"""Exporting: strikes in forms that other programs, and people, read.

The same strikes in the same order give the same bytes: no clock, no path, no locale goes in. Each form lies in a file
of its own; a new one is one more line in `_FORMS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Final

from model.event import Strike
from model.exporting.nested_record import Lookup, Stamp

__all__ = ["BINARY", "FORMATS", "Lookup", "Stamp", "export"]

_FORMS: Final = {
    "csv": ("csv_export", "csv_of"),
    "jsonl": ("jsonl", "jsonl_of"),
    "geojson": ("geojson", "geojson_of"),
    "md": ("markdown_dossier", "markdown_of"),
    "html": ("html_dossier", "html_of"),
    "parquet": ("parquet", "parquet_of"),
}
FORMATS: Final = tuple(_FORMS)
BINARY: Final = frozenset({"parquet"})  # not for a terminal


def export(strikes: Iterable[Strike], document: Lookup, form: str, stamp: Stamp) -> Iterator[bytes]:
    """The strikes in one of FORMATS, in parts; text is UTF-8.

    Each strike is asked for once, and memory does not grow with their number. Raises MissingLibraryError of
    `model.exporting.parquet` where the form needs a library that is not installed.
    """
    module, name = _FORMS[form]
    make: Callable[[Iterable[Strike], Lookup, Stamp], Iterator[str | bytes]]
    make = getattr(import_module(f"model.exporting.{module}"), name)
    parts = make(strikes, document, stamp)
    return (part.encode() if isinstance(part, str) else part for part in parts)
