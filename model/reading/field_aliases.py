"""Maps the columns of a table, or the keys of a record, to the fields of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

TEXT_FIELD: Final = "text"
# Names used by exports of news collections, agencies' APIs and schema.org, in order of preference, without separators
# and case ("Publish Date", "publish_date" and "publishDate" are the same).
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
_MAX_CACHED_HEADERS: Final = 1_000  # the records of one file have only a few


class FieldColumns:
    """Finds the columns of article fields: by the user's own names (field to column) first, then by known aliases."""

    def __init__(self, user_columns: Mapping[str, str] | None = None) -> None:
        self.user_columns = dict(user_columns or {})
        self._cache: dict[tuple[str, ...], dict[str, list[str]]] = {}

    def columns_by_field(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Maps each field found to its candidate columns, the most likely first."""
        key = tuple(names)
        if (columns := self._cache.get(key)) is None:
            if len(self._cache) >= _MAX_CACHED_HEADERS:
                self._cache.clear()
            columns = self._cache[key] = self._match_columns(key)
        return columns

    def missing_columns(self, names: Iterable[str]) -> list[str]:
        """The user's columns that are not among these names."""
        present = set(map(_normalize_name, names))
        return [name for name in self.user_columns.values() if _normalize_name(name) not in present]

    def _match_columns(self, names: tuple[str, ...]) -> dict[str, list[str]]:
        originals = {_normalize_name(name): name for name in reversed(names)}
        user_names = {field: _normalize_name(name) for field, name in self.user_columns.items()}
        columns: dict[str, list[str]] = {}
        for field, aliases in _FIELD_ALIASES.items():
            candidates = [user_names[field]] if field in user_names else []
            candidates += [name for name in aliases if name not in user_names.values()]
            if present := [originals[name] for name in candidates if name in originals]:
                columns[field] = present
        return columns


def _normalize_name(name: str) -> str:
    return _WORD_SEPARATORS.sub("", name).casefold()
