"""Time until the app shows its strikes, compared with an empty Textual app in the same run.

Run `python -m bench.speed.first_paint`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.support.terminal import Terminal

EMPTY_APP_CODE = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    BINDINGS = [("q", "quit", "Quit")]

    def compose(self):
        yield Static("ready")

Empty().run(mouse=False)
"""
TERMINAL_COLUMNS, TERMINAL_ROWS = 120, 40


def time_first_paint(command: Sequence[str], shows: str) -> float:
    """Seconds from starting the command until the screen shows the pattern."""
    start = time.perf_counter()
    with Terminal(command, columns=TERMINAL_COLUMNS, rows=TERMINAL_ROWS) as terminal:
        terminal.wait_for(shows)
        elapsed = time.perf_counter() - start
        terminal.wait_until_quiet()
        terminal.press_keys("q")
        terminal.wait_for_exit()
    return elapsed


def count_bytes_per_key(command: Sequence[str], shows: str, key: str, presses: int) -> list[int]:
    """Bytes written for each key press, once the screen is quiet."""
    counts: list[int] = []
    with Terminal(command, columns=TERMINAL_COLUMNS, rows=TERMINAL_ROWS) as terminal:
        terminal.wait_for(shows)
        terminal.wait_until_quiet(1.0)
        for _ in range(presses):
            before = len(terminal.raw_output)
            terminal.press_keys(key)
            terminal.wait_until_quiet()
            counts.append(len(terminal.raw_output) - before)
    return counts


def main() -> None:
    """Interleave runs of both programs, so that a busy machine slows both, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", help="what strikeview opens (default: the bundled documents)")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--shows", default="Kyiv|Belgorod|Kursk", help="pattern of a useful screen")
    options = parser.parse_args()
    app = [str(Path(sys.executable).with_name("strikeview")), *options.paths]
    empty = [sys.executable, "-c", EMPTY_APP_CODE]
    times: dict[str, list[float]] = {"empty": [], "strikeview": []}
    for run in range(options.runs + 1):
        for name, command, shows in (("empty", empty, "ready"), ("strikeview", app, options.shows)):
            elapsed = time_first_paint(command, shows)
            if run:  # the first run of each only warms the disk
                times[name].append(elapsed)
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        least, most = min(values) * 1000, max(values) * 1000
        print(f"{name:10}  first paint {medians[name] * 1000:5.0f} ms  ({least:.0f} to {most:.0f})")
    print(f"ratio       {medians['strikeview'] / medians['empty']:.2f}")
    downs = count_bytes_per_key(app, options.shows, "down", 5)
    print(f"a Down key  {statistics.median(downs):.0f} bytes  ({downs})")


if __name__ == "__main__":
    main()
