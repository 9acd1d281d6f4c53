"""Make the library used by the benches: `python -m bench.synthetic.make_library OUT.db --strikes 1000000`.

Its documents are generated (corpus.py) and added through the library's own code, so that they are merged, stored and
indexed like any others. The seed alone decides the contents, not the number of processes.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.synthetic.corpus import SEED, generate_batches
from model.library import Library
from model.query import Query

STRIKE_COUNT_TOLERANCE: Final = 0.01  # relative to the strikes requested


class LibrarySummary(NamedTuple):
    """What was added, how it was merged, and what it cost."""

    document_count: int
    report_count: int
    strike_count: int
    seconds: float
    file_bytes: int

    def __str__(self) -> str:
        return (
            f"{self.strike_count:,} strikes from {self.report_count:,} reports in {self.document_count:,} documents;"
            f" {self.seconds:,.0f} s, {self.file_bytes:,} bytes"
        )


def make_library(path: Path, strikes: int, seed: int = SEED, *, progress: bool = False) -> LibrarySummary:
    """Make a library of about this many strikes at `path`, which must not exist yet."""
    start = time.perf_counter()
    documents = reports = 0
    with Library(path) as library:
        gc.disable()  # there are no reference cycles, and the collector would scan all pending documents
        for batch in generate_batches(strikes, os.cpu_count() or 1, seed):
            added = library.add_packed_documents(batch)
            documents, reports = documents + added.new_documents, reports + added.report_count
            if progress:
                rate = reports / (time.perf_counter() - start)
                print(
                    f"\r{documents:,} documents, {reports:,} reports, {rate:,.0f} reports/s ", end="", file=sys.stderr
                )
        gc.enable()
        strike_count = library.count_filters(Query()).total
    if progress:
        print(file=sys.stderr)
    return LibrarySummary(documents, reports, strike_count, time.perf_counter() - start, path.stat().st_size)


def main() -> None:
    """Make the library and print its summary; fails if merging yields a different number of strikes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT.db")
    parser.add_argument("--strikes", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if options.out.exists():
        raise SystemExit(f"{options.out}: already exists; name another file, or remove it")
    summary = make_library(options.out, options.strikes, options.seed, progress=sys.stderr.isatty())
    print(summary)
    if abs(summary.strike_count - options.strikes) > STRIKE_COUNT_TOLERANCE * options.strikes:
        raise SystemExit(f"{options.strikes:,} strikes were requested: merging links or separates reports wrongly")


if __name__ == "__main__":
    main()
