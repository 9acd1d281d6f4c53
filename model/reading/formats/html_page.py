"""HTML pages: the article's text, title, date, site and address, without menus, comments and advertisements."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from model.event import Document
from model.problem import Problem
from model.reading import publication_date as dates
from model.reading.encoding import UndecodableError, decode
from model.reading.sources import Placed, Source
from model.text.calendar import FIRST, LAST
from model.text.sanitize import whole

_DECLARED: Final = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_DECLARED_WITHIN: Final = 4096
_SAVED_FROM: Final = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S{1,2000})", re.I
)
_SAVED_WITHIN: Final = 4096
_LOOKS_LIKE: Final = re.compile(
    r"\s*<(?:!doctype\s+html|\?xml|!--|html|head|body|article|main|div|p|h1|meta|title)\b", re.I
)
# Without these the extractor would take dates from the prose, and none later than the machine's clock.
_DATE_RULES: Final = {
    "original_date": True,
    "extensive_search": False,
    "min_date": FIRST.isoformat(),
    "max_date": LAST.isoformat(),
}


def looks_like(text: str) -> bool:
    """True where the text begins as an HTML page does."""
    return _LOOKS_LIKE.match(text) is not None


def documents(data: bytes, source: Source) -> Iterator[Placed | Problem]:
    """The one article of a page; its title stands apart from its text."""
    address = source.path if source.is_address and not source.member else None
    yield from page(data, source.name, source.stem, address, dates.of_name(source.stem))


def page(
    data: bytes, where: str, identifier: str, address: str | None = None, named: dates.Published | None = None
) -> Iterator[Placed | Problem]:
    """The one article of a page that came from this address; `named` is the day that its file's name tells."""
    try:
        html = decode(data, _declared(data))
    except UndecodableError as error:
        yield Problem(where, str(error), "save the page again as HTML", error.value)
        return
    if not html.strip():
        yield Problem(where, "holds no text")
        return
    article = _extracted(html)
    text = whole(article.text or "") if article else ""
    if not text.strip():
        yield Problem(where, "holds no article text", "save the article's words as a .txt file")
        return
    header = dates.of_header(text)
    on_page = dates.stated(article.date)
    if header and header.weak and on_page:  # an update stamp does not outweigh the day that the page declares
        header = None
    url = _address(article.url) or address or _saved_from(html)
    yield (
        where,
        Document(
            id=identifier,
            text=text,
            title=_line(article.title),
            source=_line(article.sitename) or _line(article.hostname) or _host(url),
            url=url,
            **dates.stamp(("text", header), ("page", on_page), ("file name", named)),
        ),
    )


def _saved_from(html: str) -> str | None:
    """The address that the program which saved the page wrote into it."""
    match = _SAVED_FROM.search(html, 0, _SAVED_WITHIN)
    return _address(match[1]) if match else None


def _address(value: object) -> str | None:
    """The value where it is an address of the web."""
    line = _line(value)
    return line if line and line.lower().startswith(("http://", "https://")) else None


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _declared(data: bytes) -> str | None:
    """The encoding that the page names, in the reading of the web: Latin-1 means Windows-1252 there."""
    match = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    if match is None:
        return None
    name = match[1].decode("ascii", "replace").lower()
    return "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name


def _extracted(page: str) -> Any:
    """What trafilatura makes of the page; None where it finds nothing, or fails."""
    import trafilatura  # a third of a second, and most inputs are no HTML

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # it logs what we tell in our own words
    try:
        return trafilatura.bare_extraction(
            page, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATE_RULES)
        )
    except Exception:  # hostile pages make the parsers below it fail in ways nobody has listed
        return None


def _line(value: object) -> str | None:
    return whole(" ".join(value.split())) or None if isinstance(value, str) else None
