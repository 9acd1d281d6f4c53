"""Input that nobody typed neither ends the app nor counts as a key."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

NOISE = {
    "a Latin-1 key": b"\xe9",
    "X10 mouse reports past column 95": b"\x1b[M \xf0!\x1b[M#\xf0!",
    "an X10 mouse report in column 81, which is q": b"\x1b[M qq",
    "SGR mouse reports of another program": b"\x1b[<0;10;10M\x1b[<0;10;10m",
    "answers to questions of another program": b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?61;4c\x1b[>41;354;0c",
    "keys that cannot be": b"\x1b[1:2;3u\x1b[9999999999999u\x1b[48;1;1;x;1t",
    "a torn character": b"\xd0",
    "NUL": b"\x00",
}


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE.keys())
def test_noise_changes_nothing(command: list[str], stories: Path, noise: bytes) -> None:
    with Terminal([*command, "--no-mouse", stories], columns=120, rows=40) as terminal:
        terminal.wait_for("damage +not stated")  # the detail is drawn after the list
        before = terminal.wait_until_quiet()
        terminal.send_bytes(noise)
        assert terminal.wait_until_quiet(0.5) == before
        terminal.press_keys("2")
        terminal.wait_until_gone("Odesa")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("start", [(b"\x1b[200~abc",), (b"\x1b[20", b"0~abc")])
def test_endless_paste_is_taken_as_far_as_it_came(command: list[str], stories: Path, start: tuple[bytes, ...]) -> None:
    with Terminal([*command, stories], columns=120, rows=40) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.press_keys("/")
        terminal.wait_for("Search:")
        for part in start:
            terminal.send_bytes(part)
            terminal.wait_until_quiet(0.05)
        terminal.wait_for("abc", within=5)
        terminal.press_keys("d", "escape")
        terminal.wait_until_gone("abc")
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
def test_app_can_be_left_during_an_endless_paste(command: list[str], stories: Path, key: str) -> None:
    with Terminal([*command, stories]) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.wait_until_quiet()
        terminal.send_bytes(b"\x1b[200~abc")
        for _ in range(3):
            if terminal.is_running:
                terminal.press_keys(key)
                terminal.wait_until_quiet(1.5)
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_random_bytes_do_not_end_the_app(command: list[str], stories: Path, seed: int) -> None:
    rng = random.Random(seed)
    ends = b"q\x03\x11"  # the keys that end the app
    with Terminal([*command, stories]) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.wait_until_quiet()
        for size in (1, 10, 100, 1000, 4000):
            noise = rng.randbytes(size).translate(None, ends)
            for number in range(0, size, 200):
                terminal.send_bytes(noise[number : number + 200])
                terminal.wait_until_quiet(0.05)
        assert terminal.is_running
        for _ in range(5):
            terminal.press_keys("escape")
            terminal.wait_until_quiet(0.3)
        for _ in range(4):
            if terminal.is_running:
                terminal.press_keys("q")
                terminal.wait_until_quiet(0.5)
        assert terminal.wait_for_exit() == 0
        assert terminal.find_modes_left() == set()
