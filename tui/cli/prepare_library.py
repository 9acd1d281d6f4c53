"""Preparing a library for the app, in a process of its own: it reads and parses while the app loads its screens.

Run as `python -m tui.preparing KEY FILE DATE [PATH...]`: the library goes into the cache under KEY, or into FILE where
KEY is empty, the cache cannot be written, or ctrl-C stopped the reading. The exit status is one of those below.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from tui.cli.narrator import Narrator

EXIT_CACHED: Final = 0  # the library lies in the cache
EXIT_NOTHING_OPENED: Final = 1
EXIT_NO_STRIKES: Final = 3
EXIT_IN_FILE: Final = 4


def prepare_library(key: str, file: Path, default_date: date | None, paths: Sequence[str]) -> int:
    """Read and parse these files into a library; the exit status."""
    from model.ingest.pipeline import ingest_sources
    from model.library import Library
    from model.library.cache import cache_library
    from model.reading import find_sources

    narrator = Narrator()
    sources = find_sources(paths)
    narrator.estimate_total(sources)
    whole = True
    with Library(file) as library:
        try:
            ingest_sources(
                library,
                sources,
                default_date=default_date,
                tell=narrator.print_message,
                on_progress=narrator.update_progress,
                keep_problems=True,
            )
        except KeyboardInterrupt:
            if not narrator.parsed_count:
                raise
            whole = False
            stopped = f"stopped by ctrl-C after {narrator.describe_progress()}; the rest was not read"
            narrator.print_message(stopped)
            library.add_documents((), [stopped])
        narrator.erase_progress()
        if not narrator.parsed_count:
            return EXIT_NOTHING_OPENED
        if not narrator.report_count:
            narrator.print_message(narrator.describe_empty_result())
            return EXIT_NO_STRIKES
        return EXIT_CACHED if key and whole and cache_library(key, library) else EXIT_IN_FILE


def main(arguments: Sequence[str]) -> int:
    """The process: its arguments are those of `prepare`, as text."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the app that waits for this one ignores ctrl-C
    key, file, day, *paths = arguments
    try:
        return prepare_library(key, Path(file), date.fromisoformat(day) if day else None, paths)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
