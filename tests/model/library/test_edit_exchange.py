"""Edits as a file: importing it into a colleague's library, and importing an invalid one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model.library import Library
from model.library.edit_exchange import export_lines, import_edits
from model.query import Query
from tests.model.library.edits.test_edit_step import KYIV, KYIV_AGAIN, ODESA, find_strike_of, make_raid
from tests.support.event_factories import make_document, make_figure, make_report, make_when


def make_edited_library() -> Library:
    """A library with edits of every kind."""
    library = Library()
    library.add_documents(
        [make_raid("one", KYIV), make_raid("two", KYIV_AGAIN), make_raid("three", ODESA, "Odesa", weapons=["missile"])]
    )
    one, three = find_strike_of(library, "one").id, find_strike_of(library, "three").id
    with library.edit_step() as step:
        step.correct_value(one, "killed", ">=5")
        step.set_tag(one, "checked")
        step.add_note(three, "Ümläute, and “quotes”")
        step.set_bookmarked(three)
    with library.edit_step() as step:
        step.split_document(one, "two")
    return library


def test_imported_edits_give_a_colleague_the_same_library() -> None:
    with make_edited_library() as library, Library() as other_library:
        file = list(export_lines(library.iter_journal()))
        other_library.add_documents(
            [
                make_raid("three", ODESA, "Odesa", weapons=["missile"]),
                make_raid("two", KYIV_AGAIN),
                make_raid("one", KYIV),
            ]
        )
        imported = import_edits(other_library, file, "work.jsonl")
        assert (imported.new, imported.known, imported.orphans, imported.conflicts, imported.problems) == (
            5,
            0,
            0,
            [],
            [],
        )
        assert list(other_library.iter_strikes(Query())) == list(library.iter_strikes(Query()))
        assert list(export_lines(other_library.iter_journal())) == file
        assert import_edits(other_library, file, "work.jsonl")[:2] == (0, 5)
        assert other_library.undo_step()  # a file is one step
        assert not find_strike_of(other_library, "one").work
        assert import_edits(other_library, file, "work.jsonl")[:2] == (0, 5)  # undone edits stay undone
        assert not find_strike_of(other_library, "one").work


def test_file_is_readable_and_ordered() -> None:
    with make_edited_library() as library:
        head, *rest = [json.loads(line) for line in export_lines(library.iter_journal())]
    assert head == {"strikeview": "notes", "version": 1}
    assert [line["kind"] for line in rest] == ["correct", "tag", "note", "bookmark", "split"]
    assert [line["made"] for line in rest] == sorted(line["made"] for line in rest)
    assert rest[0]["value"] == {"low": 5, "high": None, "text": "5 or more"}
    assert rest[0]["was"] == {"low": 2, "high": 2, "text": "2"}
    assert rest[0]["about"]["document"] in ("one", "two")
    assert rest[2]["value"] == "Ümläute, and “quotes”"


def test_edits_wait_for_their_document_and_find_another_copy_of_it() -> None:
    with make_edited_library() as library, Library() as other_library:
        imported = import_edits(other_library, export_lines(library.iter_journal()), "work.jsonl")
        assert (imported.new, imported.orphans) == (5, 5)
        # The same article from another source: different surrounding text, same address.
        text = f"From our correspondent. {ODESA}"
        report = make_report("saved page", 24, ODESA, when=make_when("2024-03-01"), side="russia", places=["Odesa"])
        other_library.add_documents(
            [(make_raid("x", text)._replace(document=make_document("three", text), reports=(report,)))]
        )
        assert find_strike_of(other_library, "three").work.bookmarked
        assert sum(not entry.is_attached for entry in other_library.iter_journal()) == 3


def test_later_of_two_corrections_wins_and_the_conflict_is_reported() -> None:
    with make_edited_library() as library, Library() as other_library:
        other_library.add_documents([make_raid("one", KYIV), make_raid("two", KYIV_AGAIN)])
        with other_library.edit_step() as step:
            step.correct_value(find_strike_of(other_library, "one").id, "killed", "7")
        imported = import_edits(other_library, export_lines(library.iter_journal()), "work.jsonl")
        holding = max(other_library.iter_journal(), key=lambda entry: (entry.edit.kind == "correct", entry.edit.made))
        (line,) = imported.conflicts
        assert "yours (7, made" in line
        assert "the file's (5 or more, made" in line
        strike = next(each for each in other_library.iter_strikes(Query()) if each.work.corrections)
        assert strike.killed == make_figure(7)
        assert strike.work.corrections[0].made == holding.edit.made
        assert sum(entry.edit.kind == "correct" for entry in other_library.iter_journal()) == 2


VALID_LINE = {
    "made": "2024-03-01T10:00:00.000Z",
    "kind": "tag",
    "value": "checked",
    "about": {"key": "0" * 16, "digest": "0" * 16, "document": "one", "words": KYIV},
}
WHOLE_REPORT = {"key": f"#{'0' * 16}", "digest": "0" * 16, "document": "one"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("no json", "not an edit"),
        ("[]", "not an edit"),
        (json.dumps(VALID_LINE | {"kind": "drop table"}), "kind"),
        (json.dumps(VALID_LINE | {"made": "yesterday"}), "made"),
        (json.dumps(VALID_LINE | {"made": "2024-13-41T10:00:00.000Z"}), "which is not a time"),
        (json.dumps(VALID_LINE | {"made": "9999-12-31T23:59:59.999Z"}), "is in the future"),
        (json.dumps(VALID_LINE | {"value": 7}), "needs text"),
        (json.dumps(VALID_LINE | {"extra": 7}), "extra"),
        (json.dumps(VALID_LINE | {"about": {"key": "../etc"}}), "about"),
        (json.dumps(VALID_LINE | {"kind": "merge"}), "target of a merge"),
        (json.dumps(VALID_LINE | {"kind": "date", "value": "2024-03-01"}), "target of a date"),
        (
            json.dumps(
                VALID_LINE | {"kind": "correct", "path": "killed", "value": {"low": -1, "high": 2, "text": "x"}}
            ),
            "killed",
        ),
        (json.dumps(VALID_LINE | {"kind": "correct", "path": "nothing", "value": None}), "nothing"),
        (json.dumps(VALID_LINE | {"kind": "correct", "path": "when", "value": {"start": "x"}}), "when"),
        ("[" * 50_000, "not an edit"),
        (json.dumps(VALID_LINE | {"kind": "date", "value": "0001-01-01", "about": WHOLE_REPORT}), "out of range"),
        (json.dumps(VALID_LINE | {"kind": "date", "value": "2024-W09-5", "about": WHOLE_REPORT}), "not a day"),
        (json.dumps(VALID_LINE | {"value": "x" * 200_000}), "too long"),
    ],
)
def test_invalid_line_is_reported_and_the_others_are_applied(line: str, message: str) -> None:
    with Library() as library:
        library.add_documents([make_raid("one", KYIV)])
        imported = import_edits(library, [line, json.dumps(VALID_LINE)], "work.jsonl")
        (problem,) = imported.problems
        assert problem.startswith("work.jsonl:1: ")
        assert message in problem
        assert "\n" not in problem
        assert imported.new == 1
        assert find_strike_of(library, "one").work.tags == ("checked",)


def test_file_contents_cannot_control_the_terminal(tmp_path: Path) -> None:
    with Library() as library:
        library.add_documents([make_raid("one", KYIV)])
        import_edits(library, [json.dumps(VALID_LINE | {"value": "\x1b[2Jgone"})], "work.jsonl")
        assert "\x1b" not in find_strike_of(library, "one").work.tags[0]
