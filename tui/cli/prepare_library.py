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

KEPT: Final = 0  # the library lies in the cache
NOTHING_OPENED: Final = 1
NO_STRIKES: Final = 3
IN_FILE: Final = 4


def prepare(key: str, file: Path, default_date: date | None, paths: Sequence[str]) -> int:
    """Read and parse these files into a library; the exit status."""
    from model.ingest.pipeline import collect
    from model.library import Library
    from model.library.cache import keep
    from model.reading import find

    narrator = Narrator()
    sources = find(paths)
    narrator.expect(sources)
    whole = True
    with Library(file) as library:
        try:
            collect(
                library,
                sources,
                default_date=default_date,
                tell=narrator.say,
                on_progress=narrator.follow,
                keep_problems=True,
            )
        except KeyboardInterrupt:
            if not narrator.opened:
                raise
            whole = False
            stopped = f"stopped by ctrl-C after {narrator.reached()}; the rest was not read"
            narrator.say(stopped)
            library.add((), [stopped])
        narrator.erase()
        if not narrator.opened:
            return NOTHING_OPENED
        if not narrator.reports:
            narrator.say(narrator.found_nothing())
            return NO_STRIKES
        return KEPT if key and whole and keep(key, library) else IN_FILE


def main(arguments: Sequence[str]) -> int:
    """The process: its arguments are those of `prepare`, as text."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the app that waits for this one ignores ctrl-C
    key, file, day, *paths = arguments
    try:
        return prepare(key, Path(file), date.fromisoformat(day) if day else None, paths)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
