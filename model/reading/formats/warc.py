"""WARC web archives: each page of the crawl under the address it came from. Needs warcio."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from io import BufferedReader, StringIO
from types import SimpleNamespace
from typing import Any, Final

from model.problem import InputError, Problem
from model.reading.encoding import MAX_TEXT_BYTES
from model.reading.field_aliases import FieldColumns
from model.reading.formats.html_page import read_html_page
from model.reading.sources import ReadResults, Source

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")


def read_documents(stream: BufferedReader, source: Source, _columns: FieldColumns) -> ReadResults:
    """The articles of the pages that a server answered with, in the order of the file."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise InputError("WARC needs one more package", "install strikeview[warc]") from None
    number = 0
    pages = _iter_pages(ArchiveIterator(SimpleNamespace(read=stream.read1)))
    try:
        for number, (address, data) in enumerate(pages, start=1):
            where = f"{source.name}, page {number:,} ({address})"
            if len(data) > MAX_TEXT_BYTES:
                yield Problem(where, f"is larger than {MAX_TEXT_BYTES >> 20} MB")
                continue
            try:
                yield where, read_html_page(data, f"{source.stem}:{number}", address)
            except InputError as error:
                yield error.problem_at(where)
    except _BrokenArchiveError:
        after = f", after page {number:,}" if number else ""
        yield Problem(f"{source.name}{after}", "is not a readable WARC file", "get the file again")
        return
    if not number:
        raise InputError("has no pages")


class _BrokenArchiveError(ValueError):
    """No more records can be read."""


def _iter_pages(records: Iterable[Any]) -> Iterator[tuple[str, bytes]]:
    """The pages with their addresses. Raises _BrokenArchiveError, and what the stream raises."""
    logging.getLogger("warcio").setLevel(logging.CRITICAL + 1)
    iterator = iter(records)
    try:
        while True:
            # The parser itself writes to standard error, including words of the file: discard that.
            with redirect_stderr(StringIO()):
                if (record := next(iterator, None)) is None:
                    return
                page = None
                if _is_page(record):
                    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
                    page = address, record.content_stream().read(MAX_TEXT_BYTES + 1)
            if page:
                yield page
    except OSError:
        raise
    except Exception as error:  # hostile files make the parser fail in many ways
        raise _BrokenArchiveError from error


def _is_page(record: Any) -> bool:
    """Whether the record is a page with status 200, or one stored without HTTP headers."""
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers or record.rec_headers
    media_type = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return media_type in _PAGE_TYPES and (record.http_headers is None or headers.get_statuscode() == "200")
