"""An edit step is stored completely or not at all, whenever the program is killed and whoever else writes."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from model.library import Library
from model.query import Query
from tests.model.library.edits.test_edit_step import KYIV, ODESA, find_strike_of, make_raid

EDITS_SCRIPT = """
import sys
from model.library import Library
from model.query import Query
with Library(sys.argv[1]) as library:
    for number in range(int(sys.argv[2]), 1_000_000):
        key = next(library.iter_strikes(Query())).id
        with library.edit_step() as step:
            step.set_tag(key, f"tag {number}")
            step.add_note(key, f"note {number}")
        print("going", flush=True)
"""


def start_edits(library: Path, first: int) -> subprocess.Popen[str]:
    """A process that makes one step after another, each of a tag and a note."""
    command = [sys.executable, "-c", EDITS_SCRIPT, str(library), str(first)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # its output fits in the pipe
    assert process.stdout
    assert process.stdout.readline() == "going\n"
    return process


def test_killed_program_leaves_whole_steps(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    with Library(path) as library:
        library.add_documents([make_raid("one", KYIV), make_raid("three", ODESA, "Odesa", weapons=["missile"])])
    rng = random.Random(4)
    for round_ in range(6):
        with start_edits(path, round_ * 10_000) as process:
            time.sleep(rng.uniform(0.05, 0.4))
            process.kill()
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with Library(path) as library:
            edits = next(library.iter_strikes(Query())).work
            assert sorted(tag.removeprefix("tag ") for tag in edits.tags) == sorted(
                note.text.removeprefix("note ") for note in edits.notes
            )
            assert len(list(library.iter_journal())) == 2 * len(edits.tags)
    assert edits.tags


def test_concurrent_edits_and_additions_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    with Library(path) as library:
        library.add_documents([make_raid("one", KYIV)])
        with start_edits(path, 0) as one, start_edits(path, 50_000) as two:
            for number in range(10):
                library.add_documents(
                    [make_raid(f"more {number}", f"{ODESA} So says {number}.", "Odesa", weapons=["missile"])]
                )
                with library.edit_step() as step:
                    step.set_bookmarked(find_strike_of(library, "one").id, number % 2 == 0)
            one.kill()
            two.kill()
        assert library.count_documents() == 11
        edits = find_strike_of(library, "one").work
        assert {tag.split()[1] for tag in edits.tags} == {note.text.split()[1] for note in edits.notes}
        assert {"tag 0", "tag 50000"} <= set(edits.tags)
        times = [entry.edit.made for entry in library.iter_journal()]
        assert times == sorted(times)
        assert sum(entry.edit.kind in ("bookmark", "unbookmark") for entry in library.iter_journal()) == 10
