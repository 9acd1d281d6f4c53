"""A library with corrupt contents: one line of error, whatever is corrupt, and the rest goes on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from model.library import Library, LibraryError
from model.library.timeline.rows import row_to_json
from model.query import Query
from tests.support.app_driver import AppDriver, drive_app
from tests.support.event_factories import fill_library, make_document, make_report, make_strike, make_when

DAYS = ("2024-03-01", "2024-03-02", "2024-03-03")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library of three strikes on three days."""
    file = tmp_path / "mine.db"
    with Library(file) as library:
        strikes = [
            make_strike(make_report(day, when=make_when(day), places=[f"Place {day}"], weapons=["drone"]))
            for day in DAYS
        ]
        fill_library(library, map(make_document, DAYS), strikes)
    return file


def corrupt_library(path: Path, statement: str, *values: object) -> None:
    """Corrupt the library with one SQL statement."""
    with closing(sqlite3.connect(path)) as database, database:
        assert database.execute(statement, values).rowcount > 0


def list_strikes(path: Path) -> list[str]:
    """The output of `strikeview list`, and its single line of error."""
    command = [sys.executable, "-m", "tui", "list", "--library", str(path)]
    completed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert completed.returncode == 1
    return [*completed.stdout.splitlines(), *completed.stderr.splitlines()]


@pytest.mark.parametrize(
    "stored_row", ["", "no JSON", "5", "null", "{}", "[]", "[1, 2, 3]", "[" * 100_000, "\x00", b"\xff\xfe"]
)
def test_corrupt_row_is_reported_in_one_line(path: Path, stored_row: str | bytes) -> None:
    corrupt_library(path, "UPDATE lines SET line = ?", stored_row)
    with Library(path) as library, pytest.raises(LibraryError, match=r"^[^\n]*mine\.db: cannot be read \([^\n]*$"):
        list(library.iter_rows(Query()))
    (line,) = list_strikes(path)
    assert "cannot be read (" in line


WRONG_VALUES: list[tuple[str, object]] = [
    ("key", None),
    ("start", "2024-13-01"),
    ("end", 20240301),
    ("precision", "fortnight"),
    ("scope", None),
    ("side", "sides"),
    ("weapons", None),
    ("weapons", ["drone"]),
    ("weapons", [["drone", "1"]]),
    ("weapons", [["drones", None, None]]),
    ("weapons", [["drone", 1, None]]),
    ("launched", {}),
    ("intercepted", 1),
    ("places", None),
    ("places", [None]),
    ("killed", 7),
    ("injured", []),
    ("sources", "1"),
    ("is_disputed", 0),
    ("basis", 1),
    ("is_side_inferred", None),
    ("flags", True),
]


@pytest.mark.parametrize(("field", "wrong"), WRONG_VALUES)
def test_impossible_value_in_a_row_is_reported_in_one_line(path: Path, field: str, wrong: Any) -> None:
    with Library(path) as library:
        row = next(library.iter_rows(Query()))
        corrupt_library(path, "UPDATE lines SET line = ?", row_to_json(row))
        assert len(list(library.iter_rows(Query()))) == len(DAYS)
        corrupt_library(path, "UPDATE lines SET line = ?", row_to_json(row._replace(**{field: wrong})))
        with pytest.raises(LibraryError, match="damaged"):
            list(library.iter_rows(Query()))


@pytest.mark.parametrize("statement", ["UPDATE lines SET line = 'spoilt'", "DELETE FROM lines"])
def test_app_survives_a_corrupt_row(path: Path, statement: str) -> None:
    corrupt_library(path, f"{statement} WHERE id = (SELECT id FROM lines ORDER BY id LIMIT 1 OFFSET 1)")

    async def journey(app: AppDriver) -> None:
        assert "its contents are damaged" in app.text or statement.startswith("DELETE")
        await app.press_keys("down", "G", "o", "escape", "1", "0", "g", "right_square_bracket")
        await app.press_keys("slash", *"place", "enter", "escape")
        assert "2024" in app.text

    with Library(path) as library:
        drive_app(library, journey, size=(400, 40))  # wide enough for the path and the message


TALLY_CHANGES = [
    "x''",
    "substr(counts, 1, 515)",
    "counts || counts",
    "'counts'",
    "zeroblob(516)",
    "replace(hex(counts), '0', 'F')",
    "5",
]


@pytest.mark.parametrize("counts", TALLY_CHANGES)
@pytest.mark.parametrize("which", ["day = -1", "day >= 0"])
def test_corrupt_tally_is_reported_in_one_line(path: Path, counts: str, which: str) -> None:
    corrupt_library(path, f"UPDATE tallies SET counts = {counts} WHERE {which}")
    with Library(path) as library:
        with pytest.raises(LibraryError, match="damaged"):
            library.count_filters(Query())
        with pytest.raises(LibraryError, match="damaged"):
            library.list_days(Query())
    (line,) = list_strikes(path)
    assert "its contents are damaged" in line


@pytest.mark.parametrize("day", ["-7", "131072", "9000000000"])
def test_corrupt_day_is_reported_in_one_line(path: Path, day: str) -> None:
    corrupt_library(path, f"UPDATE tallies SET day = {day} WHERE day = (SELECT max(day) FROM tallies)")
    with Library(path) as library, pytest.raises(LibraryError, match="damaged"):
        library.list_days(Query())


@pytest.mark.parametrize("counts", [*TALLY_CHANGES[:-3], "5", f"x'{'ff' * 516}'"])
def test_addition_to_a_corrupt_tally_is_rolled_back(path: Path, counts: str) -> None:
    corrupt_library(path, f"UPDATE tallies SET counts = {counts}")
    one = make_strike(make_report("more", when=make_when(DAYS[0]), places=["Elsewhere"], weapons=["drone"]))
    with Library(path) as library:
        with pytest.raises(LibraryError, match=r"damaged.*nothing of this step was saved"):
            fill_library(library, [make_document("more")], [one])
        assert library.count_documents() == len(DAYS)


def test_tally_that_would_become_negative_is_corrupt(path: Path) -> None:
    corrupt_library(path, "UPDATE tallies SET counts = zeroblob(516)")
    with Library(path) as library:
        with pytest.raises(LibraryError, match=r"damaged.*nothing of this step was saved"):
            fill_library(library, [make_document(DAYS[0], "Another text, in the place of the former.")], [])
        assert library.load_document(DAYS[0]).text == make_document(DAYS[0]).text
