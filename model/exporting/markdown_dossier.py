"""The dossier as Markdown (CommonMark): what a text holds is never markup, and never a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from model.event import Strike
from model.exporting.dossier import NATURE, Count, Entry, Source, entry, title
from model.exporting.nested_record import Lookup, Stamp
from model.exporting.spooled_text import bound

# Markup anywhere: code, emphasis, links, HTML, entities, strikes through, tables, formulas; and what is made a link by
# itself: "://", "www.", "@".
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>&~|$@^{}]|(?<=[Ww]{3})\.|:(?=//)")
# Markup where a line begins: headings, lists, rules, underlines of headings; a number of a list.
_AT_START: Final = re.compile(r"^([#+=:-]|\d+(?=[.)]))")


def markdown_of(strikes: Iterable[Strike], document: Lookup, stamp: Stamp) -> Iterator[str]:
    """The dossier: what it is, what it holds, then each strike with its sources."""
    count = Count()

    def entries() -> Iterator[str]:
        for strike in strikes:
            count.take(strike)
            yield "".join(f"{line}\n" for line in _entry(entry(strike, document)))

    def head() -> str:
        facts = "\n".join(_facts(count.lines(stamp)))
        return f"# {escaped(title(stamp))}\n\n{NATURE}\n\n{facts}\n"

    return bound(head, entries())


def escaped(text: str) -> str:
    """One line of text as Markdown that says just this."""
    text = _MARKUP.sub(r"\\\g<0>", text)
    # A number cannot be escaped, but what follows it can.
    return _AT_START.sub(lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], text)


def _facts(told: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"- {label}: {escaped(text)}" for label, text in told)


def _entry(told: Entry) -> Iterator[str]:
    yield from ("", f"## {escaped(told.heading)}", "", f"Strike `{told.id}`", "")
    yield from _facts(told.told)
    for number, source in enumerate(told.sources, 1):
        yield from _source(number, source)


def _source(number: int, source: Source) -> Iterator[str]:
    yield from ("", f"### \\[{number}\\] {escaped(source.title)}", "", escaped(source.about))
    if source.url:
        yield from ("", f"<{source.url}>")
    yield ""
    yield from _facts(source.told)
    for excerpt in source.excerpts:
        text = "".join(piece.text for piece in excerpt)
        yield from ("", f"> {escaped(text.strip())}")
