"""`strikeview parse --explain` and `--candidates`, as used by people and scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.tui.cli.test_main import COMMAND, RAID, run, said


@pytest.fixture
def raid(tmp_path: Path) -> Path:
    path = tmp_path / "raid.txt"
    path.write_text(RAID)
    return path


def test_explain_shows_the_words_and_the_rule_of_each_value(raid: Path) -> None:
    done = run("parse", "--explain", raid)
    told = done.stdout.decode().splitlines()
    assert (done.returncode, said(done)) == (0, [])
    assert told[0] == "raid: report 1 of 1"
    at = told.index("  killed      2")
    column = RAID.index("two") + 1
    assert told[at + 1] == f"                “two” (line 1, column {column})"
    assert told[at + 2].startswith("                killed.active: this many people were killed, as “at least five” in")
    assert "  not stated  injured, damage" in told


def test_explain_shows_rejections_on_a_terminal_too(tmp_path: Path) -> None:
    path = tmp_path / "far.txt"
    path.write_text("Russia launched 12 drones at Kharkiv, \x1b 40 kilometres\x1b[0m off, on 9 March 2024.\n")
    done = run("parse", "--explain", path).stdout.decode()
    assert "considered and rejected" in done
    assert "it counts “kilometres”" in done
    assert "\x1b" not in done
    with Terminal([*COMMAND, "parse", "--explain", path], columns=50) as terminal:
        assert terminal.wait_for_exit() == 0
        assert "it counts “kilometres”" in " ".join(" ".join(terminal.lines).split())


def test_candidates_are_printed_with_what_they_lack(tmp_path: Path) -> None:
    path = tmp_path / "doubtful.txt"
    path.write_text(f"{RAID}\n\nRussia could launch missiles at Odesa.\n")
    [line] = run("parse", "--candidates", path).stdout.decode().splitlines()
    candidate = json.loads(line)
    assert candidate["document"] == "doubtful"
    assert "“could launch missiles at Odesa” is a threat" in candidate["lacks"][0]
    [excerpt] = candidate["excerpts"]
    assert path.read_text()[excerpt["start"] : excerpt["end"]] == excerpt["text"]
    head, row = (
        run("parse", "--candidates", "--format", "table", path, env={"COLUMNS": "90"}).stdout.decode().splitlines()
    )
    assert head.startswith("lacks")
    assert max(len(head), len(row)) <= 90


def test_document_without_candidates_is_reported(raid: Path) -> None:
    done = run("parse", "--candidates", raid)
    assert (done.returncode, done.stdout) == (0, b"")
    assert said(done) == ["strikeview: no candidates found in 1 document"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--explain", "--candidates"], "not allowed with argument --explain"),
        (["--explain", "--format", "jsonl"], "--explain prints text; leave out --format"),
        (["--candidates", "--format", "csv"], "--candidates prints jsonl or table, not csv"),
    ],
)
def test_incompatible_options_are_reported(raid: Path, options: list[str], message: str) -> None:
    done = run("parse", *options, raid)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in said(done)[-1]
