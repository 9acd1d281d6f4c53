"""A large library in the app on a real terminal, compared with an empty Textual app.

Run `python -m bench.speed.app OUT.db [--json]`.

Both apps are started alternately in the same run. The cost of a key is the time from its press to the last byte written
before the screen is quiet.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any, Final

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.speed.first_paint import EMPTY_APP_CODE, TERMINAL_COLUMNS, TERMINAL_ROWS, time_first_paint
from bench.speed.library import compute_percentile, read_peak_memory
from tests.support.terminal import Terminal

FIRST_ROW_PATTERN: Final = r"20\d\d-\d\d-\d\d|\d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
MAX_RATIO: Final = 1.5
MAX_KEY_MS: Final = 60
MAX_MEMORY_MB: Final = 100
QUIET_SECONDS: Final = 0.15  # without output, after which a key counts as handled

# For each measurement: the keys pressed in turn, and how many times the turn is repeated.
KEY_RUNS: Final = {
    "down": (["down"], 60),
    "pagedown": (["pagedown"], 40),
    "end": (["home", "end"], 30),
    "filter": (["1", "5", "1", "5", "2", "6", "2", "6"], 5),
}
UNTIMED_KEYS: Final = frozenset({"home"})


def time_first_paints(command: list[str], shows: str, runs: int) -> dict[str, list[float]]:
    """Seconds to the first useful screen of the app and of the empty app, started alternately."""
    empty = [sys.executable, "-c", EMPTY_APP_CODE]
    times: dict[str, list[float]] = {"empty": [], "strikeview": []}
    for run in range(runs + 1):
        for name, program, pattern in (("empty", empty, "ready"), ("strikeview", command, shows)):
            elapsed = time_first_paint(program, pattern)
            if run:  # the first run of each only warms the disk
                times[name].append(elapsed)
    return times


def time_keys(command: list[str], shows: str) -> tuple[dict[str, list[float]], float]:
    """Seconds from each key to the last byte the app writes for it, and the app's peak memory in MB."""
    costs: dict[str, list[float]] = {name: [] for name in KEY_RUNS}
    with Terminal(command, columns=TERMINAL_COLUMNS, rows=TERMINAL_ROWS) as terminal:
        terminal.wait_for(shows)
        terminal.wait_until_quiet(1.0)
        for name, (keys, repeats) in KEY_RUNS.items():
            for key in keys * repeats:
                before = len(terminal.raw_output)
                start = time.perf_counter()
                terminal.press_keys(key)
                terminal.wait_until_quiet(QUIET_SECONDS)
                if key not in UNTIMED_KEYS and len(terminal.raw_output) > before:
                    costs[name].append(terminal.last_byte_time - start)
        return costs, read_peak_memory(terminal.pid)


def main() -> None:
    """Measure, and print the figures beside their limits, or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path, metavar="OUT.db")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--shows", default=FIRST_ROW_PATTERN, help="pattern of a useful screen")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    command = [sys.executable, "-m", "tui", "--library", str(options.library.resolve())]
    times = time_first_paints(command, options.shows, options.runs)
    costs, memory = time_keys(command, options.shows)
    medians = {name: statistics.median(values) * 1000 for name, values in times.items()}
    figures: dict[str, Any] = {
        "first_paint_ms": {name: round(median, 1) for name, median in medians.items()},
        "ratio_to_empty": round(medians["strikeview"] / medians["empty"], 2),
        "p95_ms": {name: round(compute_percentile(values, 95) * 1000, 1) for name, values in costs.items()},
        "median_ms": {name: round(statistics.median(values) * 1000, 1) for name, values in costs.items()},
        "peak_rss_mb": round(memory, 1),
    }
    if options.json:
        print(json.dumps(figures))
        return
    for name, median in medians.items():
        print(f"{name:12} first paint {median:6.0f} ms")
    ratio = figures["ratio_to_empty"]
    print(f"ratio        {ratio:6.2f} ({MAX_RATIO}){_flag_missed_limit(ratio, MAX_RATIO)}")
    for name, cost in figures["p95_ms"].items():
        median = figures["median_ms"][name]
        missed = _flag_missed_limit(cost, MAX_KEY_MS)
        print(f"{name:12} p95 {cost:6.1f} ms ({MAX_KEY_MS}), median {median:6.1f} ms{missed}")
    print(f"peak memory  {memory:6.1f} MB ({MAX_MEMORY_MB}){_flag_missed_limit(memory, MAX_MEMORY_MB)}")


def _flag_missed_limit(value: float, limit: float) -> str:
    return "  MISSED" if value > limit else ""


if __name__ == "__main__":
    main()
