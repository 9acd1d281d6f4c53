"""RSS and Atom: each item is a document, its HTML reduced to words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from model.event import Document
from model.problem import Problem
from model.reading import publication_date as dates
from model.reading.encoding import UndecodableError, decode
from model.reading.formats import html_page as markup
from model.reading.html_fragments import is_markup, text_of
from model.reading.sources import Placed, Source
from model.text.sanitize import whole

_ROOT: Final = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)\b", re.I)
_ENTITY: Final = re.compile(r"<!ENTITY", re.I)
_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)
_TAG: Final = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(?P<end></)|(?P<begin><\w[^<>]*+(?<!/)>)", re.S)
_DEEPEST: Final = 1_000
_LONG_TAG: Final = re.compile(r"<\w(?:[^<>=]*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s<>\"'=]++)){200}")
_HEAD: Final = 1 << 16  # characters in which the root stands


def documents(data: bytes, source: Source) -> Iterator[Placed | Problem]:
    """The items of a feed, in its order."""
    declared = _DECLARED.search(data, 0, 400)
    try:
        text = decode(data, declared[1].decode("ascii", "replace") if declared else None)
    except UndecodableError as error:
        yield Problem(source.name, str(error), "get the feed again", error.value)
        return
    root = _ROOT.search(text, 0, _HEAD)
    if root is None:
        if markup.looks_like(text) and re.search("<html", text[:_HEAD], re.I):
            yield from markup.documents(data, source)
        else:
            yield Problem(source.name, "is no feed (RSS or Atom)")
        return
    if _ENTITY.search(text, 0, root.start()):  # entities within entities can unfold to gigabytes
        yield Problem(source.name, "declares entities of its own, which no feed needs", "it is not read")
        return
    if _is_hostile(text):
        yield Problem(source.name, "is no feed that can be read", "get it again")
        return
    feed = _parsed(text)
    if feed is None or not feed.entries:
        broken = feed is None or feed.bozo
        yield Problem(source.name, "is broken: no item can be read" if broken else "holds no items")
        return
    site = _line(feed.feed.get("title"))
    for number, item in enumerate(feed.entries, start=1):
        yield from _item(item, f"{source.name}, item {number:,}", f"{source.stem}:{number}", site)
    if feed.bozo and _is_cut(text):
        yield Problem(source.name, "ends in the middle", "get the feed again")


def _parsed(text: str) -> Any:
    """What feedparser makes of the feed; None where it fails."""
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # hostile feeds make the parsers below it fail in ways nobody has listed
        return None


def _is_hostile(text: str) -> bool:
    """Whether tags hold tags, or a tag attributes, in such numbers that the parser would take the square of them."""
    depth = 0
    for tag in _TAG.finditer(text):
        if tag["begin"]:
            depth += 1
        elif tag["end"]:
            depth -= 1
        if depth > _DEEPEST:
            return True
    return _LONG_TAG.search(text) is not None


def _is_cut(text: str) -> bool:
    return not re.search(r"</(?:rss|feed|(?:\w+:)?RDF)\s*>\s*(?:<!--.*?-->\s*)*\Z", text[-_HEAD:], re.I | re.S)


def _item(item: Mapping[str, Any], where: str, fallback_id: str, site: str | None) -> Iterator[Placed | Problem]:
    title = _line(item.get("title"))
    bodies = [part.get("value") for part in item.get("content", ())] + [item.get("summary")]
    words = whole(_words(max((body for body in bodies if body), key=len, default="")))
    if not words.strip():
        title, words = None, title or ""  # a headline alone
    if not words:
        yield Problem(where, "has no words")
        return
    published = dates.stated(item.get("published"))
    if published is None and (updated := dates.stated(item.get("updated"))):
        published = updated._replace(weak=True)
    identifier = item.get("id")
    yield (
        where,
        Document(
            id=whole(identifier) if identifier else fallback_id,
            id_given=bool(identifier),
            text=words,
            title=title,
            source=_line((item.get("source") or {}).get("title")) or site,
            url=whole(item["link"]) if item.get("link") else None,
            **dates.stamp(("record", published), ("text", dates.of_header(words))),
        ),
    )


def _words(value: str) -> str:
    return text_of(value) if is_markup(value) or "&" in value else value


def _line(value: object) -> str | None:
    return whole(" ".join(_words(value).split())) or None if isinstance(value, str) else None
