"""The dossier as Markdown (CommonMark): what a text holds is never markup, and never a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from model.event import Strike
from model.exporting.dossier import DISCLAIMER, DossierEntry, DossierSource, DossierSummary, build_entry, dossier_title
from model.exporting.nested_record import DocumentLookup, ExportStamp
from model.exporting.spooled_text import prepend_head

# Markup anywhere: code, emphasis, links, HTML, entities, strikes through, tables, formulas; and what is made a link by
# itself: "://", "www.", "@".
_MARKUP_CHARACTERS: Final = re.compile(r"[\\`*_\[\]<>&~|$@^{}]|(?<=[Ww]{3})\.|:(?=//)")
# Markup where a line begins: headings, lists, rules, underlines of headings; a number of a list.
_LINE_START_MARKUP: Final = re.compile(r"^([#+=:-]|\d+(?=[.)]))")


def render_markdown(strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[str]:
    """The dossier: what it is, what it holds, then each strike with its sources."""
    count = DossierSummary()

    def entries() -> Iterator[str]:
        for strike in strikes:
            count.add_strike(strike)
            yield "".join(f"{line}\n" for line in _render_entry(build_entry(strike, document)))

    def head() -> str:
        facts = "\n".join(_render_facts(count.summary_lines(stamp)))
        return f"# {escape_markdown(dossier_title(stamp))}\n\n{DISCLAIMER}\n\n{facts}\n"

    return prepend_head(head, entries())


def escape_markdown(text: str) -> str:
    """One line of text as Markdown that says just this."""
    text = _MARKUP_CHARACTERS.sub(r"\\\g<0>", text)
    # A number cannot be escaped, but what follows it can.
    return _LINE_START_MARKUP.sub(lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], text)


def _render_facts(told: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"- {label}: {escape_markdown(text)}" for label, text in told)


def _render_entry(told: DossierEntry) -> Iterator[str]:
    yield from ("", f"## {escape_markdown(told.heading)}", "", f"Strike `{told.id}`", "")
    yield from _render_facts(told.facts)
    for number, source in enumerate(told.sources, 1):
        yield from _render_source(number, source)


def _render_source(number: int, source: DossierSource) -> Iterator[str]:
    yield from ("", f"### \\[{number}\\] {escape_markdown(source.title)}", "", escape_markdown(source.description))
    if source.url:
        yield from ("", f"<{source.url}>")
    yield ""
    yield from _render_facts(source.facts)
    for excerpt in source.excerpts:
        text = "".join(piece.text for piece in excerpt)
        yield from ("", f"> {escape_markdown(text.strip())}")
