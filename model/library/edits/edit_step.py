"""Applies the user's edits in steps: each is one transaction, undone as a whole, and rebuilds the strikes concerned.

Strikes are named by their permanent id, or by a unique beginning of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from model.edits.errors import EditError
from model.edits.value_paths import parse_path
from model.edits.value_syntax import describe_value, from_json, parse_day, parse_value, to_json, value_at
from model.event import Strike
from model.event.user_edits import EditKind
from model.library.edits import journal
from model.library.edits.anchors import Anchor, anchor_of_document, anchor_of_report, reattach_anchors
from model.library.edits.reattachment import reparse_redated, touch_moved
from model.library.records.strike_loader import find_documents, load_reports
from model.library.records.strike_rebuild import StrikeRebuild
from model.merging.fusion import sort_reports
from model.text.sanitize import sanitize

MAX_TAG_CHARACTERS: Final = 60
MAX_NOTE_CHARACTERS: Final = 10_000
RESTORE_KEYWORD: Final = "parsed"  # typed as a value, withdraws the correction
_KIND_WORDS: Final = {
    "correct": "correction",
    "restore": "parsed value restored",
    "date": "publication date",
    "split": "split",
    "merge": "merge",
    "hide": "hiding",
    "unhide": "showing again",
    "bookmark": "bookmark",
    "unbookmark": "bookmark removed",
    "tag": "tag",
    "untag": "tag removed",
    "note": "note",
    "unnote": "note removed",
}


class EditStep:
    """Edits that are made and undone together; `messages` has a line for each.

    Methods raise EditError if an edit is not possible.
    """

    def __init__(self, database: sqlite3.Connection, load_strike: Callable[[str], Strike]) -> None:
        """Begin a step; `load_strike` finds a strike by its id, or raises KeyError."""
        self._database = database
        self._load_strike = load_strike
        self._step_number = 0  # none before the first edit
        self._anchor_ids: set[int] = set()
        self.messages: list[str] = []

    def _find_strike(self, strike_id: str) -> Strike:
        try:
            return self._load_strike(strike_id)
        except KeyError:
            raise EditError(f"{strike_id}: no strike has this id, or several begin with it") from None

    # One strike

    def correct_value(self, strike_id: str, path: str, typed: str) -> None:
        """Set the value at a path, typed in short notation (docs/work.md); "parsed" withdraws a correction."""
        path = parse_path(path)
        strike = self._find_strike(strike_id)
        old_value = value_at(strike, path)
        was, old_words = to_json(path, old_value), describe_value(path, old_value)
        is_corrected = strike.work.find_correction(path) is not None
        if typed.strip().casefold() == RESTORE_KEYWORD:
            if is_corrected:
                self._write_strike_edit(strike, "restore", path=path, old_value=was)
                self.messages.append(f"{strike.id}: {path}: {old_words} -> as parsed")
            return
        value = to_json(path, parse_value(path, typed))
        if not is_corrected and value == was:
            raise EditError(f"{path}: that is what the reports state; nothing to correct")
        self._write_strike_edit(strike, "correct", path=path, value=value, old_value=was)
        self.messages.append(f"{strike.id}: {path}: {old_words} -> {describe_value(path, from_json(path, value))}")

    def set_hidden(self, strike_id: str, hidden: bool = True) -> None:
        """Hide a strike from every list except `is:hidden`, or show it again."""
        strike = self._find_strike(strike_id)
        if strike.work.hidden != hidden:
            self._write_strike_edit(strike, "hide" if hidden else "unhide")
        self.messages.append(f"{strike.id}: {'hidden' if hidden else 'shown again'}")

    def set_bookmarked(self, strike_id: str, bookmarked: bool = True) -> None:
        """Set or remove a bookmark (`is:bookmarked`)."""
        strike = self._find_strike(strike_id)
        if strike.work.bookmarked != bookmarked:
            self._write_strike_edit(strike, "bookmark" if bookmarked else "unbookmark")
        self.messages.append(f"{strike.id}: {'bookmarked' if bookmarked else 'no longer bookmarked'}")

    def set_tag(self, strike_id: str, tag: str, tagged: bool = True) -> None:
        """Add or remove a tag (`tag:`)."""
        strike, tag = self._find_strike(strike_id), _clean_line(tag, MAX_TAG_CHARACTERS, "a tag")
        has_tag = tag in strike.work.tags
        if not tagged and not has_tag:
            raise EditError(f"{strike.id} has no tag {tag!r}")
        if tagged != has_tag:
            self._write_strike_edit(strike, "tag" if tagged else "untag", value=tag)
        self.messages.append(f"{strike.id}: {'tagged' if tagged else 'no longer tagged'} {tag}")

    def add_note(self, strike_id: str, text: str) -> None:
        """Add a note (`has:note`)."""
        strike = self._find_strike(strike_id)
        self._write_strike_edit(strike, "note", value=_clean_line(text, MAX_NOTE_CHARACTERS, "a note"))
        self.messages.append(f"{strike.id}: noted")

    def remove_note(self, strike_id: str, number: int) -> None:
        """Remove a note, by its number from 1."""
        strike = self._find_strike(strike_id)
        notes = strike.work.notes
        if not 0 < number <= len(notes):
            raise EditError(f"{strike.id} has no note {number}; it has {len(notes)}")
        self._write_strike_edit(strike, "unnote", value=notes[number - 1].text)
        self.messages.append(f"{strike.id}: note {number} removed")

    def _write_strike_edit(self, strike: Strike, kind: EditKind, **values: Any) -> None:
        anchor = anchor_of_report(self._database, self._report_id(strike.id))
        self._write_edit(kind, anchor, **values)

    # Which reports are one strike

    def merge_strikes(self, strike_id: str, other_id: str) -> None:
        """Merge two strikes."""
        strike, other = self._find_strike(strike_id), self._find_strike(other_id)
        if strike.id == other.id:
            raise EditError(f"{strike.id} is already one strike; name two")
        self._write_decision("merge", self._report_id(strike.id), self._report_id(other.id))
        self.messages.append(f"{strike.id}: one strike with {other.id}")

    def split_document(self, strike_id: str, document: str) -> None:
        """Split the report of a document off a strike."""
        strike = self._find_strike(strike_id)
        documents = [report.document for report in strike.reports]
        if document not in documents:
            named = ", ".join(dict.fromkeys(documents))
            raise EditError(f"{strike.id} has no report by {document!r}; it is reported by {named}")
        self.split_report(strike_id, documents.index(document))

    def split_report(self, strike_id: str, index: int) -> None:
        """Split a report off a strike, by its index in `Strike.reports`."""
        strike = self._find_strike(strike_id)
        if len(strike.reports) < 2:
            raise EditError(f"{strike.id} has only one report; there is nothing to split off")
        remaining = self._report_ids(strike)
        report_id = remaining.pop(index)
        for other in remaining:
            self._write_decision("split", report_id, other)
        if any(decision.kind == "merge" for decision in strike.work.decisions):
            for other in remaining[1:]:  # what the user has merged stays merged without the report
                self._write_decision("merge", remaining[0], other)
        self.messages.append(f"{strike.id}: the report by {strike.reports[index].document} is of another strike")

    def _write_decision(self, kind: EditKind, report_id: int, other_id: int) -> None:
        anchor, other = (anchor_of_report(self._database, row_id) for row_id in (report_id, other_id))
        self._write_edit(kind, anchor, other)

    # A document

    def set_publication_date(self, document: str, typed: str) -> None:
        """Set the publication date of a document (YYYY-MM-DD) and parse it again; "parsed" withdraws it."""
        documents = find_documents(self._database, document)
        if len(documents) > 1:
            raise EditError(f"{document}: several documents have this name; write it with # and its digest")
        if not documents:
            raise EditError(f"{document}: no document has this name")
        document_id, edition, old_day, _ = documents[0]
        if not edition:
            raise EditError(f"{document}: not parsed, but taken from a dataset; correct `when` of its strike instead")
        day = None if typed.strip().casefold() == RESTORE_KEYWORD else parse_day(typed.strip()).isoformat()
        if day != old_day:
            anchor = anchor_of_document(self._database, document_id)
            self._write_edit("date", anchor, value=day, old_value=old_day)
        self.messages.append(f"{document}: published {day or 'as parsed'}")

    # The journal

    def write_edits(self, edits: Iterable[journal.Edit]) -> int:
        """Append edits to the journal; returns how many it did not have yet."""
        new = 0
        for edit in edits:
            if not self._step_number:
                self._step_number = journal.next_step_number(self._database)
            if (anchor_ids := journal.write_edit(self._database, edit, self._step_number)) is not None:
                self._anchor_ids.update(anchor_ids)
                new += 1
        return new

    def _write_edit(self, kind: EditKind, anchor: Anchor, other: Anchor | None = None, **values: Any) -> None:
        """Append an edit made now; `values` are the further fields of Edit."""
        self.write_edits([journal.Edit(journal.next_timestamp(self._database), kind, anchor, other, **values)])

    def finish_step(self) -> None:
        """Rebuild the strikes that the step concerns."""
        rebuild_strikes(self._database, self._anchor_ids)

    def _report_id(self, key: str) -> int:
        (report_id,) = self._database.execute("SELECT id FROM reports WHERE key = ?", (key,)).fetchone()
        return int(report_id)

    def _report_ids(self, strike: Strike) -> list[int]:
        """The row ids of the reports of a strike, in its order."""
        (row_id,) = self._database.execute("SELECT strike FROM reports WHERE key = ?", (strike.id,)).fetchone()
        reports = load_reports(self._database, row_id)
        ids_by_key = {keyed.key: report_id for report_id, keyed in reports.items()}
        return [ids_by_key[keyed.key] for keyed in sort_reports(list(reports.values()))]


def undo_or_redo(database: sqlite3.Connection, *, undone: bool) -> list[str]:
    """Undo the last step, or with `undone`, redo the step undone last; returns what it did, in words."""
    step = journal.find_last_step(database, undone=undone)
    if step is None:
        return []
    kinds, anchor_ids = journal.set_step_undone(database, step, undone=not undone)
    rebuild_strikes(database, anchor_ids)
    return list(dict.fromkeys(_KIND_WORDS[kind] for kind in kinds))


def rebuild_strikes(database: sqlite3.Connection, anchor_ids: Collection[int]) -> None:
    """Parse the redated documents again, and rebuild the strikes that these anchors refer to."""
    rebuild = StrikeRebuild(database)
    reattach_anchors(database, anchor_ids, documents=True)
    _, document_ids = journal.anchor_targets(database, anchor_ids)
    touch_moved(rebuild, anchor_ids, reparse_redated(rebuild, document_ids))
    report_ids, _ = journal.anchor_targets(database, anchor_ids)
    rebuild.edited_reports |= report_ids
    rebuild.rebuild_strikes()


def _clean_line(text: str, max_characters: int, what: str) -> str:
    """The text on one line, without control characters; raises EditError if it is empty or too long."""
    line = sanitize(" ".join(text.split()))
    if not line:
        raise EditError(f"{what} needs text")
    if len(line) > max_characters:
        raise EditError(f"{what} of {len(line):,} characters is too long; the maximum is {max_characters:,}")
    return line
