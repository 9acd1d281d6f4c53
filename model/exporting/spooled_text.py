"""Binding a dossier: what it holds is told first, and is known last."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Final

_MAX_MEMORY_BYTES: Final = 4_000_000  # bytes; more waits in a temporary file
_CHUNK_CHARACTERS: Final = 65_536  # characters


def prepend_head(head: Callable[[], str], entries: Iterable[str]) -> Iterator[str]:
    """The head, asked for when all entries have been made, then the entries; memory stays flat."""
    with tempfile.SpooledTemporaryFile(_MAX_MEMORY_BYTES, "w+", encoding="utf-8", newline="") as waiting:
        for text in entries:
            waiting.write(text)
        waiting.seek(0)
        yield head()
        while part := waiting.read(_CHUNK_CHARACTERS):
            yield part
