"""Edits as a file: importing it into a colleague's library, and importing an invalid one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model.library import Library
from model.library.edit_exchange import export_lines, import_edits
from model.query import Query
from tests.model.library.edits.test_edit_step import KYIV, ODESA, OTHER, raid, told_by
from tests.support.event_factories import make_document, make_figure, make_report, make_when


def mine() -> Library:
    """A library with edits of every kind."""
    library = Library()
    library.add_documents([raid("one", KYIV), raid("two", OTHER), raid("three", ODESA, "Odesa", weapons=["missile"])])
    one, three = told_by(library, "one").id, told_by(library, "three").id
    with library.edit_step() as step:
        step.correct_value(one, "killed", ">=5")
        step.set_tag(one, "checked")
        step.add_note(three, "Ümläute, and “quotes”")
        step.set_bookmarked(three)
    with library.edit_step() as step:
        step.split_document(one, "two")
    return library


def test_imported_edits_give_a_colleague_the_same_library() -> None:
    with mine() as library, Library() as theirs:
        file = list(export_lines(library.iter_journal()))
        theirs.add_documents(
            [raid("three", ODESA, "Odesa", weapons=["missile"]), raid("two", OTHER), raid("one", KYIV)]
        )
        taken = import_edits(theirs, file, "work.jsonl")
        assert (taken.new, taken.known, taken.orphans, taken.conflicts, taken.problems) == (5, 0, 0, [], [])
        assert list(theirs.iter_strikes(Query())) == list(library.iter_strikes(Query()))
        assert list(export_lines(theirs.iter_journal())) == file
        assert import_edits(theirs, file, "work.jsonl")[:2] == (0, 5)
        assert theirs.undo_step()  # a file is one step
        assert not told_by(theirs, "one").work
        assert import_edits(theirs, file, "work.jsonl")[:2] == (0, 5)  # what is undone here stays so
        assert not told_by(theirs, "one").work


def test_file_is_readable_and_ordered() -> None:
    with mine() as library:
        head, *rest = [json.loads(line) for line in export_lines(library.iter_journal())]
    assert head == {"strikeview": "notes", "version": 1}
    assert [line["kind"] for line in rest] == ["correct", "tag", "note", "bookmark", "split"]
    assert [line["made"] for line in rest] == sorted(line["made"] for line in rest)
    assert rest[0]["value"] == {"low": 5, "high": None, "text": "5 or more"}
    assert rest[0]["was"] == {"low": 2, "high": 2, "text": "2"}
    assert rest[0]["about"]["document"] in ("one", "two")
    assert rest[2]["value"] == "Ümläute, and “quotes”"


def test_edits_wait_for_their_document_and_find_another_copy_of_it() -> None:
    with mine() as library, Library() as theirs:
        taken = import_edits(theirs, export_lines(library.iter_journal()), "work.jsonl")
        assert (taken.new, taken.orphans) == (5, 5)
        # The same article from another place: another text around it, and the same address.
        text = f"From our correspondent. {ODESA}"
        told = make_report("saved page", 24, ODESA, when=make_when("2024-03-01"), side="russia", places=["Odesa"])
        theirs.add_documents([(raid("x", text)._replace(document=make_document("three", text), reports=(told,)))])
        assert told_by(theirs, "three").work.bookmarked
        assert sum(not kept.is_attached for kept in theirs.iter_journal()) == 3


def test_later_of_two_corrections_wins_and_the_conflict_is_reported() -> None:
    with mine() as library, Library() as theirs:
        theirs.add_documents([raid("one", KYIV), raid("two", OTHER)])
        with theirs.edit_step() as step:
            step.correct_value(told_by(theirs, "one").id, "killed", "7")
        taken = import_edits(theirs, export_lines(library.iter_journal()), "work.jsonl")
        holding = max(theirs.iter_journal(), key=lambda kept: (kept.edit.kind == "correct", kept.edit.made))
        (line,) = taken.conflicts
        assert "yours (7, made" in line
        assert "the file's (5 or more, made" in line
        strike = next(each for each in theirs.iter_strikes(Query()) if each.work.corrections)
        assert strike.killed == make_figure(7)
        assert strike.work.corrections[0].made == holding.edit.made
        assert sum(kept.edit.kind == "correct" for kept in theirs.iter_journal()) == 2


GOOD = {
    "made": "2024-03-01T10:00:00.000Z",
    "kind": "tag",
    "value": "checked",
    "about": {"key": "0" * 16, "digest": "0" * 16, "document": "one", "words": KYIV},
}
WHOLE = {"key": f"#{'0' * 16}", "digest": "0" * 16, "document": "one"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no json", "not an edit"),
        ("[]", "not an edit"),
        (json.dumps(GOOD | {"kind": "drop table"}), "kind"),
        (json.dumps(GOOD | {"made": "yesterday"}), "made"),
        (json.dumps(GOOD | {"made": "2024-13-41T10:00:00.000Z"}), "which is not a time"),
        (json.dumps(GOOD | {"made": "9999-12-31T23:59:59.999Z"}), "is in the future"),
        (json.dumps(GOOD | {"value": 7}), "needs text"),
        (json.dumps(GOOD | {"extra": 7}), "extra"),
        (json.dumps(GOOD | {"about": {"key": "../etc"}}), "about"),
        (json.dumps(GOOD | {"kind": "merge"}), "target of a merge"),
        (json.dumps(GOOD | {"kind": "date", "value": "2024-03-01"}), "target of a date"),
        (
            json.dumps(GOOD | {"kind": "correct", "path": "killed", "value": {"low": -1, "high": 2, "text": "x"}}),
            "killed",
        ),
        (json.dumps(GOOD | {"kind": "correct", "path": "nothing", "value": None}), "nothing"),
        (json.dumps(GOOD | {"kind": "correct", "path": "when", "value": {"start": "x"}}), "when"),
        ("[" * 50_000, "not an edit"),
        (json.dumps(GOOD | {"kind": "date", "value": "0001-01-01", "about": WHOLE}), "out of range"),
        (json.dumps(GOOD | {"kind": "date", "value": "2024-W09-5", "about": WHOLE}), "not a day"),
        (json.dumps(GOOD | {"value": "x" * 200_000}), "too long"),
    ],
)
def test_invalid_line_is_reported_and_the_others_are_applied(line: str, told: str) -> None:
    with Library() as library:
        library.add_documents([raid("one", KYIV)])
        taken = import_edits(library, [line, json.dumps(GOOD)], "work.jsonl")
        (problem,) = taken.problems
        assert problem.startswith("work.jsonl:1: ")
        assert told in problem
        assert "\n" not in problem
        assert taken.new == 1
        assert told_by(library, "one").work.tags == ("checked",)


def test_file_contents_cannot_control_the_terminal(tmp_path: Path) -> None:
    with Library() as library:
        library.add_documents([raid("one", KYIV)])
        import_edits(library, [json.dumps(GOOD | {"value": "\x1b[2Jgone"})], "work.jsonl")
        assert "\x1b" not in told_by(library, "one").work.tags[0]
