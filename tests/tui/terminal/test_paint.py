"""What a screen costs on the line to the terminal: each of its lines is painted once when it opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import Terminal

UTF8 = {"LANG": "C.UTF-8", "LC_ALL": ""}


@pytest.mark.parametrize(("key", "opened"), [("o", "% of .* characters"), ("?", "Keys; type to narrow")])
def test_a_page_is_painted_once(command: list[str], stories: Path, key: str, opened: str) -> None:
    with Terminal([*command, stories], columns=120, rows=40, env=UTF8) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        terminal.settle(1.0)
        before = len(terminal.raw)
        terminal.press(key)
        terminal.wait_for(opened)
        terminal.settle()
        assert terminal.raw[before:].count(b"\x1b[20;1H") == 1


def test_another_size_is_painted_once(command: list[str], stories: Path) -> None:
    with Terminal([*command, stories], columns=120, rows=40, env=UTF8) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        terminal.settle(1.0)
        before = len(terminal.raw)
        terminal.resize(110, 30)
        terminal.settle(1.0)
        assert terminal.raw[before:].count(b"\x1b[20;1H") == 1
        terminal.wait_for("▸.*Kharkiv")
