"""A stored library in the app on a real terminal: opened, refused, extended by others, and damaged while open."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from model.library import Library
from tests.support.sample_library import make_shell_document
from tests.support.terminal import Terminal

UTF8_ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": ""}
ROOT = Path(__file__).resolve().parents[3]
ADD_SCRIPT = """
import sys
from model.library import Library
from tests.support.sample_library import make_shell_document
with Library(sys.argv[1]) as library:
    library.add_documents(map(make_shell_document, map(int, sys.argv[2:])))
"""


def add_shells(path: Path, *numbers: int) -> None:
    """Add shells of these numbers in another process, in one transaction: readers see none or all of them."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    subprocess.run(
        [sys.executable, "-c", ADD_SCRIPT, path, *map(str, numbers)], check=True, env=environment, timeout=60
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library of the shells 10 to 69, ten a day."""
    file = tmp_path / "library.db"
    with Library(file) as library:
        library.add_documents(map(make_shell_document, range(10, 70)))
    return file


def test_additions_by_others_appear_and_the_position_stays(command: list[str], path: Path) -> None:
    with Terminal([*command, "--library", path], columns=120, rows=40, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Place 1")
        terminal.press_keys("]", "down", "down")
        terminal.wait_for("13/60")
        chosen_time = terminal.wait_for(r"▸.*Place 2\d ")[0].split("│")[0]
        terminal.wait_for(r"Shell number 2\d fell")  # the detail is drawn last
        terminal.wait_until_quiet(1.5)
        line = next(i for i, text in enumerate(terminal.lines) if chosen_time in text)
        before = len(terminal.raw_output)
        terminal.wait_until_quiet(2.5)
        assert len(terminal.raw_output) == before, "an app that shows nothing new sends nothing"
        add_shells(path, *range(5), 80)
        terminal.wait_for("6 new strikes")
        terminal.wait_for("18/66")
        assert chosen_time in terminal.wait_until_quiet()[line]
        terminal.press_keys("down")
        terminal.wait_until_gone("new strikes")
        terminal.press_keys("g")
        terminal.wait_for(r"▸.*Place \d ")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0


def test_users_library_opens_once_it_holds_anything(command: list[str], path: Path, tmp_path: Path) -> None:
    env = {**UTF8_ENVIRONMENT, "XDG_DATA_HOME": str(tmp_path)}
    own_library = tmp_path / "strikeview" / "library.db"
    own_library.parent.mkdir()
    Library(own_library).close()
    with Terminal(command, columns=120, rows=40, env=env) as terminal:
        terminal.wait_for("Belgorod|Kyiv")  # the bundled documents
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0
    path.replace(own_library)
    with Terminal(command, columns=120, rows=40, env=env) as terminal:
        terminal.wait_for("▸.*Place 1")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "there is no library"),
        (b"Notes on drones, line by line.\n" * 400, "not a strikeview library"),
        ("cut", "a part of the file is missing"),
        ("newer", "newer strikeview"),
    ],
)
def test_file_that_is_not_a_library_is_one_line_and_no_screen(
    command: list[str], path: Path, content: bytes | str | None, expected: str
) -> None:
    if content is None:
        path.unlink()
    elif content == "cut":
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 3 // 4096 * 4096 + 100)
    elif content == "newer":
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA user_version = 999")
    else:
        assert isinstance(content, bytes)
        path.write_bytes(content)
    before = path.read_bytes() if path.exists() else None
    with Terminal([*command, "--library", path], columns=200, env=UTF8_ENVIRONMENT) as terminal:
        assert terminal.wait_for_exit() == 1
        lines = [line for line in terminal.lines if line]
        assert len(lines) == 1, lines
        assert expected in lines[0]
        assert b"?1049h" not in terminal.raw_output
    assert (path.read_bytes() if path.exists() else None) == before


def test_file_removed_or_damaged_meanwhile_is_one_line(command: list[str], path: Path) -> None:
    with Terminal([*command, "--library", path], columns=400, rows=12, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Place 1")
        terminal.wait_until_quiet()
        with closing(sqlite3.connect(path)) as database:
            database.execute("DROP TABLE lines")
        terminal.press_keys("G")
        terminal.wait_for("cannot be read .no such table: lines")
        terminal.press_keys("down", "1", "/", "shell", "enter", "o", "g")
        terminal.wait_for("cannot be read")
        path.unlink()
        terminal.wait_for("moved or removed while open")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0
        assert b"Traceback" not in terminal.raw_output


def test_unwritable_library_is_read_only(command: list[str], path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with Terminal([*command, "--library", path], columns=120, rows=40, env=UTF8_ENVIRONMENT) as terminal:
            terminal.wait_for("▸.*Place 1")
            terminal.press_keys("G")
            terminal.wait_for("▸.*Place 6")
            terminal.press_keys("q")
            assert terminal.wait_for_exit() == 0
    finally:
        path.parent.chmod(0o755)
