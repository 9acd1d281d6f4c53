"""HTML pages: the article's text, title, date, site and address, without menus, comments and advertisements."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from model.event import Document
from model.problem import InputError
from model.reading import publication_date as dates
from model.reading.encoding import decode_text
from model.reading.sources import LocatedDocument, Source, host_name
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
# By default the extractor takes dates from the prose, and none later than the machine's clock.
_DATE_OPTIONS: Final = {
    "original_date": True,
    "extensive_search": False,
    "min_date": FIRST_PLAUSIBLE_DAY.isoformat(),
    "max_date": LAST_PLAUSIBLE_DAY.isoformat(),
}


def is_html(text: str) -> bool:
    """Whether the text begins like an HTML page."""
    return _HTML_START.match(text) is not None


def read_documents(data: bytes, source: Source) -> Iterator[LocatedDocument]:
    """The article of a page."""
    address = source.path if source.is_address and not source.member else None
    yield source.name, read_html_page(data, source.stem, address, dates.find_file_name_date(source.stem))


def read_html_page(
    data: bytes, identifier: str, address: str | None = None, file_date: dates.PublicationDate | None = None
) -> Document:
    """The article of a page fetched from this address; `file_date` is the date in its file name. Raises InputError."""
    html = decode_text(data, _declared_encoding(data), "save the page again as HTML")
    if not html.strip():
        raise InputError("has no text")
    article = _extract_article(html)
    text = replace_surrogates(article.text or "") if article else ""
    if not text.strip():
        raise InputError("has no article text", "save the article's text as a .txt file")
    header = dates.find_header_date(text)
    declared = dates.parse_publication_date(article.date)
    if header and header.is_weak and declared:  # the page's own date outweighs an update stamp
        header = None
    url = _web_address(article.url) or address or _saved_address(html)
    return Document(
        id=identifier,
        text=text,
        title=_single_line(article.title),
        source=_single_line(article.sitename) or _single_line(article.hostname) or host_name(url or "") or None,
        url=url,
        **dates.publication_fields(("text", header), ("page", declared), ("file name", file_date)),
    )


def _saved_address(html: str) -> str | None:
    """The address that a browser wrote into the page when saving it."""
    match = _SAVED_FROM_COMMENT.search(html, 0, _SAVED_FROM_CHARACTERS)
    return _web_address(match[1]) if match else None


def _web_address(value: object) -> str | None:
    line = _single_line(value)
    return line if line and line.lower().startswith(("http://", "https://")) else None


def _declared_encoding(data: bytes) -> str | None:
    """The encoding that the page declares; as on the web, Latin-1 means Windows-1252."""
    match = _DECLARED_ENCODING.search(data, 0, _DECLARATION_BYTES)
    if match is None:
        return None
    name = match[1].decode("ascii", "replace").lower()
    return "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name


def _extract_article(page: str) -> Any:
    """The article as trafilatura extracts it; None if it finds none or fails."""
    import trafilatura  # 0.3 s to import, and most inputs are not HTML

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # problems are reported in our own words
    try:
        return trafilatura.bare_extraction(
            page, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATE_OPTIONS)
        )
    except Exception:  # hostile pages make its parsers fail in many ways
        return None


def _single_line(value: object) -> str | None:
    return replace_surrogates(" ".join(value.split())) or None if isinstance(value, str) else None
