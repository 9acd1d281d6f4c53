"""From files to a library in one step, for what needs no progress: the build, the pictures."""

from __future__ import annotations

from collections.abc import Sequence

from model.edition import edition
from model.event import Account, Document
from model.library import Library
from model.parsing import parse
from model.reading import find, read


def collected(paths: Sequence[str]) -> Library:
    """A library in memory with what these files tell; what cannot be read is left out."""
    library = Library()
    library.add(
        Account(document, tuple(parse(document)), edition())
        for source in find(paths)
        for document in read(source)
        if isinstance(document, Document)
    )
    return library
