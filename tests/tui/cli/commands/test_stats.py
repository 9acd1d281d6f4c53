"""`strikeview stats`: counts by time, side, weapon and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.tui.cli.commands.conftest import COMMAND, RunCommand, read_stderr_lines, read_stdout_lines


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ([], ["2024-03-09\t1", "2024-03-11\t1", "2024-05-02\t1", "undated\t1"]),
        (["--by", "day", "side:ukraine"], ["2024-03-11\t1"]),
        (["--by", "month"], ["2024-03\t2", "2024-04\t0", "2024-05\t1", "undated\t1"]),
        (["--by", "year", "-place:Kherson"], ["2024\t3"]),
        (["--by", "side"], ["russia\t3", "ukraine\t1", "other\t0", "unknown\t0"]),
        (["--by", "side", "side:russia"], ["russia\t3"]),
        (["--by", "weapon", "side:russia"], ["drone\t1", "missile\t1", "artillery\t1", "bomb\t0", "other\t0"]),
        (["--by", "weapon", "weapon:drone,bomb"], ["drone\t2", "bomb\t0"]),
        (["--by", "place"], ["Belgorod\t1", "Kharkiv\t1", "Kherson\t1", "Odesa\t1"]),
    ],
)
def test_each_line_is_a_label_a_tab_and_a_count(
    run_on_library: RunCommand, arguments: list[str], lines: list[str]
) -> None:
    completed = run_on_library("stats", *arguments)
    assert (completed.returncode, read_stderr_lines(completed)) == (0, [])
    assert read_stdout_lines(completed) == lines


def test_weeks_without_strikes_are_zero(run_on_library: RunCommand) -> None:
    lines = read_stdout_lines(run_on_library("stats", "--by", "week"))
    assert (lines[0], lines[1], lines[2], lines[-1]) == ("2024-W10\t1", "2024-W11\t1", "2024-W12\t0", "undated\t1")
    assert len(lines) == 10


def test_no_match_exits_with_status_1(run_on_library: RunCommand) -> None:
    for grouping in ("day", "side", "place"):
        completed = run_on_library("stats", "place:Atlantis", "--by", grouping)
        assert (completed.returncode, completed.stdout, len(read_stderr_lines(completed))) == (1, b"", 1)


def test_invalid_query_or_unit_exits_with_status_2(run_on_library: RunCommand) -> None:
    assert run_on_library("stats", "killed:many").returncode == 2
    assert run_on_library("stats", "--by", "hour").returncode == 2


@pytest.mark.parametrize(("rows", "heading"), [(70, "day"), (20, "week"), (8, "month")])
def test_finest_unit_that_fits_is_drawn_on_a_terminal(library: Path, rows: int, heading: str) -> None:
    command = [*COMMAND, "stats", "--library", str(library)]
    with Terminal(command, columns=60, rows=rows) as terminal:
        assert terminal.wait_for_exit() == 0
        terminal.wait_until_quiet()
        lines = [line for line in terminal.lines if line]
        assert lines[0].split() == [heading, "strikes"]
        assert lines[-1].split()[:2] == ["undated", "1"]
        assert "█" in lines[1]
        assert len(lines) < rows
        assert b"\x1b" not in terminal.raw_output


def test_longest_bar_is_the_largest_count(library: Path) -> None:
    with Terminal([*COMMAND, "stats", "--library", library, "--by", "side"], columns=60, rows=20) as terminal:
        assert terminal.wait_for_exit() == 0
        terminal.wait_until_quiet()
        bars = {line.split()[0]: line.count("█") for line in terminal.lines[1:] if line}
        assert bars["russia"] > bars["ukraine"] > bars["other"] == 0


def test_places_beyond_the_screen_are_summed_up(library: Path) -> None:
    with Terminal([*COMMAND, "stats", "--library", library, "--by", "place"], columns=60, rows=7) as terminal:
        assert terminal.wait_for_exit() == 0
        terminal.wait_until_quiet()
        lines = [line for line in terminal.lines if line]
        assert len(lines) <= 6
