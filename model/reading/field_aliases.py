"""Which column of a table, or key of a record, holds which field of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

TEXT: Final = "text"
# The names that exports of news collections, agencies' interfaces and schema.org use, the most telling first, without
# what parts their words ("Publish Date", "publish_date" and "publishDate" are one).
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "guid", "uuid", "uid", "articleid", "documentid", "docid", "storyid", "identifier"),
    "title": ("title", "headline", "webtitle", "articletitle"),
    "published": (
        *("published", "publishedat", "publishedon", "publisheddate", "datepublished", "publishdate", "pubdate"),
        *("publicationdate", "webpublicationdate", "datepublish", "date", "articledate", "datetime", "createdat"),
        *("datecreated", "created", "posted", "postedat", "timestamp", "seendate"),
    ),
    "source": (
        *("source", "outlet", "publisher", "site", "sitename", "sourcename", "medianame", "publication", "newspaper"),
        *("website", "channel", "provider", "media", "sourcedomain", "domain"),
    ),
    "url": ("url", "link", "weburl", "articleurl", "permalink", "canonicalurl", "href"),
    TEXT: (
        *("text", "fulltext", "body", "bodytext", "articlebody", "articletext", "maintext", "plaintext"),
        *("contenttext", "content", "contenthtml", "article", "story", "message", "description", "summary"),
        *("leadparagraph", "abstract", "snippet"),
    ),
}
FIELDS: Final = tuple(_USUAL)
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_KEPT: Final = 1_000  # sets of names whose columns are remembered: the records of one file have a few


class Columns:
    """Where the fields of an article are looked for: the user's own `given` names (field to column), then the usual."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.given = dict(given or {})
        self._known: dict[tuple[str, ...], dict[str, list[str]]] = {}

    def of(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Each field with those of the names that may hold it, the likeliest first; fields without any left out."""
        key = tuple(names)
        if (found := self._known.get(key)) is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = self._sought(key)
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of the user's names that are not among these."""
        there = set(map(_plain, names))
        return [name for name in self.given.values() if _plain(name) not in there]

    def _sought(self, names: tuple[str, ...]) -> dict[str, list[str]]:
        plain: dict[str, str] = {}
        for name in names:
            plain.setdefault(_plain(name), name)
        taken = {_plain(name) for name in self.given.values()}
        found: dict[str, list[str]] = {}
        for field, usual in _USUAL.items():
            wanted = [_plain(self.given[field])] if field in self.given else []
            wanted += [name for name in usual if name not in taken]  # what the user gave one field is no other's
            if there := [plain[name] for name in wanted if name in plain]:
                found[field] = there
        return found


def _plain(name: str) -> str:
    return _BETWEEN_WORDS.sub("", name).casefold()
