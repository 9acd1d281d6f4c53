"""WARC: the pages of a crawl, each under the address from which it came. Needs warcio."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import Any, Final

from model.reading import markup
from model.reading.columns import Columns
from model.reading.encoding import LARGEST
from model.reading.source import Placed, Problem, Source

_PAGES: Final = ("text/html", "application/xhtml+xml")


def documents(stream: BufferedReader, source: Source, _columns: Columns) -> Iterator[Placed | Problem]:
    """The articles of the pages that a server answered with, in the order of the file."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        yield Problem(source.name, "WARC needs one more package", "install strikeview[warc]")
        return
    number = 0
    some = False
    try:
        for record in ArchiveIterator(stream):
            if not _is_page(record):
                continue
            number += 1
            address = record.rec_headers.get_header("WARC-Target-URI", "").strip("<>")
            where = f"{source.name}, page {number:,} ({address})"
            data = record.content_stream().read(LARGEST + 1)
            if len(data) > LARGEST:
                yield Problem(where, f"is larger than {LARGEST >> 20} MB")
                continue
            some = True
            yield from markup.page(data, where, f"{source.stem}:{number}", address)
    except ArchiveLoadFailed as error:
        yield Problem(source.name, f"is broken: {' '.join(str(error).split())}", "get the file again")
        return
    if not some:
        yield Problem(source.name, "holds no pages")


def _is_page(record: Any) -> bool:
    """Whether the record is a page that was there, or one kept without what the server said."""
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _PAGES and (record.http_headers is None or headers.get_statuscode() == "200")
