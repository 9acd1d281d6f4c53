"""Reads and parses files into a library in a process of its own, while the app loads its screens.

The process is `python -m tui.cli.prepare_library KEY FILE DATE [PATH...]`, and ends with one of the statuses below, or
130 if ctrl-C stopped it before anything was read. The library goes into the cache under KEY; into FILE if KEY is empty,
if the cache cannot be written, or if ctrl-C stopped the reading.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from tui.cli.console import erase_progress, print_message
from tui.cli.read_progress import ReadProgress

EXIT_CACHED: Final = 0
EXIT_NOTHING_OPENED: Final = 1
EXIT_NO_STRIKES: Final = 3
EXIT_IN_FILE: Final = 4


def run_preparation(key: str, file: Path, default_date: date | None, paths: Sequence[str]) -> int:
    """Prepare a library in another process, and load the app meanwhile; the exit status of the process."""
    root = str(Path(__file__).resolve().parents[2])
    search_path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    # -P: do not import a folder named tui or model from the user's working directory.
    command = [sys.executable, "-P", "-m", "tui.cli.prepare_library", key, str(file), str(default_date or ""), *paths]
    # Ctrl-C reaches both processes: the other one stops reading, this one goes on to show what was read.
    interrupt_handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": search_path})
        try:
            import tui.app  # noqa: F401

            return process.wait()
        finally:
            process.terminate()
            process.wait()
    finally:
        signal.signal(signal.SIGINT, interrupt_handler)


def main(arguments: Sequence[str]) -> int:
    """The process; its arguments are those of `run_preparation` as text."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # inherited as ignored
    key, file, day, *paths = arguments
    try:
        return _prepare_library(key, Path(file), date.fromisoformat(day) if day else None, paths)
    except KeyboardInterrupt:
        return 130


def _prepare_library(key: str, file: Path, default_date: date | None, paths: Sequence[str]) -> int:
    from model.ingest.pipeline import ingest_sources
    from model.library import Library
    from model.library.cache import cache_library
    from model.reading import find_sources

    progress = ReadProgress()
    sources = find_sources(paths)
    progress.estimate_total(sources)
    is_complete = True
    with Library(file) as library:
        try:
            ingest_sources(
                library,
                sources,
                default_date=default_date,
                report_problem=print_message,
                on_progress=progress.show_ingest,
                keep_problems=True,
            )
        except KeyboardInterrupt:
            if not progress.parsed_documents:
                raise
            is_complete = False
            stopped = f"stopped by ctrl-C after {progress.describe_documents()}; the rest was not read"
            print_message(stopped)
            library.keep_problems([(None, stopped)], [])
        erase_progress()
        if not progress.parsed_documents:
            return EXIT_NOTHING_OPENED
        if not progress.items:
            print_message(progress.describe_empty_result())
            return EXIT_NO_STRIKES
        return EXIT_CACHED if key and is_complete and cache_library(key, library) else EXIT_IN_FILE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
