"""Where documents come from: the files that paths and folders hold, and the lines that say what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote, urlsplit

from model.problem import Problem
from model.text.sanitize import sanitize

if TYPE_CHECKING:
    from model.event import Document, ExtractedDocument

FileFormat = Literal["text", "page", "pdf", "records", "json", "table", "feed", "warc", "zip"]

STANDARD_INPUT: Final = "-"
FORMATS_BY_EXTENSION: Final[dict[str, FileFormat]] = {
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
GZIP_EXTENSION: Final = ".gz"
# The longest first, or "a.jsonl.gz" would need a format of its own.
EXTENSIONS: Final = (
    *(f"{ending}{GZIP_EXTENSION}" for ending in FORMATS_BY_EXTENSION if ending != ".zip"),
    *FORMATS_BY_EXTENSION,
)
KNOWN_FORMATS_TEXT: Final = f"the kinds that can be read are {' '.join(FORMATS_BY_EXTENSION)}, and .gz of each"
SINGLE_DOCUMENT_FORMATS: Final = ("text", "page", "pdf")  # of these a file is one document
_ADDRESS_PREFIXES: Final = ("http://", "https://")


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
        return sanitize(f"{path}/{self.member}" if self.member else path)

    @property
    def is_address(self) -> bool:
        """Whether it is to be fetched: http:// or https:// stands before it."""
        return self.path.lower().startswith(_ADDRESS_PREFIXES)

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: the id of a document that brings none."""
        if self._file_name == STANDARD_INPUT:
            return "stdin"
        name = os.path.basename(self._file_name)
        return (name[: -len(self.extension)] if self.extension else name) or self._host_name or "unnamed"

    @property
    def extension(self) -> str:
        """The known ending that the path has, in lower case; '' where it has none."""
        folded = self._file_name.lower()
        return next((ending for ending in EXTENSIONS if folded.endswith(ending)), "")

    @property
    def file_format(self) -> FileFormat | None:
        """What the ending says that it is."""
        return FORMATS_BY_EXTENSION.get(self.extension.removesuffix(GZIP_EXTENSION))

    @property
    def is_gzipped(self) -> bool:
        """Whether the ending says that it is a gzip."""
        return self.extension.endswith(GZIP_EXTENSION)

    @property
    def is_single_document(self) -> bool:
        """Whether it is a file that is one document as a whole: its path names that document."""
        return (
            self.file_format in SINGLE_DOCUMENT_FORMATS
            and not self.member
            and not self.is_address
            and os.path.isfile(self.path)
        )

    @property
    def _file_name(self) -> str:
        if self.member or not self.is_address:
            return self.member or legible(self.path)
        try:
            return unquote(urlsplit(self.path).path).rstrip("/")
        except ValueError:  # an address that is none: fetching it tells so
            return ""

    @property
    def _host_name(self) -> str:
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
    if source.is_single_document:
        return place
    return f"{place}\n{document.id}" if document.id_given else ""


LocatedDocument = tuple[str, "Document"]  # where it was found, for messages, and the document
if TYPE_CHECKING:
    ReadResult = LocatedDocument | ExtractedDocument | Problem  # what a reader of a format yields


def find_sources(paths: Sequence[str]) -> list[Source]:
    """The files at these paths, in the order given; folders are searched to the bottom, in the order of names.

    Inside folders, hidden entries and unknown endings are passed over, and links to folders are not followed. A file
    that is found twice is read once. What is missing or unreadable stays, so that reading it tells the problem. What
    begins with http:// or https:// is an address, and is fetched when it is read.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for file in _find_files(path):
            source = Source(file)
            is_file = file != STANDARD_INPUT and not source.is_address
            found.setdefault(os.path.realpath(file) if is_file else file, source)
    return list(found.values())


def _find_files(path: str) -> Iterator[str]:
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
            if Source(entry).extension and not _is_special(entry):
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


PREPARED_LIBRARY_NAME: Final = "prepared.db"  # in a wheel, the library of the bundled documents, beside them


def bundled_documents_path() -> Path:
    """The folder of the documents that come with the program: inside the installed package, else in the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "seeds"
    return inside if inside.is_dir() else package.parent / "seeds"
