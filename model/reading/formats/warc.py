"""WARC: the pages of a crawl, each under the address from which it came. Needs warcio."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from io import BufferedReader, StringIO
from types import SimpleNamespace
from typing import Any, Final

from model.problem import Problem
from model.reading.encoding import MAX_TEXT_BYTES
from model.reading.field_aliases import FieldColumns
from model.reading.formats import html_page as markup
from model.reading.sources import LocatedDocument, Source

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")


def read_documents(
    stream: BufferedReader, source: Source, _columns: FieldColumns
) -> Iterator[LocatedDocument | Problem]:
    """The articles of the pages that a server answered with, in the order of the file."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        yield Problem(source.name, "WARC needs one more package", "install strikeview[warc]")
        return
    number = 0
    try:
        for number, (address, data) in enumerate(
            _iter_pages(ArchiveIterator(SimpleNamespace(read=stream.read1))), start=1
        ):
            where = f"{source.name}, page {number:,} ({address})"
            if len(data) > MAX_TEXT_BYTES:
                yield Problem(where, f"is larger than {MAX_TEXT_BYTES >> 20} MB")
            else:
                yield from markup.read_html_page(data, where, f"{source.stem}:{number}", address)
    except _BrokenArchiveError:
        after = f", after page {number:,}" if number else ""
        yield Problem(f"{source.name}{after}", "is no WARC that can be read", "get the file again")
        return
    if not number:
        yield Problem(source.name, "holds no pages")


class _BrokenArchiveError(ValueError):
    """No more records can be read."""


def _iter_pages(records: Iterable[Any]) -> Iterator[tuple[str, bytes]]:
    """The pages with their addresses. Raises _BrokenArchiveError, and what the stream raises."""
    logging.getLogger("warcio").setLevel(logging.CRITICAL + 1)
    steps = iter(records)
    try:
        while True:
            # The parser writes to standard error itself, words of the file among it: these go nowhere.
            with redirect_stderr(StringIO()):
                if (record := next(steps, None)) is None:
                    return
                page = _read_page(record) if _is_page(record) else None
            if page:
                yield page
    except OSError:
        raise
    except Exception as error:  # hostile files make the parser fail in ways nobody has listed
        raise _BrokenArchiveError from error


def _read_page(record: Any) -> tuple[str, bytes]:
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    return address, record.content_stream().read(MAX_TEXT_BYTES + 1)


def _is_page(record: Any) -> bool:
    """Whether the record is a page that was there, or one kept without what the server said."""
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _PAGE_TYPES and (record.http_headers is None or headers.get_statuscode() == "200")
