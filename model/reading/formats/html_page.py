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
from model.reading.encoding import UndecodableError, decode_text
from model.reading.sources import LocatedDocument, Source
from model.text.calendar import FIRST_PLAUSIBLE_DAY, LAST_PLAUSIBLE_DAY
from model.text.sanitize import replace_surrogates

_DECLARED_ENCODING: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I
)
_DECLARATION_BYTES: Final = 4096
_SAVED_FROM_COMMENT: Final = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S{1,2000})", re.I
)
_SAVED_FROM_CHARACTERS: Final = 4096
_HTML_START: Final = re.compile(
    r"\s*<(?:!doctype\s+html|\?xml|!--|html|head|body|article|main|div|p|h1|meta|title)\b", re.I
)
# Without these the extractor would take dates from the prose, and none later than the machine's clock.
_DATE_OPTIONS: Final = {
    "original_date": True,
    "extensive_search": False,
    "min_date": FIRST_PLAUSIBLE_DAY.isoformat(),
    "max_date": LAST_PLAUSIBLE_DAY.isoformat(),
}


def is_html(text: str) -> bool:
    """True where the text begins as an HTML page does."""
    return _HTML_START.match(text) is not None


def read_documents(data: bytes, source: Source) -> Iterator[LocatedDocument | Problem]:
    """The one article of a page; its title stands apart from its text."""
    address = source.path if source.is_address and not source.member else None
    yield from read_html_page(data, source.name, source.stem, address, dates.find_file_name_date(source.stem))


def read_html_page(
    data: bytes, where: str, identifier: str, address: str | None = None, named: dates.PublicationDate | None = None
) -> Iterator[LocatedDocument | Problem]:
    """The one article of a page that came from this address; `named` is the day that its file's name tells."""
    try:
        html = decode_text(data, _declared_encoding(data))
    except UndecodableError as error:
        yield Problem(where, str(error), "save the page again as HTML", error.value)
        return
    if not html.strip():
        yield Problem(where, "holds no text")
        return
    article = _extract_article(html)
    text = replace_surrogates(article.text or "") if article else ""
    if not text.strip():
        yield Problem(where, "holds no article text", "save the article's words as a .txt file")
        return
    header = dates.find_header_date(text)
    on_page = dates.parse_publication_date(article.date)
    if header and header.is_weak and on_page:  # an update stamp does not outweigh the day that the page declares
        header = None
    url = _web_address(article.url) or address or _saved_address(html)
    yield (
        where,
        Document(
            id=identifier,
            text=text,
            title=_single_line(article.title),
            source=_single_line(article.sitename) or _single_line(article.hostname) or _host_name(url),
            url=url,
            **dates.publication_fields(("text", header), ("page", on_page), ("file name", named)),
        ),
    )


def _saved_address(html: str) -> str | None:
    """The address that the program which saved the page wrote into it."""
    match = _SAVED_FROM_COMMENT.search(html, 0, _SAVED_FROM_CHARACTERS)
    return _web_address(match[1]) if match else None


def _web_address(value: object) -> str | None:
    """The value where it is an address of the web."""
    line = _single_line(value)
    return line if line and line.lower().startswith(("http://", "https://")) else None


def _host_name(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _declared_encoding(data: bytes) -> str | None:
    """The encoding that the page names, in the reading of the web: Latin-1 means Windows-1252 there."""
    match = _DECLARED_ENCODING.search(data, 0, _DECLARATION_BYTES)
    if match is None:
        return None
    name = match[1].decode("ascii", "replace").lower()
    return "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name


def _extract_article(page: str) -> Any:
    """What trafilatura makes of the page; None where it finds nothing, or fails."""
    import trafilatura  # a third of a second, and most inputs are no HTML

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # it logs what we tell in our own words
    try:
        return trafilatura.bare_extraction(
            page, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATE_OPTIONS)
        )
    except Exception:  # hostile pages make the parsers below it fail in ways nobody has listed
        return None


def _single_line(value: object) -> str | None:
    return replace_surrogates(" ".join(value.split())) or None if isinstance(value, str) else None
