"""`strikeview list`: a line per strike, with the id that `show` takes."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.tui.cli.commands.conftest import COMMAND, RunCommand, read_stderr_lines, read_stdout_lines, run_strikeview


def test_each_strike_is_a_line_in_order_of_time(run_on_library: RunCommand) -> None:
    completed = run_on_library("list")
    assert (completed.returncode, completed.stderr) == (0, b"")
    lines = [line.split("  ") for line in read_stdout_lines(completed)]
    assert [line[1:] for line in lines] == [
        ["2024-03-09", "russia", "drone 12", "Kharkiv", "2 killed"],
        ["2024-03-11", "ukraine", "drone", "Belgorod"],
        ["2024-05-02", "russia", "missile 4", "Odesa", "7+ injured"],
        ["undated", "russia", "artillery", "Kherson", "1 killed"],
    ]
    assert len({line[0] for line in lines}) == 4


@pytest.mark.parametrize(
    ("query", "places"),
    [
        (["side:ukraine"], ["Belgorod"]),
        (["side:russia", "-place:Kharkiv", "since:2024"], ["Odesa"]),
        (["-place:Kharkiv", "--limit", "3"], ["Belgorod", "Odesa", "Kherson"]),
        (["weapon:drone", "--limit", "9", "side:russia"], ["Kharkiv"]),
        (["-has:note", "killed:>1"], ["Kharkiv"]),
        (["source:channel"], ["Odesa"]),
    ],
)
def test_query_is_obeyed_wherever_the_options_are(
    run_on_library: RunCommand, query: list[str], places: list[str]
) -> None:
    completed = run_on_library("list", *query)
    assert (completed.returncode, read_stderr_lines(completed)) == (0, [])
    assert [
        next(place for place in ("Kharkiv", "Belgorod", "Odesa", "Kherson") if place in line)
        for line in read_stdout_lines(completed)
    ] == places


@pytest.mark.parametrize(
    ("query", "places", "notice"),
    [
        (["-place:Kharkiv", "--limit", "1"], ["Belgorod"], "2 more strikes"),
        (["--limit", "2", "side:russia"], ["Kharkiv", "Odesa"], "1 more strike"),
    ],
)
def test_limit_says_how_many_more_there_are(
    run_on_library: RunCommand, query: list[str], places: list[str], notice: str
) -> None:
    completed = run_on_library("list", *query)
    assert [line.split("  ")[4] for line in read_stdout_lines(completed)] == places
    assert (completed.returncode, read_stderr_lines(completed)) == (
        0,
        [f"strikeview: {notice}; leave out --limit to list all"],
    )


def test_no_match_exits_with_status_1(run_on_library: RunCommand) -> None:
    completed = run_on_library("list", "place:Atlantis")
    assert (completed.returncode, completed.stdout) == (1, b"")
    assert read_stderr_lines(completed) == ["strikeview: no strikes found for place:Atlantis"]


def test_invalid_query_is_marked_and_exits_with_status_2(run_on_library: RunCommand) -> None:
    completed = run_on_library("list", "weapon:drone", "plaace:Kyiv")
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert read_stderr_lines(completed)[:2] == ["weapon:drone plaace:Kyiv", " " * 13 + "^" * 6]
    assert "did you mean place?" in read_stderr_lines(completed)[2]


@pytest.mark.parametrize(
    ("typed", "shell_error", "instead"),
    [
        ("place:Kharkiv killed:>10", "killed:>10 for a file and emptied 10", "killed:11+"),
        ("-sources:>=2 side:russia", "-sources:>=2 for a file and emptied =2", "-sources:2+"),
        ("dead:<7", "dead:<7 for a file and read 7", "dead:..6"),
        ("killed:<=7 drone", "killed:<=7 for a file and read =7", "killed:..7"),
    ],
)
def test_comparison_taken_by_the_shell_as_a_redirection_is_reported_in_one_line(
    library: Path, tmp_path: Path, typed: str, shell_error: str, instead: str
) -> None:
    for name in ("7", "=7"):
        (tmp_path / name).touch()
    line = f"{shlex.join(COMMAND)} list --library {shlex.quote(str(library))} {typed}"
    completed = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    term = shell_error.split()[0]
    assert completed.returncode == 2
    assert read_stderr_lines(completed) == [
        f"strikeview: the shell took part of {shell_error}; write {instead}, or quote it: '{term}'"
    ]


def test_missing_value_is_marked_wherever_the_output_goes(library: Path, tmp_path: Path) -> None:
    with open(tmp_path / "strikes.txt", "w") as output:
        command = [*COMMAND, "list", "--library", str(library), "killed:"]
        completed = subprocess.run(
            command, cwd=tmp_path, stdout=output, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert completed.returncode == 2
    assert read_stderr_lines(completed)[0] == "killed:"


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5", "٣"])
def test_limit_is_a_count(run_on_library: RunCommand, limit: str) -> None:
    completed = run_on_library("list", "--limit", limit)
    assert completed.returncode == 2
    assert "limit" in read_stderr_lines(completed)[-1]


def test_missing_library_is_reported(tmp_path: Path) -> None:
    completed = run_strikeview("list", "--library", tmp_path / "none.db")
    assert (completed.returncode, completed.stdout) == (1, b"")
    assert read_stderr_lines(completed) == [f"strikeview: {tmp_path}/none.db: there is no library; check the path"]
    library_path = run_strikeview("list", env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)})
    assert library_path.returncode == 1
    assert read_stderr_lines(library_path) == [
        f"strikeview: {tmp_path}/strikeview/library.db: there is no library; `strikeview add PATH` creates it"
    ]
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_not_a_library_is_reported_and_left_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"my notes" * 1000)
    completed = run_strikeview("list", "--library", path)
    assert (completed.returncode, completed.stdout, len(read_stderr_lines(completed))) == (1, b"", 1)
    assert path.read_bytes() == b"my notes" * 1000


def test_corrupt_library_is_reported_in_one_line(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    whole = library.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    completed = run_strikeview("list", "--library", path)
    assert (completed.returncode, len(read_stderr_lines(completed))) == (1, 1)


def test_closed_pipe_is_not_a_failure(library: Path) -> None:
    command = [*COMMAND, "list", "--library", str(library)]
    listing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert listing.stdout
    assert listing.stderr
    listing.stdout.close()
    assert (listing.stderr.read(), listing.wait(60)) == (b"", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_disk_is_reported_in_one_line(library: Path) -> None:
    with open("/dev/full", "wb") as full:
        completed = subprocess.run(
            [*COMMAND, "list", "--library", str(library)], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert completed.returncode == 1
    assert completed.stderr.decode().splitlines() == [
        "strikeview: the output cannot be written (No space left on device); make room or choose another place"
    ]


@pytest.mark.parametrize("columns", [60, 80, 89, 90, 120])
def test_terminal_output_is_a_table_that_fits(library: Path, columns: int) -> None:
    with Terminal([*COMMAND, "list", "--library", library], columns=columns, rows=12) as terminal:
        assert terminal.wait_for_exit() == 0
        terminal.wait_until_quiet()
        lines = [line for line in terminal.lines if line]
        assert len(lines) == 5  # no line was wrapped
        assert lines[0].split()[:2] == ["id", "when"]
        assert "2024-03-09" in lines[1]
        assert "Kharkiv" in lines[1]
        assert b"\x1b" not in terminal.raw_output


def test_lists_and_counts_load_neither_screen_nor_event_model(library: Path) -> None:
    for command in ("list", "stats"):
        code = f"""
import sys
sys.argv = ["strikeview", {command!r}, "--library", {str(library)!r}]
from tui.cli.main import run
assert run() == 0
assert not {{"pydantic", "rich", "textual"}} & set(sys.modules), sorted(sys.modules)
"""
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60, stdout=subprocess.DEVNULL)
