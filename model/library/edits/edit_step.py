"""Editing: the user's work goes into the library, one step at a time, and the strikes that it concerns are made anew.

A step is one transaction: all of it is kept, or nothing. Strikes are named by their lasting id, or its beginning.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from typing import Final

from model.edits.errors import EditError
from model.edits.value_paths import path_of
from model.edits.value_syntax import day, dumped, loaded, read, said, value_at
from model.event import Strike
from model.event.user_edits import Kind
from model.library.edits import anchors, journal
from model.library.edits.reattachment import follow, redate
from model.library.records.strike_loader import documents_called, reports_of
from model.library.records.strike_rebuild import Making
from model.merging.fusion import in_order
from model.text.sanitize import visible

MOST_TAG: Final = 60  # characters
MOST_NOTE: Final = 10_000
AS_PARSED: Final = "parsed"  # typed for a value: what the reports tell
_DONE: Final = {
    "correct": "correction",
    "restore": "value given back as parsed",
    "date": "day of a document",
    "split": "split",
    "merge": "merge",
    "hide": "hiding",
    "unhide": "showing again",
    "bookmark": "bookmark",
    "unbookmark": "bookmark taken away",
    "tag": "tag",
    "untag": "tag taken away",
    "note": "note",
    "unnote": "note taken away",
}


class Step:
    """What is done together, and undone together; `done` tells it, a line each.

    Each method raises EditError where it cannot be done.
    """

    def __init__(self, database: sqlite3.Connection, find: Callable[[str], Strike]) -> None:
        self._database = database
        self._strike = find
        self._number = 0  # of the step; there is none before the first edit
        self._anchors: set[int] = set()
        self.done: list[str] = []

    def _find(self, strike: str) -> Strike:
        try:
            return self._strike(strike)
        except KeyError:
            raise EditError(f"{strike}: no strike has this id, or several begin so") from None

    # One strike

    def correct(self, strike: str, path: str, typed: str) -> None:
        """Set a value, typed in short notation (docs/work.md); "parsed" gives back what the reports tell."""
        path = path_of(path)
        found = self._find(strike)
        was = value_at(found, path)
        if typed.strip().casefold() == AS_PARSED:
            if found.work.correction(path):
                self._mark(found, "restore", path=path, was=dumped(path, was))
                self.done.append(f"{found.id}: {path}: {said(path, was)} -> as parsed")
            return
        value = dumped(path, read(path, typed))
        if found.work.correction(path) is None and value == dumped(path, was):
            raise EditError(f"{path}: that is what the reports tell; nothing to correct")
        self._mark(found, "correct", path=path, value=value, was=dumped(path, was))
        self.done.append(f"{found.id}: {path}: {said(path, was)} -> {said(path, loaded(path, value))}")

    def hide(self, strike: str, hidden: bool = True) -> None:
        """Take a strike out of every list but that of the hidden ones (`is:hidden`)."""
        found = self._find(strike)
        if found.work.hidden != hidden:
            self._mark(found, "hide" if hidden else "unhide")
        self.done.append(f"{found.id}: {'hidden' if hidden else 'shown again'}")

    def bookmark(self, strike: str, bookmarked: bool = True) -> None:
        """Mark a strike, to come back to it (`is:bookmarked`)."""
        found = self._find(strike)
        if found.work.bookmarked != bookmarked:
            self._mark(found, "bookmark" if bookmarked else "unbookmark")
        self.done.append(f"{found.id}: {'bookmarked' if bookmarked else 'no longer bookmarked'}")

    def tag(self, strike: str, tag: str, tagged: bool = True) -> None:
        """Give a strike a tag (`tag:`), or take it away."""
        found, tag = self._find(strike), _line(tag, MOST_TAG, "a tag")
        if not tagged and tag not in found.work.tags:
            raise EditError(f"{found.id} has no tag {tag!r}")
        if tagged != (tag in found.work.tags):
            self._mark(found, "tag" if tagged else "untag", value=tag)
        self.done.append(f"{found.id}: {'tagged' if tagged else 'no longer tagged'} {tag}")

    def note(self, strike: str, text: str) -> None:
        """Write a note on a strike (`has:note`)."""
        found = self._find(strike)
        self._mark(found, "note", value=_line(text, MOST_NOTE, "a note"))
        self.done.append(f"{found.id}: noted")

    def drop_note(self, strike: str, number: int) -> None:
        """Take away a note, by its number from 1 on."""
        found = self._find(strike)
        if not 0 < number <= len(found.work.notes):
            raise EditError(f"{found.id} has no note {number}; it has {len(found.work.notes)}")
        self._mark(found, "unnote", value=found.work.notes[number - 1].text)
        self.done.append(f"{found.id}: note {number} taken away")

    def _mark(
        self, strike: Strike, kind: Kind, path: str = "", value: str | None = None, was: str | None = None
    ) -> None:
        about = anchors.anchor_of_report(self._database, self._report(strike.id))
        self._write(kind, about, None, path, value, was)

    # Which reports are one strike

    def merge(self, strike: str, other: str) -> None:
        """Make two strikes one."""
        one, two = self._find(strike), self._find(other)
        if one.id == two.id:
            raise EditError(f"{one.id} is one strike already; name two")
        self._join("merge", self._report(one.id), self._report(two.id))
        self.done.append(f"{one.id}: one strike with {two.id}")

    def split(self, strike: str, document: str) -> None:
        """Take the report of a document out of a strike."""
        found = self._find(strike)
        here = [number for number, report in enumerate(found.reports) if report.document == document]
        if not here:
            named = ", ".join(dict.fromkeys(report.document for report in found.reports))
            raise EditError(f"{found.id} has no report by {document!r}; it is told by {named}")
        self.split_off(strike, here[0])

    def split_off(self, strike: str, report: int) -> None:
        """The same for a report by its place among those of the strike, from 0 on."""
        found = self._find(strike)
        if len(found.reports) < 2:
            raise EditError(f"{found.id} has one report only; there is nothing to split off")
        numbers = self._reports(found)
        off = numbers.pop(report)
        for other in numbers:
            self._join("split", off, other)
        if any(decision.kind == "merge" for decision in found.work.decisions):
            for other in numbers[1:]:  # what the user has joined stays together without this one
                self._join("merge", numbers[0], other)
        self.done.append(f"{found.id}: the report by {found.reports[report].document} is of another strike")

    def _join(self, kind: Kind, report: int, other: int) -> None:
        about, second = (anchors.anchor_of_report(self._database, number) for number in (report, other))
        self._write(kind, about, second)

    # A document

    def date(self, document: str, typed: str) -> None:
        """Give a document a day of publication and read it anew; "parsed" gives back the one that it names itself."""
        number, edition, dated = self._document(document)
        if not edition:
            raise EditError(f"{document}: not parsed, but rows of a dataset; correct `when` of its strike instead")
        value = None if typed.strip().casefold() == AS_PARSED else day(typed.strip()).isoformat()
        if value != dated:
            about = anchors.anchor_of_document(self._database, number)
            self._write("date", about, value=value, was=dated)
        self.done.append(f"{document}: published {value or 'as it says itself'}")

    def _document(self, identifier: str) -> tuple[int, str, str | None]:
        found = documents_called(self._database, identifier)
        if len(found) > 1:
            raise EditError(f"{identifier}: several documents have this name; write it with # and its digest")
        if not found:
            raise EditError(f"{identifier}: no document of this name")
        return found[0][:3]

    # The journal

    def take(self, entries: Iterable[journal.Entry]) -> int:
        """Write edits that were made elsewhere; how many were not known yet."""
        new = 0
        for entry in entries:
            if not self._number:
                self._number = journal.next_step(self._database)
            if (about := journal.write(self._database, entry, self._number)) is not None:
                self._anchors.update(about)
                new += 1
        return new

    def _write(
        self,
        kind: Kind,
        about: anchors.Anchor,
        other: anchors.Anchor | None = None,
        path: str = "",
        value: str | None = None,
        was: str | None = None,
    ) -> None:
        self.take([journal.Entry(journal.now(self._database), kind, about, other, path, value, was)])

    def finish(self) -> None:
        """Make anew what the step concerns."""
        renew(self._database, self._anchors)

    def _report(self, key: str) -> int:
        (number,) = self._database.execute("SELECT id FROM reports WHERE key = ?", (key,)).fetchone()
        return int(number)

    def _reports(self, strike: Strike) -> list[int]:
        """The row ids of its reports, in the order in which it has them."""
        (row_id,) = self._database.execute("SELECT strike FROM reports WHERE key = ?", (strike.id,)).fetchone()
        numbers = {each.key: number for number, each in reports_of(self._database, row_id).items()}
        return [numbers[each.key] for each in in_order(list(reports_of(self._database, row_id).values()))]


def again(database: sqlite3.Connection, *, undone: bool) -> list[str]:
    """Undo the last step, or do the one again that was undone last; what it did, in words."""
    step = journal.last_step(database, undone=undone)
    if step is None:
        return []
    kinds, about = journal.mark_step(database, step, undone=not undone)
    renew(database, about)
    return list(dict.fromkeys(_DONE[kind] for kind in kinds))


def renew(database: sqlite3.Connection, about: Collection[int]) -> None:
    """Make the documents and strikes anew that these anchors are about."""
    making = Making(database)
    for _ in anchors.settle(database, about, documents=True):
        pass
    _, documents = journal.places(database, about)
    anew = redate(making, documents)
    follow(making, {*about, *anchors.near(database, anew), *anchors.standing_for(database, making.gone)})
    reports, _ = journal.places(database, about)
    making.touched |= reports
    making.make()


def _line(text: str, most: int, what: str) -> str:
    """What was typed, on one line and without control characters; raises EditError where nothing is left of it."""
    line = visible(" ".join(text.split()))
    if not line:
        raise EditError(f"{what} needs words")
    if len(line) > most:
        raise EditError(f"{what} of {len(line):,} characters is too long; {most:,} are the most")
    return line
