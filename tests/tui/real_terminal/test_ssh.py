"""The app over a real SSH connection, with the terminal types and locales of servers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.support.ssh_server import SshServer
from tests.support.terminal import TIMEOUT_SECONDS, Terminal


@pytest.mark.parametrize("lang", ["C.UTF-8", "C"])
@pytest.mark.parametrize("term", ["xterm-256color", "screen-256color"])
def test_open_move_filter_quit(server: SshServer, command: list[str], stories: Path, term: str, lang: str) -> None:
    remote = server.build_command([*command, str(stories)], {"LANG": lang})
    cursor = "▸" if lang == "C.UTF-8" else ">"
    with Terminal(remote, columns=100, rows=30, env={"TERM": term}) as terminal:
        terminal.wait_for(f"^{cursor}.*Kharkiv")
        terminal.press_keys("down")
        terminal.wait_for(f"^{cursor}.*Belgorod")
        terminal.press_keys("1")
        terminal.wait_for(r"\[1 Rus")
        terminal.wait_until_gone("Belgorod")
        terminal.press_keys("8")
        terminal.wait_until_gone("Odesa")
        terminal.press_keys("0")
        terminal.wait_for("Belgorod")
        assert "\ufffd" not in terminal.text
        if lang == "C":
            assert terminal.text.isascii()
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0
        assert terminal.find_modes_left() == set()
        assert not terminal.has_changed_settings()
        assert b"\x1b[?1000h" not in terminal.raw_output  # no mouse over SSH unless requested


def test_dropped_connection_ends_the_app(server: SshServer, command: list[str], stories: Path) -> None:
    remote = server.build_command([*command, str(stories)], {"LANG": "C.UTF-8"})
    with Terminal(remote) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.wait_until_quiet()
        assert list_processes(stories)
        terminal.hang_up()
        terminal.wait_for_exit()
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while list_processes(stories):
        assert time.monotonic() < deadline, f"still running: {list_processes(stories)}"
        time.sleep(0.1)


def list_processes(path: Path) -> list[str]:
    """The command lines of processes started on this path."""
    processes = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # the process has ended
            continue
        if str(path) in line:
            processes.append(line)
    return processes
