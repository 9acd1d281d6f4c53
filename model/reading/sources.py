"""Where documents come from: the files that paths and folders hold, and the lines that say what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote, urlsplit

from model.problem import Problem
from model.text.sanitize import visible

if TYPE_CHECKING:
    from model.event import Account, Document

Kind = Literal["text", "page", "pdf", "records", "json", "table", "feed", "warc", "zip"]

STANDARD_INPUT: Final = "-"
KINDS: Final[dict[str, Kind]] = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "page",
    ".htm": "page",
    ".pdf": "pdf",
    ".jsonl": "records",
    ".ndjson": "records",
    ".json": "json",
    ".csv": "table",
    ".tsv": "table",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
    ".zip": "zip",
}
ZIPPED: Final = ".gz"
# The longest first, or "a.jsonl.gz" would need a format of its own.
ENDINGS: Final = (*(f"{ending}{ZIPPED}" for ending in KINDS if ending != ".zip"), *KINDS)
KNOWN: Final = f"the kinds that can be read are {' '.join(KINDS)}, and .gz of each"
SINGLE: Final = ("text", "page", "pdf")  # of these a file is one document
_ADDRESSES: Final = ("http://", "https://")


@dataclass(frozen=True)
class Source:
    """A file to read ('-' is standard input), an http or https address, or a path of which only a problem can be told.

    `member` is the file inside it where it is an archive.
    """

    path: str
    member: str = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        path = self.path if self.is_address else legible(self.path)
        path = "standard input" if self.path == STANDARD_INPUT else path
        return visible(f"{path}/{self.member}" if self.member else path)

    @property
    def is_address(self) -> bool:
        """Whether it is to be fetched: http:// or https:// stands before it."""
        return self.path.lower().startswith(_ADDRESSES)

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: the id of a document that brings none."""
        if self._file == STANDARD_INPUT:
            return "stdin"
        name = os.path.basename(self._file)
        return (name[: -len(self.ending)] if self.ending else name) or self._host or "unnamed"

    @property
    def ending(self) -> str:
        """The known ending that the path has, in lower case; '' where it has none."""
        folded = self._file.lower()
        return next((ending for ending in ENDINGS if folded.endswith(ending)), "")

    @property
    def kind(self) -> Kind | None:
        """What the ending says that it is."""
        return KINDS.get(self.ending.removesuffix(ZIPPED))

    @property
    def is_zipped(self) -> bool:
        """Whether the ending says that it is a gzip."""
        return self.ending.endswith(ZIPPED)

    @property
    def holds_one(self) -> bool:
        """Whether it is a file that is one document as a whole: its path names that document."""
        return self.kind in SINGLE and not self.member and not self.is_address and os.path.isfile(self.path)

    @property
    def _file(self) -> str:
        if self.member or not self.is_address:
            return self.member or legible(self.path)
        try:
            return unquote(urlsplit(self.path).path).rstrip("/")
        except ValueError:  # an address that is none: fetching it tells so
            return ""

    @property
    def _host(self) -> str:
        try:
            return (urlsplit(self.path).hostname or "") if self.is_address else ""
        except ValueError:
            return ""


def legible(path: str) -> str:
    """A path as text to store and to print, the same in any locale: a byte E9 that is no UTF-8 is "\\xe9"."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def lasting(path: str) -> str:
    """The real path of a file as text that no other file has: one that is no UTF-8 is written as Python's bytes."""
    real = os.fsencode(os.path.realpath(path))
    try:
        return real.decode()
    except UnicodeDecodeError:
        return repr(real)


def origin_of(document: Document, source: Source) -> str:
    """A lasting name for where the document was found: its file, or the file or address with the id; '' for none.

    Another text that is found there later is a newer one of the same document.
    """
    if source.path == STANDARD_INPUT:
        return ""
    place = source.path if source.is_address else lasting(source.path)
    if source.holds_one:
        return place
    return f"{place}\n{document.id}" if document.id_given else ""


Placed = tuple[str, "Document"]  # where it was found, for messages, and the document
if TYPE_CHECKING:
    Found = Placed | Account | Problem  # what a reader of a format yields


def find(paths: Sequence[str]) -> list[Source]:
    """The files at these paths, in the order given; folders are searched to the bottom, in the order of names.

    Inside folders, hidden entries and unknown endings are passed over, and links to folders are not followed. A file
    that is found twice is read once. What is missing or unreadable stays, so that reading it tells the problem. What
    begins with http:// or https:// is an address, and is fetched when it is read.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for file in _files(path):
            source = Source(file)
            is_file = file != STANDARD_INPUT and not source.is_address
            found.setdefault(os.path.realpath(file) if is_file else file, source)
    return list(found.values())


def _files(path: str) -> Iterator[str]:
    if Source(path).is_address:
        # Bytes that are no UTF-8 are escaped as addresses do it.
        yield path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\\x", "%")
        return
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
