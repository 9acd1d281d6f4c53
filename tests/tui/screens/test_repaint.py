"""Panes that were hidden, covered or shrunk look, once they are back, as if nothing had happened."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from typing import Any

import pyte
import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.pilot import Pilot

from tests.support.sample_library import make_story_library
from tui.app import StrikeviewApp
from tui.rendering.glyphs import UNICODE_GLYPHS
from tui.terminal.posix_driver import LOOP_TURNS_PER_KEY

Size = tuple[int, int]
Step = str | Size  # a key, or a window size

DETOURS: dict[str, list[Step]] = {  # ways to hide part of the screen; the window then returns to its size
    "only one pane left": [(80, 12)],
    "nothing left": [(1, 1)],
    "hardly a row, then another shape": [(120, 2), (100, 30), (60, 20)],
    "covered, and of another size meanwhile": ["f1", (60, 12), "q"],
}
STARTS: dict[str, tuple[Size, list[Step], list[Step]]] = {  # the window, keys to a screen, keys out of sight
    "wide": ((120, 40), [], ["j", "5"]),
    "filters lifted": ((120, 40), ["1", "ctrl+f"], ["m", "j", "ctrl+f"]),
    "no axis": ((120, 40), ["h"], ["h", "j", "1"]),
    "value chosen": ((120, 40), ["j", "v", "v", "v"], ["m"]),
    "under each other": ((80, 24), [], ["j", "1"]),
    "one pane": ((60, 20), [], ["j", "1"]),
    "reading": ((60, 20), ["enter"], ["escape", "right_square_bracket", "enter"]),
    "search": ((80, 24), ["slash", "d"], ["r"]),
    "note": ((120, 40), ["a", "s"], ["o"]),
    "source": ((80, 24), ["j", "o"], ["n", "g"]),
    "search in the source": ((80, 24), ["j", "o", "slash"], ["a"]),
    "explanation": ((80, 24), ["j", "e"], ["v"]),
    "help": ((80, 24), ["f1"], ["d"]),
    "problems": ((80, 24), ["exclamation_mark"], ["j"]),
}


class PyteDriver(HeadlessDriver):
    """A terminal that pyte draws: the app sends it what it would send to a real one."""

    screen: pyte.Screen

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        pyte.Stream(self.screen).feed(data)


def paint_rounds(size: Size, rounds: Sequence[Sequence[Step]]) -> list[list[str]]:
    """The lines of a terminal of this size after each round of steps."""
    app = StrikeviewApp(
        make_story_library(), [f"file {number} is no text" for number in range(60)], glyphs=UNICODE_GLYPHS
    )
    screen = pyte.Screen(*size)
    app.driver_class = type("Driver", (PyteDriver,), {"screen": screen})
    seen: list[list[str]] = []

    async def take_steps(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        for steps in rounds:
            for step in steps:
                if isinstance(step, str):
                    app.post_message(Key(step, step if len(step) == 1 else None))
                    for _ in range(LOOP_TURNS_PER_KEY):
                        await asyncio.sleep(0)
                else:
                    screen.resize(step[1], step[0])
                    await pilot.resize_terminal(*step)
            await pilot.pause()
            await pilot.pause()
            seen.append(list(screen.display))
        app.exit()

    asyncio.run(app.run_async(size=size, auto_pilot=take_steps))
    gc.unfreeze()  # the app froze the garbage collector, as a program of its own would
    return seen


@pytest.mark.parametrize("start", STARTS)
def test_restored_screen_equals_one_never_hidden(start: str) -> None:
    size, opening_keys, hidden_keys = STARTS[start]
    detours = {
        detour: detour_keys for detour, detour_keys in DETOURS.items() if start != "help" or "f1" not in detour_keys
    }
    hidden = paint_rounds(
        size, [opening_keys, *([*detour_keys, *hidden_keys, size] for detour_keys in detours.values())]
    )
    stayed = paint_rounds(size, [opening_keys, *(hidden_keys for _ in detours)])
    for detour, restored_lines, expected in zip(["not hidden", *detours], hidden, stayed, strict=True):
        assert restored_lines == expected, detour
