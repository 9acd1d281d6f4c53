"""Sources of documents: files, the files in folders, web addresses and standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from model.problem import Problem
from model.text.sanitize import sanitize

if TYPE_CHECKING:
    from model.event import Document, ExtractedDocument

FileFormat = Literal["text", "page", "pdf", "records", "json", "table", "feed", "warc", "zip"]

STANDARD_INPUT: Final = "-"
_EXTENSIONS: Final[dict[FileFormat, tuple[str, ...]]] = {
    "text": (".txt", ".md", ".markdown"),
    "page": (".html", ".htm"),
    "pdf": (".pdf",),
    "records": (".jsonl", ".ndjson"),
    "json": (".json",),
    "table": (".csv", ".tsv"),
    "feed": (".xml", ".rss", ".atom"),
    "warc": (".warc",),
    "zip": (".zip",),
}
FORMATS_BY_EXTENSION: Final = {ending: name for name, endings in _EXTENSIONS.items() for ending in endings}
GZIP_EXTENSION: Final = ".gz"
# The longest first.
EXTENSIONS: Final = (
    *(f"{ending}{GZIP_EXTENSION}" for ending in FORMATS_BY_EXTENSION if ending != ".zip"),
    *FORMATS_BY_EXTENSION,
)
KNOWN_FORMATS_TEXT: Final = f"the kinds that can be read are {' '.join(FORMATS_BY_EXTENSION)}, and .gz of each"
SINGLE_DOCUMENT_FORMATS: Final = ("text", "page", "pdf")
_ADDRESS_PREFIXES: Final = ("http://", "https://")


@dataclass(frozen=True)
class Source:
    """A path ('-' is standard input) or an http(s) address; `member` is the file inside it if it is an archive."""

    path: str
    member: str = ""

    @property
    def name(self) -> str:
        """The name used in messages."""
        path = self.path if self.is_address else printable_path(self.path)
        path = "standard input" if path == STANDARD_INPUT else path
        return sanitize(f"{path}/{self.member}" if self.member else path)

    @property
    def is_address(self) -> bool:
        return self.path.lower().startswith(_ADDRESS_PREFIXES)

    @property
    def stem(self) -> str:
        """The file name without folder and extension: the id of a document without one."""
        if self._file_name == STANDARD_INPUT:
            return "stdin"
        name = os.path.basename(self._file_name)
        return (name[: -len(self.extension)] if self.extension else name) or host_name(self.path) or "unnamed"

    @property
    def extension(self) -> str:
        """The known extension of the file, in lower case; '' without one."""
        folded = self._file_name.lower()
        return next((ending for ending in EXTENSIONS if folded.endswith(ending)), "")

    @property
    def file_format(self) -> FileFormat | None:
        return FORMATS_BY_EXTENSION.get(self.extension.removesuffix(GZIP_EXTENSION))

    @property
    def is_gzipped(self) -> bool:
        return self.extension.endswith(GZIP_EXTENSION)

    @property
    def is_single_document(self) -> bool:
        """Whether it is a local file that is one document as a whole, which its path identifies."""
        is_local = not self.member and not self.is_address
        return self.file_format in SINGLE_DOCUMENT_FORMATS and is_local and os.path.isfile(self.path)

    @property
    def _file_name(self) -> str:
        if self.member or not self.is_address:
            return self.member or printable_path(self.path)
        try:
            return unquote(urlsplit(self.path).path).rstrip("/")
        except ValueError:  # an invalid address is reported when it is fetched
            return ""


def host_name(url: str) -> str:
    """The host of an address; '' if there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def printable_path(path: str) -> str:
    """A path as printable text, the same in any locale: bytes that are not UTF-8 are escaped ("\\xe9")."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def stable_path(path: str) -> str:
    """The real path of a file as text, unique to it: a path that is not UTF-8 is written as a bytes literal."""
    real = os.fsencode(os.path.realpath(path))
    try:
        return real.decode()
    except UnicodeDecodeError:
        return repr(real)


def origin_of(document: Document, source: Source) -> str:
    """A stable name for where the document was found: its file, or the file or address with its id; '' if it has none.

    A different text found there later is a newer version of the same document.
    """
    if source.path == STANDARD_INPUT:
        return ""
    path = source.path if source.is_address else stable_path(source.path)
    if source.is_single_document:
        return path
    return f"{path}\n{document.id}" if document.id_given else ""


LocatedDocument = tuple[str, "Document"]  # its location for messages, and the document
ReadResults: TypeAlias = "Iterator[LocatedDocument | ExtractedDocument | Problem]"


def find_sources(paths: Sequence[str]) -> list[Source]:
    """The sources at these paths, in the order given; folders are searched recursively, by name.

    In folders, hidden entries and unknown extensions are skipped, and links to folders are not followed. Duplicates are
    dropped. Missing and unreadable paths are kept: reading them reports the problem. Addresses are fetched when read.
    """
    sources: dict[str, Source] = {}
    for path in paths:
        for file in _find_files(path):
            source = Source(file)
            is_file = file != STANDARD_INPUT and not source.is_address
            sources.setdefault(os.path.realpath(file) if is_file else file, source)
    return list(sources.values())


def _find_files(path: str) -> Iterator[str]:
    if Source(path).is_address:
        # Percent-escape bytes that are not UTF-8.
        yield path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\\x", "%")
        return
    if path == STANDARD_INPUT or not os.path.isdir(path):
        yield path
        return
    has_files = False
    pending = [path]
    while pending:
        entry = pending.pop()
        if entry != path and (os.path.islink(entry) or not os.path.isdir(entry)):
            is_special = os.path.exists(entry) and not os.path.isfile(entry)  # pipe, device, link to a folder
            if Source(entry).extension and not is_special:
                has_files = True
                yield entry
            continue
        try:
            names = sorted(name for name in os.listdir(entry) if not name.startswith("."))
        except OSError:
            has_files = True
            yield entry
        else:
            pending += [os.path.join(entry, name) for name in reversed(names)]
    if not has_files:
        yield path


PREPARED_LIBRARY_NAME: Final = "prepared.db"  # the library of the bundled documents, in a wheel


def bundled_documents_path() -> Path:
    """The folder of the bundled documents: in the installed package, or else in the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "seeds"
    return inside if inside.is_dir() else package.parent / "seeds"
