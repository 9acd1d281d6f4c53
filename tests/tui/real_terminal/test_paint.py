"""Painting on a real terminal: each line is sent once, and a pane shown again is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import Terminal

UTF8_ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": ""}


@pytest.mark.parametrize(("key", "expected"), [("o", "% of .* characters"), ("?", "Keys; type to narrow")])
def test_page_is_painted_once(command: list[str], stories: Path, key: str, expected: str) -> None:
    with Terminal([*command, stories], columns=120, rows=40, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        terminal.wait_until_quiet(1.0)
        before = len(terminal.raw_output)
        terminal.press_keys(key)
        terminal.wait_for(expected)
        terminal.wait_until_quiet()
        assert terminal.raw_output[before:].count(b"\x1b[20;1H") == 1


def test_new_size_is_painted_once(command: list[str], stories: Path) -> None:
    with Terminal([*command, stories], columns=120, rows=40, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        terminal.wait_until_quiet(1.0)
        before = len(terminal.raw_output)
        terminal.resize(110, 30)
        terminal.wait_until_quiet(1.0)
        assert terminal.raw_output[before:].count(b"\x1b[20;1H") == 1
        terminal.wait_for("▸.*Kharkiv")


def test_briefly_smaller_window_is_painted_again(command: list[str], stories: Path) -> None:
    with Terminal([*command, stories], columns=80, rows=24, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        before = terminal.wait_until_quiet(1.0)
        terminal.resize(80, 12)
        terminal.resize(80, 24)
        terminal.wait_for("^ 1 Russia")
        assert terminal.wait_until_quiet() == before


@pytest.mark.parametrize(
    ("size", "steps", "expected"),
    [
        ((60, 20), ["enter", "q", "j", "j", "enter"], "Odesa, UA"),
        ((80, 24), [(80, 12), "j", (80, 24), "j"], "Odesa, UA"),
        ((120, 40), ["h", "h", "2"], "^ ██████  up to 1 a day"),
    ],
)
def test_pane_shown_again_is_up_to_date(
    command: list[str], stories: Path, size: tuple[int, int], steps: list[str | tuple[int, int]], expected: str
) -> None:
    with Terminal([*command, stories], columns=size[0], rows=size[1], env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        for step in steps:
            terminal.wait_until_quiet()
            if isinstance(step, str):
                terminal.press_keys(step)
            else:
                terminal.resize(*step)
        terminal.wait_for(expected)
        lines = terminal.wait_until_quiet()
        terminal.press_keys("ctrl+l")
        terminal.wait_until_quiet()
        assert terminal.lines == lines
