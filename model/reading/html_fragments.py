"""Converts HTML fragments, as found in feeds and records, to plain text: one line per paragraph."""

from __future__ import annotations

import re
from typing import Final

from model.text.sanitize import replace_surrogates

_BLOCK_TAGS: Final = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|fig(?:caption|ure)|footer|h[1-6]|header|hr|li|main|ol|p|pre|"
    "section|table|tr|ul"
)
_SKIPPED_TAGS: Final = frozenset(["script", "style", "template", "head"])
_MARKUP_TAG: Final = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|ul|ol|li|h[1-6])\s*>|<(?:p|br|img|div|span|ul|ol|h[1-6])\b[^<>]*>", re.I
)


def is_markup(text: str) -> bool:
    """Whether the text contains common HTML tags."""
    return _MARKUP_TAG.search(text) is not None


def html_to_text(fragment: str) -> str:
    """The text of an HTML fragment, one line per paragraph, without tags and scripts."""
    from lxml import etree

    parser = etree.HTMLParser(target=_TextCollector(), encoding="utf-8", huge_tree=True)
    try:
        text: str = etree.fromstring(replace_surrogates(fragment).replace("\0", "").encode(), parser)
    except (etree.LxmlError, ValueError):  # no element in it
        return "" if is_markup(fragment) else fragment
    return text


class _TextCollector:
    """Parser target: collects text, with line breaks at block tags."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._skipped_depth = 0

    def start(self, tag: str, _attributes: object) -> None:
        if _BLOCK_TAGS.fullmatch(tag):
            self._parts.append("\n")
        elif tag in _SKIPPED_TAGS:
            self._skipped_depth += 1

    def end(self, tag: str) -> None:
        if _BLOCK_TAGS.fullmatch(tag):
            self._parts.append("\n")
        elif tag in _SKIPPED_TAGS:
            self._skipped_depth -= 1

    def data(self, words: str) -> None:
        if not self._skipped_depth:
            self._parts.append(re.sub(r"\s+", " ", words))

    def close(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._parts).split("\n"))
        return "\n".join(filter(None, lines))
