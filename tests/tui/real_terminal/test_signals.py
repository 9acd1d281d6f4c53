"""However the app ends, the terminal is restored: modes, settings, and no unread input left for the shell."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.support.terminal import TIMEOUT_SECONDS, Terminal

ENDINGS = [
    ("q", 0),
    ("ctrl+c", 0),
    (signal.SIGTERM, 128 + signal.SIGTERM),
    (signal.SIGHUP, 128 + signal.SIGHUP),
    (signal.SIGINT, 128 + signal.SIGINT),
]


def end_app(terminal: Terminal, ending: str | signal.Signals) -> None:
    if isinstance(ending, signal.Signals):
        terminal.send_signal(ending)
    else:
        terminal.press_keys(ending)


@pytest.mark.parametrize("mouse", ["--mouse", "--no-mouse"])
@pytest.mark.parametrize(("ending", "status"), ENDINGS)
def test_terminal_is_restored(
    command: list[str], stories: Path, ending: str | signal.Signals, status: int, mouse: str
) -> None:
    with Terminal([*command, mouse, stories], answers=True) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.wait_until_quiet()
        assert "?1049h" in terminal.find_modes_left()
        end_app(terminal, ending)
        assert terminal.wait_for_exit() == status
        assert terminal.find_modes_left() == set()
        assert not terminal.has_changed_settings()
        assert terminal.read_unread_input() == b""
        assert (b"\x1b[?1000" in terminal.raw_output) is (mouse == "--mouse")
        assert b"\x1b[?1003" not in terminal.raw_output  # would send every mouse movement
        assert "Traceback" not in terminal.raw_output.decode(errors="replace")


def test_signal_ends_a_prompt_and_a_dialog_too(command: list[str], stories: Path) -> None:
    for key in ("/", "?"):
        with Terminal([*command, stories]) as terminal:
            terminal.wait_for("Kharkiv")
            terminal.wait_until_quiet()
            terminal.press_keys(key)
            terminal.wait_until_quiet()
            terminal.send_signal(signal.SIGTERM)
            assert terminal.wait_for_exit() == 128 + signal.SIGTERM
            assert terminal.find_modes_left() == set()
            assert not terminal.has_changed_settings()


@pytest.mark.parametrize("delay", [0.05, 0.2, 0.35, 0.5, 0.7])
def test_signal_during_startup(command: list[str], stories: Path, delay: float) -> None:
    with Terminal([*command, stories]) as terminal:
        time.sleep(delay)
        terminal.send_signal(signal.SIGTERM)
        assert terminal.wait_for_exit() in (-signal.SIGTERM, 128 + signal.SIGTERM)
        assert terminal.find_modes_left() == set()
        assert not terminal.has_changed_settings()


def test_late_answer_does_not_reach_the_shell(command: list[str], stories: Path) -> None:
    with Terminal([*command, stories]) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.press_keys("q")
        assert rb"[?2026$p" in terminal.raw_output
        time.sleep(0.1)
        terminal.send_bytes(b"\x1b[?2026;2$y")
        assert terminal.wait_for_exit() == 0
        assert terminal.read_unread_input() == b""


def test_lost_terminal_ends_the_app(command: list[str], stories: Path) -> None:
    with Terminal([*command, stories]) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.wait_until_quiet()
        terminal.hang_up()
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP


@pytest.mark.parametrize("ending", ["a hang-up", signal.SIGHUP, signal.SIGTERM])
def test_connection_lost_while_reading_leaves_nothing_behind(
    command: list[str], tmp_path: Path, ending: str | signal.Signals
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    os.mkfifo(pipe := tmp_path / "never-written.txt")  # a reader waits
    with Terminal([*command, pipe], env={"TMPDIR": str(temporary)}) as terminal:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not list(temporary.glob("strikeview-*/library.db")):
            assert time.monotonic() < deadline
            terminal.read_output(0.05)
        if isinstance(ending, signal.Signals):
            terminal.send_signal(ending)
        else:
            terminal.hang_up()
        assert terminal.wait_for_exit() == 128 + (ending if isinstance(ending, signal.Signals) else signal.SIGHUP)
        assert list(temporary.iterdir()) == []
        assert "Traceback" not in terminal.raw_output.decode(errors="replace")
