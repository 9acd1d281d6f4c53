"""`strikeview edit` and `strikeview notes`: user edits from the command line, on a real file."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.tui.cli.commands.conftest import RunCommand, read_stderr_lines, read_stdout_lines, run_strikeview

TEXTS = {
    "harbour-1": "Russia launched 12 drones at Kharkiv on 9 March 2024, killing two people, the governor said.",
    "harbour-2": "Ukrainian drones struck an oil depot in Belgorod on Monday, the regional governor said.",
    "harbour-3": "Russian drones hit Kharkiv on 9 March 2024 and killed two people, police said.",
}


@pytest.fixture(scope="module")
def added_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library made by `strikeview add`: Kharkiv reported by two documents, Belgorod by an undated one."""
    folder = tmp_path_factory.mktemp("added")
    texts = folder / "articles.jsonl"
    texts.write_text("\n".join(json.dumps({"id": name, "text": text}) for name, text in TEXTS.items()))
    assert run_strikeview("add", texts, "--library", folder / "mine.db").returncode == 0
    return folder


@pytest.fixture
def library(added_library: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(added_library, tmp_path, dirs_exist_ok=True)
    return tmp_path / "mine.db"


@pytest.fixture(scope="module")
def kharkiv_id(added_library: Path) -> str:
    """The id of the strike on Kharkiv."""
    (line,) = read_stdout_lines(run_strikeview("list", "place:Kharkiv", "--library", added_library / "mine.db"))
    return line.split()[0]


def find_id(run_on_library: RunCommand, *query: str) -> str:
    (line,) = read_stdout_lines(run_on_library("list", *query))
    return line.split()[0]


def test_edited_value_is_shown_beside_the_parsed_one(run_on_library: RunCommand, kharkiv_id: str) -> None:
    completed = run_on_library(
        "edit", kharkiv_id[:8], "killed=>=5", "--note", "The evening count", "--tag", "checked", "--bookmark"
    )
    assert (completed.returncode, read_stderr_lines(completed)) == (0, [])
    assert read_stdout_lines(completed)[0] == f"{kharkiv_id}: killed: 2 -> 5 or more"
    shown_text = " ".join(" ".join(read_stdout_lines(run_on_library("show", kharkiv_id))).split())
    assert "killed 5 or more ✎ corrected by you, " in shown_text
    assert "parsed: 2" in shown_text
    for words in ("marked bookmarked", "tags checked", "note The evening count ("):
        assert words in shown_text
    for query in ("killed:>4", "has:correction", "is:bookmarked", "tag:checked", "has:note"):
        assert find_id(run_on_library, query) == kharkiv_id


def test_undo_and_redo(run_on_library: RunCommand, kharkiv_id: str) -> None:
    run_on_library("edit", kharkiv_id, "--tag", "first")
    run_on_library("edit", kharkiv_id, "--hide")
    assert len(read_stdout_lines(run_on_library("list"))) == 1
    assert read_stdout_lines(run_on_library("edit", "--undo")) == ["undone: hiding"]
    assert len(read_stdout_lines(run_on_library("list"))) == 2
    assert read_stdout_lines(run_on_library("edit", "--undo")) == ["undone: tag"]
    assert read_stderr_lines(run_on_library("edit", "--undo")) == ["strikeview: there is nothing to undo"]
    assert read_stdout_lines(run_on_library("edit", "--redo")) == ["redone: tag"]
    assert find_id(run_on_library, "tag:first") == kharkiv_id


def test_splitting_and_merging(run_on_library: RunCommand, kharkiv_id: str) -> None:
    assert run_on_library("edit", kharkiv_id, "--split", "harbour-3").returncode == 0
    strike_ids = [line.split()[0] for line in read_stdout_lines(run_on_library("list", "place:Kharkiv"))]
    assert len(strike_ids) == 2
    assert run_on_library("edit", strike_ids[0], "--merge", strike_ids[1]).returncode == 0
    assert find_id(run_on_library, "place:Kharkiv") == kharkiv_id


def test_publication_date_of_a_document(run_on_library: RunCommand) -> None:
    assert len(read_stdout_lines(run_on_library("list", "on:2024-03-11"))) == 0
    assert run_on_library("edit", "--document", "harbour-2", "--date", "2024-03-12").returncode == 0
    assert "Belgorod" in read_stdout_lines(run_on_library("list", "on:2024-03-11"))[0]


def test_reparsing_keeps_the_edits(run_on_library: RunCommand, library: Path, kharkiv_id: str) -> None:
    run_on_library("edit", kharkiv_id, "killed=5")
    run_on_library("edit", "--document", "harbour-2", "--date", "2024-03-12")
    before = run_on_library("export").stdout
    with closing(sqlite3.connect(library)) as database:
        database.execute("UPDATE documents SET edition = 'older rules'")
        database.commit()
    assert run_on_library("reparse").returncode == 0
    assert run_on_library("export").stdout == before
    assert b'"killed": {"low": 5' in before or b'"killed":{"low":5' in before


def test_colleague_can_apply_the_file(run_on_library: RunCommand, tmp_path: Path, kharkiv_id: str) -> None:
    run_on_library("edit", kharkiv_id, "killed=5", "--note", "Seen")
    file = tmp_path / "work.jsonl"
    assert run_on_library("notes", "export", file).returncode == 0
    assert file.read_bytes() == run_on_library("notes", "export").stdout
    other_library = tmp_path / "theirs.db"
    run_strikeview("add", tmp_path / "articles.jsonl", "--library", other_library)
    completed = run_strikeview("notes", "import", file, "--library", other_library)
    assert read_stdout_lines(completed) == ["2 edits applied"]
    assert read_stdout_lines(run_strikeview("notes", "import", file, "--library", other_library)) == [
        "0 edits applied, 2 edits already known"
    ]
    listed = read_stdout_lines(run_strikeview("notes", "list", "--library", other_library))
    assert [line.split("  ", 1)[1] for line in listed] == [
        f"{kharkiv_id}  killed: 2 -> 5",
        f"{kharkiv_id}  note: Seen",
    ]


def test_edits_waiting_for_their_document_are_listed(
    run_on_library: RunCommand, tmp_path: Path, kharkiv_id: str
) -> None:
    run_on_library("edit", kharkiv_id, "--tag", "checked")
    file = tmp_path / "work.jsonl"
    run_on_library("notes", "export", file)
    other_library = tmp_path / "theirs.db"
    (tmp_path / "other.txt").write_text("Russian artillery shelled Kherson on 1 March 2024.")
    run_strikeview("add", tmp_path / "other.txt", "--library", other_library)
    assert read_stdout_lines(run_strikeview("notes", "import", file, "--library", other_library)) == [
        "1 edit applied, 1 of them waiting for a document"
    ]
    (line,) = read_stdout_lines(run_strikeview("notes", "list", "--library", other_library))
    assert "waits for document harbour-" in line


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ID", "killed=several"], "killed: 'several' is not a count; write 5"),
        (["ID", "kiled=5"], "did you mean killed?; nothing was changed"),
        (["ID", "--split", "nothing"], "has no report by 'nothing'; it is reported by harbour-"),
        (["ID", "--merge", "ffff"], "ffff: no strike has this id, or several begin with it"),
        (["zz", "--tag", "x"], "zz: no strike has this id"),
        (["--document", "nothing", "--date", "2024-03-01"], "nothing: no document has this name"),
    ],
)
def test_impossible_edit_is_reported_in_one_line(
    run_on_library: RunCommand, kharkiv_id: str, arguments: list[str], expected: str
) -> None:
    completed = run_on_library("edit", *[kharkiv_id if argument == "ID" else argument for argument in arguments])
    assert completed.returncode == 1
    (line,) = read_stderr_lines(completed)
    assert expected in line
    assert read_stderr_lines(run_on_library("notes", "list"))[0].startswith(
        "strikeview: no work of yours in this library yet"
    )


@pytest.mark.parametrize(
    "arguments",
    [[], ["ID"], ["ID", "killed"], ["--tag", "x"], ["--document", "x"], ["ID", "--undo"], ["--undo", "--redo"]],
)
def test_invalid_command_line_exits_with_status_2(
    run_on_library: RunCommand, kharkiv_id: str, arguments: list[str]
) -> None:
    assert (
        run_on_library("edit", *[kharkiv_id if argument == "ID" else argument for argument in arguments]).returncode
        == 2
    )


def test_missing_file_is_reported(run_on_library: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00" * 99)
    assert "is not a text file" in read_stderr_lines(run_on_library("notes", "import", tmp_path / "binary"))[0]
    assert "cannot be read" in read_stderr_lines(run_on_library("notes", "import", tmp_path / "absent"))[0]
    assert run_on_library("notes", "list", "file").returncode == 2
    assert "cannot be written" in read_stderr_lines(run_on_library("notes", "export", tmp_path / "no" / "where"))[0]


def test_missing_library_is_not_created(tmp_path: Path) -> None:
    for command in (["edit", "--undo"], ["notes", "list"], ["notes", "import", "x"]):
        completed = run_strikeview(*command, "--library", tmp_path / "absent.db")
        assert completed.returncode == 1
        assert len(read_stderr_lines(completed)) == 1
    assert list(tmp_path.iterdir()) == []
