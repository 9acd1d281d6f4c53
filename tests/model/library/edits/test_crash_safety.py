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
from tests.model.library.edits.test_edit_step import KYIV, ODESA, raid, told_by

STEPS = """
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


def working(library: Path, first: int) -> subprocess.Popen[str]:
    """A process that makes one step after another, each of a tag and a note."""
    command = [sys.executable, "-c", STEPS, str(library), str(first)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # what it prints fits the pipe
    assert process.stdout
    assert process.stdout.readline() == "going\n"
    return process


def test_killed_program_leaves_whole_steps(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    with Library(path) as library:
        library.add_documents([raid("one", KYIV), raid("three", ODESA, "Odesa", weapons=["missile"])])
    rng = random.Random(4)
    for round_ in range(6):
        with working(path, round_ * 10_000) as process:
            time.sleep(rng.uniform(0.05, 0.4))
            process.kill()
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with Library(path) as library:
            work = next(library.iter_strikes(Query())).work
            assert sorted(tag.removeprefix("tag ") for tag in work.tags) == sorted(
                note.text.removeprefix("note ") for note in work.notes
            )
            assert len(list(library.iter_journal())) == 2 * len(work.tags)
    assert work.tags


def test_concurrent_edits_and_additions_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    with Library(path) as library:
        library.add_documents([raid("one", KYIV)])
        with working(path, 0) as one, working(path, 50_000) as two:
            for number in range(10):
                library.add_documents(
                    [raid(f"more {number}", f"{ODESA} So says {number}.", "Odesa", weapons=["missile"])]
                )
                with library.edit_step() as step:
                    step.set_bookmarked(told_by(library, "one").id, number % 2 == 0)
            one.kill()
            two.kill()
        assert library.count_documents() == 11
        work = told_by(library, "one").work
        assert {tag.split()[1] for tag in work.tags} == {note.text.split()[1] for note in work.notes}
        assert {"tag 0", "tag 50000"} <= set(work.tags)
        made = [kept.edit.made for kept in library.iter_journal()]
        assert made == sorted(made)
        assert sum(kept.edit.kind in ("bookmark", "unbookmark") for kept in library.iter_journal()) == 10
