"""`strikeview parse --explain` and `--candidates`, as used by people and scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.tui.cli.test_main import COMMAND, RAID, read_error_lines, run_command


@pytest.fixture
def raid_path(tmp_path: Path) -> Path:
    path = tmp_path / "raid.txt"
    path.write_text(RAID)
    return path


def test_explain_shows_the_words_and_the_rule_of_each_value(raid_path: Path) -> None:
    completed = run_command("parse", "--explain", raid_path)
    lines = completed.stdout.decode().splitlines()
    assert (completed.returncode, read_error_lines(completed)) == (0, [])
    assert lines[0] == "raid: report 1 of 1"
    at = lines.index("  killed      2")
    column = RAID.index("two") + 1
    assert lines[at + 1] == f"                “two” (line 1, column {column})"
    assert lines[at + 2].startswith(
        "                killed.active: this many people were killed, as “at least five” in"
    )
    assert "  not stated  injured, damage" in lines


def test_explain_shows_rejections_on_a_terminal_too(tmp_path: Path) -> None:
    path = tmp_path / "far.txt"
    path.write_text("Russia launched 12 drones at Kharkiv, \x1b 40 kilometres\x1b[0m off, on 9 March 2024.\n")
    output = run_command("parse", "--explain", path).stdout.decode()
    assert "considered and rejected" in output
    assert "it counts “kilometres”" in output
    assert "\x1b" not in output
    with Terminal([*COMMAND, "parse", "--explain", path], columns=50) as terminal:
        assert terminal.wait_for_exit() == 0
        assert "it counts “kilometres”" in " ".join(" ".join(terminal.lines).split())


def test_candidates_are_printed_with_what_they_lack(tmp_path: Path) -> None:
    path = tmp_path / "doubtful.txt"
    path.write_text(f"{RAID}\n\nRussia could launch missiles at Odesa.\n")
    [line] = run_command("parse", "--candidates", path).stdout.decode().splitlines()
    candidate = json.loads(line)
    assert candidate["document"] == "doubtful"
    assert "“could launch missiles at Odesa” is a threat" in candidate["lacks"][0]
    [excerpt] = candidate["excerpts"]
    assert path.read_text()[excerpt["start"] : excerpt["end"]] == excerpt["text"]
    head, row = (
        run_command("parse", "--candidates", "--format", "table", path, env={"COLUMNS": "90"})
        .stdout.decode()
        .splitlines()
    )
    assert head.startswith("lacks")
    assert max(len(head), len(row)) <= 90


def test_document_without_candidates_is_reported(raid_path: Path) -> None:
    completed = run_command("parse", "--candidates", raid_path)
    assert (completed.returncode, completed.stdout) == (0, b"")
    assert read_error_lines(completed) == ["strikeview: no candidates found in 1 document"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--explain", "--candidates"], "not allowed with argument --explain"),
        (["--explain", "--format", "jsonl"], "--explain prints text; leave out --format"),
        (["--candidates", "--format", "csv"], "--candidates prints jsonl or table, not csv"),
    ],
)
def test_incompatible_options_are_reported(raid_path: Path, options: list[str], message: str) -> None:
    completed = run_command("parse", *options, raid_path)
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert message in read_error_lines(completed)[-1]
