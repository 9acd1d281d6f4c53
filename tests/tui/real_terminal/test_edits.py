"""User edits with the real command on a real terminal: correct a value, see both, leave, come back."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

UTF8_ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": ""}


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (60, 20)])
def test_correction_is_made_and_kept(
    command: list[str], stories: Path, tmp_path: Path, columns: int, rows: int
) -> None:
    library = tmp_path / "mine.db"
    subprocess.run([*command, "add", stories, "--library", library], check=True, capture_output=True)
    with Terminal([*command, "--library", library], columns=columns, rows=rows, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        terminal.press_keys("c")
        terminal.wait_for("a name and a value")
        terminal.press_keys(*"killed=lots", "enter")
        terminal.wait_for("is not a count")
        terminal.press_keys("ctrl+a", "ctrl+k", *"killed=>=5", "enter")
        terminal.wait_for("killed: 2 -> 5 or more")
        terminal.wait_for(r"▸.*5\+.*✎")
        terminal.press_keys("a")
        terminal.wait_for("Your note")
        terminal.press_keys(*"evening count", "enter")
        terminal.wait_for("⁂")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0
        assert terminal.find_modes_left() == set()
    with Terminal([*command, "--library", library], columns=columns, rows=rows, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for(r"▸.*5\+.*⁂")
        terminal.press_keys("tab")
        terminal.wait_for("parsed: 2")
        terminal.wait_for("evening count")
        terminal.press_keys("tab", "u", "u")
        terminal.wait_for("Undone: correction")
        terminal.wait_until_gone("⁂")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0
    completed = subprocess.run(
        [*command, "notes", "list", "--library", library], capture_output=True, text=True, check=False
    )
    assert (completed.returncode, completed.stdout) == (1, "")
