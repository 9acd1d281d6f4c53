"""A file with many errors: one line per kind, and every case on request, on real files and in the app."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from model.ingest.pipeline import ingest_sources
from model.library import Library
from model.reading import find_sources
from tests.support.app_driver import AppDriver, drive_app
from tests.support.terminal import Terminal

COMMAND = [sys.executable, "-m", "tui"]
RAID = "Russia launched 12 drones at Kharkiv on 9 March 2024, killing two people."
COLUMNS = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,location,geo_precision,fatalities,"
    "country\n"
)
PROBLEM_LINES = [
    ": 1,000 cases: event_date is not a date of the form ",
    ": 1,000 cases: its cells do not match the header (first: row 3); check its commas and quotes; it is left out",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table with 2,000 invalid rows, in two ways, and a valid text."""
    place = tmp_path / "mixed"
    place.mkdir()
    rows = "".join(
        f"UKR{n},16/02/2024 00:00:{n:04},1,Explosions/Remote violence,Air/drone strike,A,Odesa,1,0,Ukraine\n"
        f"UKR{n},short\n"
        for n in range(1000)
    )
    (place / "acled.csv").write_text(COLUMNS + rows)
    (place / "raid.txt").write_text(RAID)
    return place


def run_command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("command", ["add", "parse"])
def test_each_kind_in_a_file_is_one_line_and_all_cases_are_written_on_request(
    command: str, folder: Path, tmp_path: Path
) -> None:
    cases_path = tmp_path / "every.txt"
    library = ("--library", tmp_path / "mine.db") if command == "add" else ()
    completed = run_command(command, folder, *library, "--problems", cases_path)
    assert completed.returncode == 0
    error_lines = completed.stderr.splitlines()
    assert len(error_lines) == 2
    for line, wrong in zip(error_lines, PROBLEM_LINES, strict=True):
        assert line.startswith(f"strikeview: {folder}/acled.csv{wrong}")
    assert "(first: row 2, '16/02/2024 00:00:0000'); correct the cell" in error_lines[0]
    cases = cases_path.read_text().splitlines()
    assert len(set(cases)) == len(cases) == 2000
    assert cases[-2].startswith(f"{folder}/acled.csv, row 2,000: event_date is not a date of the form")
    assert cases[-2].endswith("'16/02/2024 00:00:0999'; correct the cell; the row is left out")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["parse", "PATH", "--problems", "/no/such/folder/x"], "--problems /no/such/folder/x: cannot be written"),
        (["--problems", "x"], "--problems is about the files that are read: name them"),
    ],
)
def test_unwritable_problem_file_is_reported_in_one_line(arguments: list[str], expected: str, folder: Path) -> None:
    completed = run_command(*(str(folder) if argument == "PATH" else argument for argument in arguments))
    assert completed.returncode == 2
    assert expected in completed.stderr


def test_app_lists_each_kind_and_on_request_every_case(folder: Path) -> None:
    with Library() as library:
        ingest_sources(library, find_sources([str(folder)]), jobs=1, keep_problems=True)
        assert len(list(library.iter_cases())) == 2000

        async def journey(app: AppDriver) -> None:
            assert "2 reading problems: !" in app.text
            await app.press_keys("exclamation_mark")
            assert app.text.count("1,000 cases") == 2
            assert "row 1,500" not in app.text
            await app.press_keys("enter", "end")
            assert "row 2,001: its cells do not match the header" in app.text
            await app.press_keys("enter")
            assert app.text.count("1,000 cases") == 2
            assert "row 2,001" not in app.text

        drive_app(library, journey, problems=library.list_problems(), size=(200, 30))


def test_app_writes_every_case_of_cached_documents_too(folder: Path, tmp_path: Path) -> None:
    problem_lines = []
    for name in ("first", "again"):
        with Terminal([*COMMAND, folder, "--problems", tmp_path / name], columns=120, rows=30) as terminal:
            terminal.wait_for("2 reading problems: !")
            terminal.press_keys("q")
            assert terminal.wait_for_exit() == 0
        problem_lines.append((tmp_path / name).read_text().splitlines())
    assert problem_lines[0] == problem_lines[1]
    assert len(problem_lines[0]) == 2000
