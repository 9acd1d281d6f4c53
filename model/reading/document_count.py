"""Estimates in advance how many documents the sources contain, for progress bars."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from model.reading.sources import Source

_CHUNK_BYTES: Final = 1 << 20


def estimate_documents(sources: Iterable[Source]) -> int | None:
    """The approximate number of documents: one per line of records, and per file of one document.

    None if it cannot be known without consuming a source (standard input, pipes, addresses) or parsing it (tables,
    feeds, archives).
    """
    total = 0
    records = []
    for source in sources:
        if not os.path.isfile(source.path):
            if source.path == "-" or source.is_address or os.path.exists(source.path):
                return None
        elif source.file_format == "records":
            records.append(source)
        elif source.file_format is None or source.is_single_document:
            total += 1
        else:
            return None
    return total + sum(map(_count_lines, records))


def _count_lines(source: Source) -> int:
    """The line ends of the file, as far as it is readable; a thousand times faster than reading the documents."""
    lines = 0
    opener = gzip.open if source.is_gzipped else open
    with suppress(OSError, EOFError, zlib.error), opener(source.path, "rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            lines += chunk.count(b"\n")
    return lines
