"""A reader's journey with the real command on a real terminal: open, move, filter, search, source, back, quit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import Terminal

SIZES = [(120, 40), (80, 24), (60, 20)]
UTF8_ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": ""}


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_journey_through_the_stories(command: list[str], stories: Path, columns: int, rows: int) -> None:
    with Terminal([*command, stories], columns=columns, rows=rows, env=UTF8_ENVIRONMENT) as terminal:
        for place in ("Kharkiv", "Belgorod", "Odesa", "Kherson"):
            terminal.wait_for(place)
        terminal.wait_for("▸.*Kharkiv")
        terminal.wait_for("Sat 9 Mar 2024")

        terminal.press_keys("down")
        terminal.wait_for("▸.*Belgorod")
        terminal.press_keys("]")
        terminal.wait_for("▸.*Odesa")
        terminal.press_keys("G")
        terminal.wait_for("▸.*Kherson")
        terminal.press_keys("g")
        terminal.wait_for("▸.*Kharkiv")
        terminal.press_keys("j", "k", "pagedown", "pageup")
        terminal.wait_for("▸.*Kharkiv")

        terminal.press_keys("2")
        terminal.wait_for(r"\[2 Ukr")
        terminal.wait_until_gone("Odesa")
        terminal.wait_for("▸.*Belgorod")
        terminal.press_keys("2")
        terminal.wait_for("Odesa")

        terminal.press_keys("6")
        terminal.wait_for(r"\[6 mis")
        terminal.wait_until_gone("Kherson")
        terminal.wait_for("▸.*Odesa")
        terminal.press_keys("1")
        terminal.wait_for(r"\[1 Rus")
        terminal.press_keys("0")
        terminal.wait_until_gone(r"\[[16] ")
        terminal.wait_for("Kherson")

        terminal.press_keys("/", *"governor", "enter")
        terminal.wait_for("hit 1 of 1")
        terminal.wait_for("▸.*Kharkiv")
        terminal.wait_until_gone("Kherson")

        terminal.press_keys("o")
        terminal.wait_for("Night over Kharkiv")
        terminal.wait_for(r"Russia launched\s+12 drones")
        terminal.wait_until_gone("▸.*Kharkiv")
        terminal.press_keys("q")
        terminal.wait_for("▸.*Kharkiv")

        terminal.press_keys("escape")
        terminal.wait_for("Kherson")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0
        assert terminal.find_modes_left() == set()


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_journey_through_the_bundled_documents(command: list[str], columns: int, rows: int) -> None:
    with Terminal(command, columns=columns, rows=rows, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸")
        terminal.press_keys("G")
        terminal.wait_for(r"\b(\d+)/\1\b")
        terminal.press_keys("g", "5", "1")
        terminal.wait_for(r"\[5 dro")
        terminal.wait_for(r"\[1 Rus")
        terminal.wait_for("▸.* R[ ?]")
        terminal.press_keys("o")
        terminal.wait_until_gone(r"\[5 dro")
        terminal.press_keys("q")
        terminal.wait_for(r"\[5 dro")
        terminal.press_keys("0")
        terminal.wait_until_gone(r"\[[15] ")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_enter_leads_to_the_source_and_q_back(command: list[str], stories: Path, columns: int, rows: int) -> None:
    """Enter leads from the timeline (via the detail if only one pane fits) to the source, and q back."""
    with Terminal([*command, stories], columns=columns, rows=rows, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        if columns < 80:
            terminal.press_keys("enter")
            terminal.wait_until_gone("▸")
            terminal.wait_for("Harbour Courier|alpha")
        terminal.press_keys("enter")
        terminal.wait_for("Night over Kharkiv")
        terminal.wait_until_gone("▸")
        for _ in range(3):
            if "▸" not in terminal.text:
                terminal.press_keys("q")
                terminal.wait_until_quiet()
        terminal.wait_for("▸.*Kharkiv")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0


def test_help_lists_the_keys(command: list[str], stories: Path) -> None:
    with Terminal([*command, stories], columns=120, rows=60, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.press_keys("?")
        for words in ("next day", "search words", "Ctrl\\+F", "PgDn", "Home"):
            terminal.wait_for(words)
        terminal.press_keys("q")
        terminal.wait_for("▸.*Kharkiv")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0


def test_window_is_resized(command: list[str], stories: Path) -> None:
    with Terminal([*command, stories], columns=120, rows=40, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        for columns, rows in ((60, 20), (20, 5), (1, 1), (300, 80), (80, 24)):
            terminal.resize(columns, rows)
            terminal.wait_until_quiet()
        terminal.press_keys("down")
        terminal.wait_for("▸.*Belgorod")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0


def test_keys_in_one_packet_go_to_the_screen_they_were_typed_for(command: list[str], stories: Path) -> None:
    """A slow connection delivers keys in a burst: each key is for the screen opened by the one before."""
    with Terminal([*command, stories], columns=120, rows=40, env=UTF8_ENVIRONMENT) as terminal:
        terminal.wait_for("▸.*Kharkiv")
        terminal.wait_until_quiet()
        terminal.send_bytes(b"/depot\r")
        terminal.wait_for("hit 1 of 1")
        terminal.wait_for("▸.*Belgorod")
        terminal.send_bytes(b"oq?q0jj")
        terminal.wait_for("▸.*Kherson")
        terminal.send_bytes(b"/q\x1b")
        terminal.wait_until_quiet()
        assert terminal.is_running
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0
