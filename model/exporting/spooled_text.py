"""Binding a dossier: what it holds is told first, and is known last."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Final

_IN_MEMORY: Final = 4_000_000  # bytes; more waits in a temporary file
_AT_ONCE: Final = 65_536  # characters


def bound(head: Callable[[], str], entries: Iterable[str]) -> Iterator[str]:
    """The head, asked for when all entries have been made, then the entries; memory stays flat."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as waiting:
        for text in entries:
            waiting.write(text)
        waiting.seek(0)
        yield head()
        while part := waiting.read(_AT_ONCE):
            yield part
