"""Query costs of a large library, compared with one of 10,000 strikes: `python -m bench.speed.library OUT.db [--json]`.

Each library is queried in its own process, pinned to one core, so that peak memory is that of the queries alone. The
small library is made in the same run with the same seed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any, Final

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from model.library import DayStrikes, Library, StrikeRow
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS

SMALL_LIBRARY_STRIKES: Final = 10_000
SCREEN_ROWS: Final = 40  # rows
LIMITS_MS: Final = {  # of the large library
    "open": 50, "first_screen": 50, "page": 50, "last_page": 50, "counts": 50, "histogram": 50,
    "search_first_screen": 150,
}  # fmt: skip
MAX_MEMORY_MB: Final = 100
MAX_RATIO: Final = 2.0
RUN_COUNT: Final = 3  # of both libraries, since other programs disturb single runs
SAMPLE_COUNT: Final = 200  # of each measurement, so that the 95th percentile rests on ten

# Rare, common and ubiquitous words; single and several, prefixes, phrases, and one that never occurs.
SEARCH_TEXTS: Final = (
    "russian", "ukraine", "drones", "attack", "kherson", "shahed", "artillery", "damaged", "iskander", "school",
    "police", "nikopol", "shebekino", "sudzha", "museum", "kindergarten", "himars", "storm shadow", "s", "ki", "kry",
    "forc", "kherson artillery", "drones school", "kindergarten himars", "nikopol museum kalibr", '"forces shelled"',
    '"attack damaged a school"', '"carried out air strikes"', '"kryvyi rih"', "zeppelin", "kherson zeppelin",
    "text:generator", "text:zeppelin", 'text:"ran out of oil"',
)  # fmt: skip
ONE_KEY_FILTERS: Final = (  # filters set by a single key
    *(Query(sides=frozenset({side})) for side in SIDES),
    *(Query(weapons=frozenset({kind})) for kind in WEAPON_KINDS),
)


def list_filter_queries() -> list[Query]:
    """Every combination of sides and weapon kinds."""
    sides = [frozenset(chosen) for size in range(len(SIDES) + 1) for chosen in combinations(SIDES, size)]
    kinds = [frozenset(chosen) for size in range(len(WEAPON_KINDS) + 1) for chosen in combinations(WEAPON_KINDS, size)]
    return [Query(*filters) for filters in product(sides, kinds)]


def load_first_screen(library: Library, query: Query) -> list[StrikeRow]:
    """What the app queries before its first paint: days, counts as far as they are known, and a page of rows."""
    scan = library.get_scan(query)
    while not scan.is_list_complete and sum(day.strike_count for day in scan.list_days(query)) < SCREEN_ROWS:
        scan.scan_list(0.005)
    scan.count_filters(query)
    return _load_rows(library, query, scan.list_days(query))


def load_last_page(library: Library, query: Query) -> list[StrikeRow]:
    """The last rows, as shown by the End key."""
    days = library.list_days(query)
    total = 0
    for index in range(len(days) - 1, -1, -1):
        total += days[index].strike_count
        if total >= SCREEN_ROWS or not index:
            return _load_rows(library, query, days[index:], max(0, total - SCREEN_ROWS))
    return []


def _load_rows(library: Library, query: Query, days: Sequence[DayStrikes], first: int = 0) -> list[StrikeRow]:
    """A screen of rows starting at this index of these days."""
    total = 0
    for index, day in enumerate(days):
        total += day.strike_count
        if total >= first + SCREEN_ROWS or index == len(days) - 1:
            return library.read_page(query, days[0].day, days[index].day, first, SCREEN_ROWS)
    return []


def measure_library(path: Path) -> dict[str, Any]:
    """The 95th percentile of each cost in milliseconds, and the peak memory of this process."""
    random = Random(4)
    queries = list_filter_queries()
    sample = [Query(), *random.sample(queries, SAMPLE_COUNT - 1)]
    open_times = [_time_call(partial(_open_library, path)) for _ in range(SAMPLE_COUNT)]
    first_screens = [_time_after_open(path, partial(load_first_screen, query=query)) for query in sample]
    searches = [Query().replace_terms(words) for words in SEARCH_TEXTS]
    searches += [query.replace_terms(words) for words in SEARCH_TEXTS for query in random.sample(ONE_KEY_FILTERS, 4)]
    search_times = [_time_after_open(path, partial(load_first_screen, query=query)) for query in searches]
    with Library(path, read_only=True) as library:
        costs = {
            "open": open_times,
            "first_screen": first_screens,
            "page": list(_time_pages(library, sample, random)),
            "last_page": [_time_call(partial(load_last_page, library, query)) for query in sample],
            "counts": [_time_call(partial(library.count_filters, query)) for query in queries],
            "histogram": [_time_call(partial(library.list_days, Query())) for _ in range(SAMPLE_COUNT)],
            "search_first_screen": search_times,
        }
        strikes = library.count_filters(Query()).total
    return {
        "strikes": strikes,
        "p95_ms": {name: round(compute_percentile(values, 95) * 1000, 3) for name, values in costs.items()},
        "peak_rss_mb": round(read_peak_memory(), 1),
        "slowest_search": " ".join(str(searches[search_times.index(max(search_times))]).split()),
        "most_ms": {name: round(max(values) * 1000, 3) for name, values in costs.items()},
    }


def _open_library(path: Path) -> None:
    with Library(path, read_only=True) as library:
        library.count_filters(Query())  # a library only counts as open once it has answered a query


def _time_pages(library: Library, queries: Sequence[Query], random: Random) -> Iterator[float]:
    """Time screens of rows at random positions, a few per query: the first includes the cost of changing the query."""
    for query in queries:
        days = library.list_days(query)
        for index in random.choices(range(len(days)), k=3 if days else 0):
            first = random.randrange(days[index].strike_count)
            yield _time_call(partial(_load_rows, library, query, days[index:], first))


def _time_after_open(path: Path, run_query: Callable[[Library], object]) -> float:
    """Seconds for one query on a newly opened library."""
    with Library(path, read_only=True) as library:
        return _time_call(partial(run_query, library))


def _time_call(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def compute_percentile(values: Sequence[float], percent: int) -> float:
    """The value not exceeded by this percentage of the values."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def read_peak_memory(process: int | str = "self") -> float:
    """Peak resident memory of this process in MB; it shares no memory with others."""
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) * 1024 / 1e6


def _measure_in_process(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:  # fill the disk cache, so that no figure depends on the disk or on earlier runs
        while stream.read(1 << 20):
            pass
    core = max(os.sched_getaffinity(0))
    command = [sys.executable, __file__, "--measure", str(path)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, preexec_fn=lambda: os.sched_setaffinity(0, {core})
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def compare_with_small(path: Path) -> dict[str, Any]:
    """The costs of this library and their ratios to a small one's: medians over alternating runs of both."""
    from bench.synthetic.make_library import make_library

    with tempfile.TemporaryDirectory(prefix="strikeview-bench-") as folder:
        small = Path(folder) / "small.db"
        make_library(small, SMALL_LIBRARY_STRIKES)
        runs = [(_measure_in_process(small), _measure_in_process(path)) for _ in range(RUN_COUNT)]
    small_costs, costs = (
        {name: statistics.median(figures["p95_ms"][name] for figures in library) for name in LIMITS_MS}
        for library in zip(*runs, strict=True)
    )
    most = {name: max(large["most_ms"][name] for _, large in runs) for name in LIMITS_MS}
    return runs[-1][1] | {
        "p95_ms": costs,
        "most_ms": most,
        "peak_rss_mb": max(large["peak_rss_mb"] for _, large in runs),
        "ratio_to_10k": {name: round(costs[name] / small_costs[name], 2) for name in LIMITS_MS},
        "p95_ms_of_10k": small_costs,
    }


def main() -> None:
    """Measure, and print the figures beside their limits, or as JSON; fails if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path, metavar="OUT.db")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure_library(options.library)))
        return
    if not options.library.exists():
        raise SystemExit(f"{options.library}: no such file; make one with `python -m bench.synthetic.make_library`")
    figures = compare_with_small(options.library)
    if options.json:
        print(json.dumps(figures))
        return
    print(f"{figures['strikes']:,} strikes  p95 ms  (bar)   most   of 10k  ratio")
    for name, limit in LIMITS_MS.items():
        cost, ratio = figures["p95_ms"][name], figures["ratio_to_10k"][name]
        missed = "  MISSED" if cost > limit or (ratio > MAX_RATIO and name != "search_first_screen") else ""
        small, most = figures["p95_ms_of_10k"][name], figures["most_ms"][name]
        print(f"{name:20} {cost:8.2f}  ({limit:3}) {most:7.2f} {small:7.2f}  {ratio:5.2f}{missed}")
    memory = figures["peak_rss_mb"]
    print(f"peak memory          {memory:8.1f} MB ({MAX_MEMORY_MB}){'  MISSED' if memory > MAX_MEMORY_MB else ''}")
    print(f"the slowest search: {figures['slowest_search']}")


if __name__ == "__main__":
    main()
