"""Kill `strikeview add` at random moments, then let it finish: `python -m bench.crash_recovery --times 200`.

After each kill the library must open, pass its checks, and hold each document completely or not at all. In the end it
must export the same bytes as a library whose ingest was never interrupted.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.synthetic.corpus import generate_articles

COMMAND = (sys.executable, "-m", "tui")
SEED = 9
ORPHAN_COUNT_SQL = (
    "SELECT (SELECT count(*) FROM reports WHERE strike NOT IN (SELECT id FROM strikes)"
    " OR document NOT IN (SELECT id FROM documents))"
    " + (SELECT count(*) FROM strikes WHERE id NOT IN (SELECT strike FROM reports))"
)


def start_add(folder: Path, library: Path) -> subprocess.Popen[bytes]:
    """Start `strikeview add` in a process."""
    return subprocess.Popen(
        [*COMMAND, "add", folder, "--library", library], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def export_library(library: Path) -> bytes:
    """Export the whole library as JSON Lines."""
    command = [*COMMAND, "export", "--format", "jsonl", "--library", str(library)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def count_sound_documents(library: Path) -> int:
    """Count the documents, each with all its strikes; raises if the library is inconsistent."""
    with closing(sqlite3.connect(library)) as database:
        if not database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return 0  # killed before the schema was written
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",), library
        assert database.execute(ORPHAN_COUNT_SQL).fetchone() == (0,), library
        return int(database.execute("SELECT count(*) FROM documents").fetchone()[0])


def main() -> None:
    """Kill the command at random moments; whenever the library is complete, start again with an empty one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--documents", type=int, default=600)
    options = parser.parse_args()
    kill_times = random.Random(SEED)
    with tempfile.TemporaryDirectory() as temporary:
        folder, library, undisturbed = (Path(temporary, name) for name in ("articles", "killed.db", "whole.db"))
        folder.mkdir()
        for document in generate_articles(options.documents, 4_000, SEED):
            (folder / f"{document.id}.txt").write_text(f"{document.published}\n\n{document.text}", "utf-8")
        start = time.monotonic()
        start_add(folder, undisturbed).wait()
        duration = time.monotonic() - start
        expected = export_library(undisturbed)
        completed = interrupted = 0
        for run in range(options.times):
            adding = start_add(folder, library)
            time.sleep(kill_times.uniform(0, duration))
            os.kill(adding.pid, signal.SIGKILL)
            adding.wait()
            documents = count_sound_documents(library) if library.exists() else 0
            interrupted += 0 < documents < options.documents
            if documents == options.documents or run == options.times - 1:
                assert start_add(folder, library).wait() == 0
                assert export_library(library) == expected, "the library differs from an undisturbed one"
                completed += 1
                for file in library.parent.glob("killed.db*"):
                    file.unlink()
    print(
        f"killed {options.times} times, {interrupted} times midway; completed {completed} times, with identical bytes"
    )


if __name__ == "__main__":
    main()
