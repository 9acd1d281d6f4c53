"""Where documents come from: the files that paths and folders hold, and the lines that say what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from model.visible import visible

if TYPE_CHECKING:
    from model.event import Document

STANDARD_INPUT: Final = "-"
ENDINGS: Final = (".txt", ".md", ".html", ".htm", ".jsonl", ".jsonl.gz")
KNOWN: Final = "the kinds that can be read are " + " ".join(ENDINGS)


@dataclass(frozen=True)
class Problem:
    """What is wrong with some input, in one line for people: where, what, and what to do about it."""

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}"
        return visible(f"{line}; {self.remedy}" if self.remedy else line)


@dataclass(frozen=True)
class Source:
    """A file to read ('-' is standard input), or a path of which only a problem can be told."""

    path: str

    @property
    def name(self) -> str:
        """What messages call it."""
        return "standard input" if self.path == STANDARD_INPUT else visible(self.path)

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: the id of a document that brings none."""
        if self.path == STANDARD_INPUT:
            return "stdin"
        # A name need not be UTF-8, but an id is printed and stored as UTF-8.
        name = os.fsencode(os.path.basename(self.path)).decode("utf-8", "replace")
        return (name[: -len(self.ending)] if self.ending else name) or "unnamed"

    @property
    def ending(self) -> str:
        """The known ending that the path has, in lower case; '' where it has none."""
        folded = self.path.lower()
        # The longest first, or "a.jsonl.gz" would need a format of its own.
        return next((e for e in sorted(ENDINGS, key=len, reverse=True) if folded.endswith(e)), "")


Placed = tuple[str, "Document"]  # where it was found, for messages, and the document


def find(paths: Sequence[str]) -> list[Source]:
    """The files at these paths, in the order given; folders are searched to the bottom, in the order of names.

    Inside folders, hidden entries and unknown endings are passed over, and links to folders are not followed. A file
    that is found twice is read once. What is missing or unreadable stays, so that reading it tells the problem.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for file in _files(path):
            found.setdefault(os.path.realpath(file) if file != STANDARD_INPUT else file, Source(file))
    return list(found.values())


def _files(path: str) -> Iterator[str]:
    if path == STANDARD_INPUT or not os.path.isdir(path):
        yield path
        return
    some = False
    waiting = [path]
    while waiting:
        entry = waiting.pop()
        if entry != path and (os.path.islink(entry) or not os.path.isdir(entry)):
            if Source(entry).ending and not _is_special(entry):
                some = True
                yield entry
            continue
        try:
            names = sorted(name for name in os.listdir(entry) if not name.startswith("."))
        except OSError:
            some = True
            yield entry
        else:
            waiting += [os.path.join(entry, name) for name in reversed(names)]
    if not some:
        yield path


def _is_special(path: str) -> bool:
    """True for pipes, devices and sockets, and for links to folders: nothing to read inside a folder."""
    return os.path.exists(path) and not os.path.isfile(path)


PREPARED: Final = "prepared.db"  # in a wheel, the library of the bundled documents, beside them


def bundled() -> Path:
    """The folder of the documents that come with the program: inside the installed package, else in the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "seeds"
    return inside if inside.is_dir() else package.parent / "seeds"
