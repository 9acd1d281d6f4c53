"""Editing: the user's work goes into the library, one step at a time, and the strikes that it concerns are made anew.

A step is one transaction: all of it is kept, or nothing. Strikes are named by their lasting id, or its beginning.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from typing import Final

from model.edits.errors import EditError
from model.edits.value_paths import parse_path
from model.edits.value_syntax import describe_value, from_json, parse_day, parse_value, to_json, value_at
from model.event import Strike
from model.event.user_edits import EditKind
from model.library.edits import anchors, journal
from model.library.edits.reattachment import reparse_redated, touch_moved
from model.library.records.strike_loader import find_documents, load_reports
from model.library.records.strike_rebuild import StrikeRebuild
from model.merging.fusion import sort_reports
from model.text.sanitize import sanitize

MAX_TAG_CHARACTERS: Final = 60  # characters
MAX_NOTE_CHARACTERS: Final = 10_000
RESTORE_KEYWORD: Final = "parsed"  # typed for a value: what the reports tell
_KIND_WORDS: Final = {
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


class EditStep:
    """What is done together, and undone together; `done` tells it, a line each.

    Each method raises EditError where it cannot be done.
    """

    def __init__(self, database: sqlite3.Connection, find: Callable[[str], Strike]) -> None:
        self._database = database
        self._load_strike = find
        self._step_number = 0  # of the step; there is none before the first edit
        self._anchor_ids: set[int] = set()
        self.messages: list[str] = []

    def _find_strike(self, strike: str) -> Strike:
        try:
            return self._load_strike(strike)
        except KeyError:
            raise EditError(f"{strike}: no strike has this id, or several begin so") from None

    # One strike

    def correct_value(self, strike: str, path: str, typed: str) -> None:
        """Set a value, typed in short notation (docs/work.md); "parsed" gives back what the reports tell."""
        path = parse_path(path)
        found = self._find_strike(strike)
        was = value_at(found, path)
        if typed.strip().casefold() == RESTORE_KEYWORD:
            if found.work.find_correction(path):
                self._write_strike_edit(found, "restore", path=path, was=to_json(path, was))
                self.messages.append(f"{found.id}: {path}: {describe_value(path, was)} -> as parsed")
            return
        value = to_json(path, parse_value(path, typed))
        if found.work.find_correction(path) is None and value == to_json(path, was):
            raise EditError(f"{path}: that is what the reports tell; nothing to correct")
        self._write_strike_edit(found, "correct", path=path, value=value, was=to_json(path, was))
        self.messages.append(
            f"{found.id}: {path}: {describe_value(path, was)} -> {describe_value(path, from_json(path, value))}"
        )

    def set_hidden(self, strike: str, hidden: bool = True) -> None:
        """Take a strike out of every list but that of the hidden ones (`is:hidden`)."""
        found = self._find_strike(strike)
        if found.work.hidden != hidden:
            self._write_strike_edit(found, "hide" if hidden else "unhide")
        self.messages.append(f"{found.id}: {'hidden' if hidden else 'shown again'}")

    def set_bookmarked(self, strike: str, bookmarked: bool = True) -> None:
        """Mark a strike, to come back to it (`is:bookmarked`)."""
        found = self._find_strike(strike)
        if found.work.bookmarked != bookmarked:
            self._write_strike_edit(found, "bookmark" if bookmarked else "unbookmark")
        self.messages.append(f"{found.id}: {'bookmarked' if bookmarked else 'no longer bookmarked'}")

    def set_tag(self, strike: str, tag: str, tagged: bool = True) -> None:
        """Give a strike a tag (`tag:`), or take it away."""
        found, tag = self._find_strike(strike), _clean_line(tag, MAX_TAG_CHARACTERS, "a tag")
        if not tagged and tag not in found.work.tags:
            raise EditError(f"{found.id} has no tag {tag!r}")
        if tagged != (tag in found.work.tags):
            self._write_strike_edit(found, "tag" if tagged else "untag", value=tag)
        self.messages.append(f"{found.id}: {'tagged' if tagged else 'no longer tagged'} {tag}")

    def add_note(self, strike: str, text: str) -> None:
        """Write a note on a strike (`has:note`)."""
        found = self._find_strike(strike)
        self._write_strike_edit(found, "note", value=_clean_line(text, MAX_NOTE_CHARACTERS, "a note"))
        self.messages.append(f"{found.id}: noted")

    def remove_note(self, strike: str, number: int) -> None:
        """Take away a note, by its number from 1 on."""
        found = self._find_strike(strike)
        if not 0 < number <= len(found.work.notes):
            raise EditError(f"{found.id} has no note {number}; it has {len(found.work.notes)}")
        self._write_strike_edit(found, "unnote", value=found.work.notes[number - 1].text)
        self.messages.append(f"{found.id}: note {number} taken away")

    def _write_strike_edit(
        self, strike: Strike, kind: EditKind, path: str = "", value: str | None = None, was: str | None = None
    ) -> None:
        about = anchors.anchor_of_report(self._database, self._report_id(strike.id))
        self._write_edit(kind, about, None, path, value, was)

    # Which reports are one strike

    def merge_strikes(self, strike: str, other: str) -> None:
        """Make two strikes one."""
        one, two = self._find_strike(strike), self._find_strike(other)
        if one.id == two.id:
            raise EditError(f"{one.id} is one strike already; name two")
        self._write_decision("merge", self._report_id(one.id), self._report_id(two.id))
        self.messages.append(f"{one.id}: one strike with {two.id}")

    def split_document(self, strike: str, document: str) -> None:
        """Take the report of a document out of a strike."""
        found = self._find_strike(strike)
        here = [number for number, report in enumerate(found.reports) if report.document == document]
        if not here:
            named = ", ".join(dict.fromkeys(report.document for report in found.reports))
            raise EditError(f"{found.id} has no report by {document!r}; it is told by {named}")
        self.split_report(strike, here[0])

    def split_report(self, strike: str, report: int) -> None:
        """The same for a report by its place among those of the strike, from 0 on."""
        found = self._find_strike(strike)
        if len(found.reports) < 2:
            raise EditError(f"{found.id} has one report only; there is nothing to split off")
        numbers = self._report_ids(found)
        off = numbers.pop(report)
        for other in numbers:
            self._write_decision("split", off, other)
        if any(decision.kind == "merge" for decision in found.work.decisions):
            for other in numbers[1:]:  # what the user has joined stays together without this one
                self._write_decision("merge", numbers[0], other)
        self.messages.append(f"{found.id}: the report by {found.reports[report].document} is of another strike")

    def _write_decision(self, kind: EditKind, report: int, other: int) -> None:
        about, second = (anchors.anchor_of_report(self._database, number) for number in (report, other))
        self._write_edit(kind, about, second)

    # A document

    def set_publication_date(self, document: str, typed: str) -> None:
        """Give a document a day of publication and read it anew; "parsed" gives back the one that it names itself."""
        number, edition, dated = self._find_document(document)
        if not edition:
            raise EditError(f"{document}: not parsed, but rows of a dataset; correct `when` of its strike instead")
        value = None if typed.strip().casefold() == RESTORE_KEYWORD else parse_day(typed.strip()).isoformat()
        if value != dated:
            about = anchors.anchor_of_document(self._database, number)
            self._write_edit("date", about, value=value, was=dated)
        self.messages.append(f"{document}: published {value or 'as it says itself'}")

    def _find_document(self, identifier: str) -> tuple[int, str, str | None]:
        found = find_documents(self._database, identifier)
        if len(found) > 1:
            raise EditError(f"{identifier}: several documents have this name; write it with # and its digest")
        if not found:
            raise EditError(f"{identifier}: no document of this name")
        return found[0][:3]

    # The journal

    def write_edits(self, entries: Iterable[journal.Edit]) -> int:
        """Write edits that were made elsewhere; how many were not known yet."""
        new = 0
        for entry in entries:
            if not self._step_number:
                self._step_number = journal.next_step_number(self._database)
            if (about := journal.write_edit(self._database, entry, self._step_number)) is not None:
                self._anchor_ids.update(about)
                new += 1
        return new

    def _write_edit(
        self,
        kind: EditKind,
        about: anchors.Anchor,
        other: anchors.Anchor | None = None,
        path: str = "",
        value: str | None = None,
        was: str | None = None,
    ) -> None:
        self.write_edits([journal.Edit(journal.next_timestamp(self._database), kind, about, other, path, value, was)])

    def finish_step(self) -> None:
        """Make anew what the step concerns."""
        rebuild_strikes(self._database, self._anchor_ids)

    def _report_id(self, key: str) -> int:
        (number,) = self._database.execute("SELECT id FROM reports WHERE key = ?", (key,)).fetchone()
        return int(number)

    def _report_ids(self, strike: Strike) -> list[int]:
        """The row ids of its reports, in the order in which it has them."""
        (row_id,) = self._database.execute("SELECT strike FROM reports WHERE key = ?", (strike.id,)).fetchone()
        numbers = {each.key: number for number, each in load_reports(self._database, row_id).items()}
        return [numbers[each.key] for each in sort_reports(list(load_reports(self._database, row_id).values()))]


def undo_or_redo(database: sqlite3.Connection, *, undone: bool) -> list[str]:
    """Undo the last step, or do the one again that was undone last; what it did, in words."""
    step = journal.find_last_step(database, undone=undone)
    if step is None:
        return []
    kinds, about = journal.set_step_undone(database, step, undone=not undone)
    rebuild_strikes(database, about)
    return list(dict.fromkeys(_KIND_WORDS[kind] for kind in kinds))


def rebuild_strikes(database: sqlite3.Connection, about: Collection[int]) -> None:
    """Make the documents and strikes anew that these anchors are about."""
    making = StrikeRebuild(database)
    for _ in anchors.reattach_anchors(database, about, documents=True):
        pass
    _, documents = journal.anchor_targets(database, about)
    anew = reparse_redated(making, documents)
    touch_moved(
        making,
        {
            *about,
            *anchors.find_candidate_anchors(database, anew),
            *anchors.find_report_anchors(database, making.dropped_reports),
        },
    )
    reports, _ = journal.anchor_targets(database, about)
    making.edited_reports |= reports
    making.rebuild_strikes()


def _clean_line(text: str, most: int, what: str) -> str:
    """What was typed, on one line and without control characters; raises EditError where nothing is left of it."""
    line = sanitize(" ".join(text.split()))
    if not line:
        raise EditError(f"{what} needs words")
    if len(line) > most:
        raise EditError(f"{what} of {len(line):,} characters is too long; {most:,} are the most")
    return line
