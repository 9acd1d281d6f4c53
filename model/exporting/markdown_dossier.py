"""The dossier as Markdown (CommonMark). No text of a source becomes markup or a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from model.event import Strike
from model.exporting.dossier import DISCLAIMER, DossierEntry, DossierSource, Fact, render_dossier
from model.exporting.nested_record import DocumentLookup, ExportStamp

# Markup anywhere: code, emphasis, links, HTML, entities, strikethrough, tables, formulas; and what renderers link on
# their own: "://", "www.", "@".
_MARKUP_CHARACTERS: Final = re.compile(r"[\\`*_\[\]<>&~|$@^{}]|(?<=[Ww]{3})\.|:(?=//)")
# Markup at the start of a line: headings, lists, rules, heading underlines; the number of a list item.
_LINE_START_MARKUP: Final = re.compile(r"^([#+=:-]|\d+(?=[.)]))")


def render_markdown(strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[str]:
    """The dossier in parts: title, disclaimer and totals, then each strike with its sources."""

    def render_head(title: str, facts: list[Fact]) -> str:
        return "\n".join((f"# {escape_markdown(title)}", "", DISCLAIMER, "", *_render_facts(facts), ""))

    def render_entry(entry: DossierEntry) -> str:
        return "".join(f"{line}\n" for line in _render_entry(entry))

    return render_dossier(strikes, document, stamp, render_head, render_entry)


def escape_markdown(text: str) -> str:
    """One line of text, escaped so that Markdown shows it as it is."""
    text = _MARKUP_CHARACTERS.sub(r"\\\g<0>", text)
    # A digit cannot be escaped, but the character after it can.
    return _LINE_START_MARKUP.sub(lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], text)


def _render_facts(facts: Iterable[Fact]) -> Iterator[str]:
    yield from (f"- {label}: {escape_markdown(text)}" for label, text in facts)


def _render_entry(entry: DossierEntry) -> Iterator[str]:
    yield from ("", f"## {escape_markdown(entry.heading)}", "", f"Strike `{entry.id}`", "")
    yield from _render_facts(entry.facts)
    for number, source in enumerate(entry.sources, 1):
        yield from _render_source(number, source)


def _render_source(number: int, source: DossierSource) -> Iterator[str]:
    yield from ("", f"### \\[{number}\\] {escape_markdown(source.title)}", "", escape_markdown(source.description))
    if source.url:
        yield from ("", f"<{source.url}>")
    yield ""
    yield from _render_facts(source.facts)
    for excerpt in source.excerpts:
        text = "".join(segment.text for segment in excerpt)
        yield from ("", f"> {escape_markdown(text.strip())}")
