"""Which column of a table, or key of a record, holds which field of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

TEXT_FIELD: Final = "text"
# The names that exports of news collections, agencies' interfaces and schema.org use, the most telling first, without
# what parts their words ("Publish Date", "publish_date" and "publishDate" are one).
_FIELD_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
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
    TEXT_FIELD: (
        *("text", "fulltext", "body", "bodytext", "articlebody", "articletext", "maintext", "plaintext"),
        *("contenttext", "content", "contenthtml", "article", "story", "message", "description", "summary"),
        *("leadparagraph", "abstract", "snippet"),
    ),
}
ARTICLE_FIELDS: Final = tuple(_FIELD_ALIASES)
_WORD_SEPARATORS: Final = re.compile(r"[\W_]+")
_MAX_CACHED_HEADERS: Final = 1_000  # sets of names whose columns are remembered: the records of one file have a few


class FieldColumns:
    """Where the fields of an article are looked for: the user's own `given` names (field to column), then the usual."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.user_columns = dict(given or {})
        self._cache: dict[tuple[str, ...], dict[str, list[str]]] = {}

    def columns_by_field(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Each field with those of the names that may hold it, the likeliest first; fields without any left out."""
        key = tuple(names)
        if (found := self._cache.get(key)) is None:
            if len(self._cache) >= _MAX_CACHED_HEADERS:
                self._cache.clear()
            found = self._cache[key] = self._match_columns(key)
        return found

    def missing_columns(self, names: Iterable[str]) -> list[str]:
        """Those of the user's names that are not among these."""
        there = set(map(_normalize_name, names))
        return [name for name in self.user_columns.values() if _normalize_name(name) not in there]

    def _match_columns(self, names: tuple[str, ...]) -> dict[str, list[str]]:
        plain: dict[str, str] = {}
        for name in names:
            plain.setdefault(_normalize_name(name), name)
        taken = {_normalize_name(name) for name in self.user_columns.values()}
        found: dict[str, list[str]] = {}
        for field, usual in _FIELD_ALIASES.items():
            wanted = [_normalize_name(self.user_columns[field])] if field in self.user_columns else []
            wanted += [name for name in usual if name not in taken]  # what the user gave one field is no other's
            if there := [plain[name] for name in wanted if name in plain]:
                found[field] = there
        return found


def _normalize_name(name: str) -> str:
    return _WORD_SEPARATORS.sub("", name).casefold()
