"""The cost of adding documents: `python -m bench.speed.ingest [OUT.db] [--json]`.

Generated articles of 4 kB are added to a library on disk by `strikeview add`, on all cores. The peak memory of all its
processes is measured at one size and at three times that size. If a large library is named, single articles are added
alternately to a copy of it and to an empty one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.synthetic.corpus import generate_articles
from model.event import Document, ExtractedDocument
from model.library import Library
from model.parsing import parse_document

PROJECT_ROOT: Final = Path(__file__).resolve().parents[2]
ARTICLE_CHARACTERS: Final = 4_000
ARTICLE_COUNT: Final = 3_000
SINGLE_ADD_COUNT: Final = 40
MIN_DOCUMENTS_PER_SECOND: Final = 300  # on two cores
MAX_RATIO: Final = 1.5
MAX_MEMORY_GROWTH: Final = 1.25  # of peak memory, at three times the documents


def measure_bulk_add(folder: Path, count: int) -> tuple[float, float]:
    """Documents per second through the command, start to end, and the peak memory of its processes together, in MB."""
    source = folder / f"{count}.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        for document in generate_articles(count, ARTICLE_CHARACTERS, seed=count):
            stream.write(document.model_dump_json(include={"id", "text", "title", "published", "source", "url"}) + "\n")
    library = folder / f"{count}.db"
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "tui", "add", "--library", str(library), str(source)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT_ROOT), os.environ.get("PYTHONPATH", "")])},
        stdout=subprocess.DEVNULL,
    ) as adding:
        peak = 0.0
        while adding.poll() is None:
            peak = max(peak, sum(map(_read_memory_mb, _list_process_tree(adding.pid))))
            time.sleep(0.05)
    elapsed = time.perf_counter() - start
    with Library(library, read_only=True) as added:
        if adding.returncode or added.count_documents() != count:
            raise SystemExit(
                f"`strikeview add` added {added.count_documents()} of {count} documents"
                f" and exited with status {adding.returncode}"
            )
    return count / elapsed, peak


def _list_process_tree(process: int) -> list[int]:
    """The ids of a process and all its descendants."""
    processes = [process]
    for parent in processes:
        try:
            processes += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
        except OSError:  # the process has ended
            continue
    return processes


def _read_memory_mb(process: int) -> float:
    """The proportional set size of a process in MB; 0 once it has ended."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)


def measure_single_add(folder: Path, large: Path) -> dict[str, float]:
    """Median milliseconds to read and add one article, to the large library and to an empty one."""
    copy = folder / "large.db"
    shutil.copyfile(large, copy)
    times: dict[str, list[float]] = {"empty": [], "large": []}
    with Library(copy) as full:
        for number, document in enumerate(generate_articles(SINGLE_ADD_COUNT + 3, ARTICLE_CHARACTERS, seed=1)):
            with Library(folder / f"empty-{number}.db") as empty:
                for name, library in (
                    (("empty", empty), ("large", full)) if number % 2 else (("large", full), ("empty", empty))
                ):
                    elapsed = _time_add(library, document)
                    if number >= 3:  # the first three only warm up
                        times[name].append(elapsed * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def _time_add(library: Library, document: Document) -> float:
    start = time.perf_counter()
    library.add_documents([ExtractedDocument(document, tuple(parse_document(document)))])
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print the figures beside their limits, or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", nargs="?", type=Path, metavar="OUT.db")
    parser.add_argument("--articles", type=int, default=ARTICLE_COUNT)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    parent = options.library.resolve().parent if options.library else None  # /tmp may be too small for a copy
    with tempfile.TemporaryDirectory(prefix="strikeview-bench-", dir=parent) as name:
        folder = Path(name)
        _, small_peak = measure_bulk_add(folder, options.articles)
        rate, large_peak = measure_bulk_add(folder, 3 * options.articles)
        figures |= {"documents_per_second": round(rate), "peak_mb": [round(small_peak, 1), round(large_peak, 1)]}
        if options.library:
            costs = measure_single_add(folder, options.library)
            figures["one_document_ms"] = {name: round(cost, 2) for name, cost in costs.items()}
            figures["ratio_to_empty"] = round(costs["large"] / costs["empty"], 2)
    if options.json:
        print(json.dumps(figures))
        return
    cores = len(os.sched_getaffinity(0))
    missed = "  MISSED" * (rate < MIN_DOCUMENTS_PER_SECOND)
    print(f"adding       {rate:6.0f} documents/s on {cores} cores ({MIN_DOCUMENTS_PER_SECOND}){missed}")
    growth = large_peak / small_peak
    missed = "  MISSED" * (growth > MAX_MEMORY_GROWTH)
    print(f"peak memory  {small_peak:6.0f} MB, {large_peak:.0f} MB for three times as many{missed}")
    if options.library:
        ratio = figures["ratio_to_empty"]
        print(f"one document {costs['large']:6.2f} ms to the large library, {costs['empty']:.2f} ms to an empty one")
        print(f"ratio        {ratio:6.2f} ({MAX_RATIO}){'  MISSED' * (ratio > MAX_RATIO)}")


if __name__ == "__main__":
    main()
