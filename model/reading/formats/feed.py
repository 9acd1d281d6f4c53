"""RSS and Atom feeds: each item is a document, its HTML reduced to text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from model.event import Document
from model.problem import InputError, Problem
from model.reading import publication_date as dates
from model.reading.encoding import decode_text
from model.reading.formats import html_page
from model.reading.html_fragments import html_to_text, is_markup
from model.reading.sources import LocatedDocument, Source
from model.text.sanitize import replace_surrogates

_ROOT: Final = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)\b", re.I)
_ROOT_END: Final = re.compile(r"</(?:rss|feed|(?:\w+:)?RDF)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.I | re.S)
_ENTITY: Final = re.compile(r"<!ENTITY", re.I)
_DECLARED_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)
_TAG: Final = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(?P<end></)|(?P<begin><\w[^<>]*+(?<!/)>)", re.S)
_MAX_DEPTH: Final = 1_000
_LONG_TAG: Final = re.compile(r"<\w(?:[^<>=]*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s<>\"'=]++)){200}")
_HEAD_CHARACTERS: Final = 1 << 16  # the root element must start within these


def read_documents(data: bytes, source: Source) -> Iterator[LocatedDocument | Problem]:
    """The items of a feed, in its order."""
    declared = _DECLARED_ENCODING.search(data, 0, 400)
    text = decode_text(data, declared[1].decode("ascii", "replace") if declared else None, "get the feed again")
    root = _ROOT.search(text, 0, _HEAD_CHARACTERS)
    if root is None:
        if not html_page.is_html(text) or not re.search("<html", text[:_HEAD_CHARACTERS], re.I):
            raise InputError("is not a feed (RSS or Atom)")
        yield from html_page.read_documents(data, source)
        return
    if _ENTITY.search(text, 0, root.start()):  # nested entities can expand to gigabytes
        raise InputError("declares entities of its own, which no feed needs", "it is not read")
    if _is_hostile(text):
        raise InputError("is not a readable feed", "get it again")
    feed = _parse_feed(text)
    if feed is None or not feed.entries:
        raise InputError("is broken: no item can be read" if feed is None or feed.bozo else "has no items")
    site = _single_line(feed.feed.get("title"))
    for number, item in enumerate(feed.entries, start=1):
        yield from _read_item(item, f"{source.name}, item {number:,}", f"{source.stem}:{number}", site)
    if feed.bozo and not _ROOT_END.search(text[-_HEAD_CHARACTERS:]):
        yield Problem(source.name, "is cut off", "get the feed again")


def _parse_feed(text: str) -> Any:
    """The feed as feedparser reads it; None if it fails."""
    import feedparser

    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # hostile feeds make its parsers fail in many ways
        return None


def _is_hostile(text: str) -> bool:
    """Whether nested tags or a tag's attributes are so many that parsing would take quadratic time."""
    depth = 0
    for tag in _TAG.finditer(text):
        if tag["begin"]:
            depth += 1
        elif tag["end"]:
            depth -= 1
        if depth > _MAX_DEPTH:
            return True
    return _LONG_TAG.search(text) is not None


def _read_item(
    item: Mapping[str, Any], where: str, fallback_id: str, site: str | None
) -> Iterator[LocatedDocument | Problem]:
    title = _single_line(item.get("title"))
    bodies = [part.get("value") for part in item.get("content", ())] + [item.get("summary")]
    text = replace_surrogates(_plain_text(max((body for body in bodies if body), key=len, default="")))
    if not text.strip():
        title, text = None, title or ""  # a headline alone
    if not text:
        yield Problem(where, "has no text")
        return
    published = dates.parse_publication_date(item.get("published"))
    if published is None and (updated := dates.parse_publication_date(item.get("updated"))):
        published = updated._replace(is_weak=True)
    identifier = item.get("id")
    document = Document(
        id=replace_surrogates(identifier) if identifier else fallback_id,
        id_given=bool(identifier),
        text=text,
        title=title,
        source=_single_line((item.get("source") or {}).get("title")) or site,
        url=replace_surrogates(item["link"]) if item.get("link") else None,
        **dates.publication_fields(("record", published), ("text", dates.find_header_date(text))),
    )
    yield where, document


def _plain_text(value: str) -> str:
    return html_to_text(value) if is_markup(value) or "&" in value else value


def _single_line(value: object) -> str | None:
    return replace_surrogates(" ".join(_plain_text(value).split())) or None if isinstance(value, str) else None
