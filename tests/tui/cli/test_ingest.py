"""`strikeview add`, `reparse` and `watch`, run as by people and scripts, on real files and processes."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from model.library import Library
from model.query import Query
from tests.model.ingest.test_pipeline import story

COMMAND = [sys.executable, "-m", "tui"]


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the command."""
    return subprocess.Popen([*COMMAND, *map(str, arguments)], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; never with a traceback."""
    done = subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def records(path: Path, first: int, last: int) -> Path:
    """A file of records, each with one strike or part of one."""
    lines = [json.dumps({"id": f"r{n}", "text": f"{story(n)} Page {n}."}) for n in range(first, last)]
    path.write_text("\n".join(lines))
    return path


def exported(library: Path) -> str:
    """The exported library."""
    done = run("export", "--format", "jsonl", "--library", library)
    assert done.returncode == 0, done.stderr
    return done.stdout


def sound(library: Path) -> None:
    """Check that the file is intact, and each document has its reports and strikes."""
    with closing(sqlite3.connect(library)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        asked = "SELECT count(*) FROM reports WHERE document NOT IN (SELECT id FROM documents) OR strike NOT IN "
        assert database.execute(f"{asked} (SELECT id FROM strikes)").fetchone() == (0,)


def test_adding_reports_its_results(tmp_path: Path) -> None:
    library = tmp_path / "new folder" / "mine.db"
    file = records(tmp_path / "a.jsonl", 0, 30)
    done = run("add", file, "--library", library)
    assert done.returncode == 0
    assert done.stdout.startswith("30 documents added with ")
    assert done.stdout.rstrip().endswith("strikes from 30 documents")
    again = run("add", file, "--library", library)
    assert (again.returncode, again.stdout.split(";")[0]) == (0, "0 documents added, 1 file unchanged")
    nothing = run("add", tmp_path / "absent.txt", "--library", library)
    assert nothing.returncode == 1
    assert "does not exist" in nothing.stderr
    assert run("reparse", "--library", library).stdout.startswith("0 documents read again")
    assert run("reparse", "--library", tmp_path / "none.db").returncode == 1
    assert not (tmp_path / "none.db").exists()


def test_date_given_later_dates_undated_documents_and_says_what_keeps_another(tmp_path: Path) -> None:
    library, article = tmp_path / "mine.db", tmp_path / "a.txt"
    article.write_text("Russian drones struck Kharkiv on Friday, killing two people.")
    run("add", article, "--library", library)
    dated = run("add", article, "--library", library, "--date", "2024-03-10")
    assert (dated.stdout.split(";")[0], dated.stderr) == ("0 documents added, 1 changed with 1 report", "")
    other = run("add", article, "--library", library, "--date", "2024-05-02")
    assert other.stdout.startswith("0 documents added, 1 file unchanged;")
    assert other.stderr == (
        "strikeview: 1 document keeps the date it was given before;"
        " `strikeview edit --document NAME --date 2024-05-02` sets another one\n"
    )
    assert json.loads(exported(library))["when"]["start"] == "2024-03-08"


def test_users_library_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert run("add", records(tmp_path / "a.jsonl", 0, 3)).returncode == 0
    assert len(list(tmp_path.rglob("library.db"))) == 1


def test_four_concurrent_adds_lose_nothing(tmp_path: Path) -> None:
    files = [records(tmp_path / f"{n}.jsonl", 30 * n, 30 * n + 40) for n in range(4)]  # they overlap
    library = tmp_path / "shared.db"
    running = [start("add", file, "--library", library, "--jobs", "1") for file in files]
    for each in running:
        _, told = each.communicate(timeout=120)
        assert each.returncode == 0, told
    sound(library)
    alone = tmp_path / "alone.db"
    run("add", *files, "--library", alone)
    assert exported(library) == exported(alone)


@pytest.mark.parametrize(("kills", "each"), [(2, 30), pytest.param(8, 100, marks=pytest.mark.slow)])
def test_add_killed_at_any_moment_keeps_whole_documents_and_can_be_resumed(
    tmp_path: Path, kills: int, each: int
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(6):
        records(folder / f"{number}.jsonl", each * number, each * (number + 1))
    undisturbed = tmp_path / "undisturbed.db"
    began = time.monotonic()
    assert run("add", folder, "--library", undisturbed).returncode == 0
    takes = time.monotonic() - began
    library = tmp_path / "killed.db"
    moments = random.Random(7)
    for _ in range(kills):
        adding = start("add", folder, "--library", library)
        time.sleep(moments.uniform(0.1, takes))
        os.kill(adding.pid, signal.SIGKILL)
        adding.wait()
        if library.exists() and library.stat().st_size:
            sound(library)
    assert run("add", folder, "--library", library).returncode == 0
    sound(library)
    assert exported(library) == exported(undisturbed)


def test_ctrl_c_keeps_finished_work(tmp_path: Path) -> None:
    library = tmp_path / "mine.db"
    file = records(tmp_path / "a.jsonl", 0, 1_500)
    adding = start("add", file, "--library", library, "--jobs", "1")
    while not library.exists() or not _documents(library):
        assert adding.poll() is None
        time.sleep(0.05)
    adding.send_signal(signal.SIGINT)
    _, told = adding.communicate(timeout=60)
    assert adding.returncode == 130
    assert "kept" in told
    kept = _documents(library)
    assert 0 < kept < 1_500
    assert run("add", file, "--library", library).returncode == 0
    assert _documents(library) == 1_500


def _documents(library: Path) -> int:
    try:
        with Library(library, read_only=True) as opened:
            return opened.count_documents()
    except Exception:  # it is being created
        return 0


def test_file_that_is_not_a_library_is_refused_unchanged(tmp_path: Path) -> None:
    file = records(tmp_path / "a.jsonl", 0, 9)
    library = tmp_path / "whole.db"
    run("add", file, "--library", library)
    whole = library.read_bytes()
    spoilt = {
        "text.db": b"These are notes, and no library at all. " * 90,
        "truncated.db": whole[: len(whole) // 2],
        "headless.db": b"\0" * 100 + whole[100:],
    }
    for name, content in spoilt.items():
        path = tmp_path / name
        path.write_bytes(content)
        for command in (["add", file], ["list"], ["reparse"]):
            done = run(*command, "--library", path)
            assert done.returncode == 1, name
            assert len(done.stderr.strip().splitlines()) == 1, done.stderr
            assert str(path) in done.stderr
            assert path.read_bytes() == content
            assert not list(tmp_path.glob(f"{name}-*"))


def test_read_only_file_stays_unchanged(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    library = tmp_path / "whole.db"
    run("add", records(tmp_path / "a.jsonl", 0, 9), "--library", library)
    library.chmod(0o444)
    content = library.read_bytes()
    done = run("add", records(tmp_path / "b.jsonl", 9, 12), "--library", library)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert library.read_bytes() == content
    assert run("list", "--library", library).returncode == 0


@pytest.mark.parametrize(("size", "stories"), [("400k", 200), pytest.param("2m", 4_000, marks=pytest.mark.slow)])
def test_full_disk_keeps_what_was_written(tmp_path: Path, size: str, stories: int) -> None:
    small_disk = tmp_path / "disk"
    small_disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(small_disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        library = small_disk / "mine.db"
        file = records(tmp_path / "a.jsonl", 0, stories)
        done = run("add", file, "--library", library)
        assert done.returncode == 1
        assert len([line for line in done.stderr.splitlines() if line.strip()]) == 1, done.stderr
        assert "full" in done.stderr
        sound(library)
        (tmp_path / "room.db").write_bytes(library.read_bytes())
        for beside in small_disk.glob("mine.db-*"):
            (tmp_path / beside.name.replace("mine.db", "room.db")).write_bytes(beside.read_bytes())
        assert run("add", file, "--library", tmp_path / "room.db").returncode == 0
        run("add", file, "--library", tmp_path / "undisturbed.db")
        assert exported(tmp_path / "room.db") == exported(tmp_path / "undisturbed.db")
    finally:
        subprocess.run(["umount", "--lazy", str(small_disk)], check=True)


def test_watching_adds_new_files(tmp_path: Path) -> None:
    folder, library = tmp_path / "feeds", tmp_path / "mine.db"
    folder.mkdir()
    records(folder / "a.jsonl", 0, 5)
    watching = start("watch", folder, "--library", library, "--jobs", "1")
    try:
        assert watching.stdout
        assert select.select([watching.stdout], [], [], 30)[0], "a pipe is told at once"
        assert "5 documents added" in watching.stdout.readline()
        time.sleep(1)
        records(folder / "b.jsonl", 5, 9)
        (folder / "picture.bin").write_bytes(b"\0")
        _until(lambda: _documents(library) == 9)
    finally:
        watching.send_signal(signal.SIGINT)
    _, told = watching.communicate(timeout=20)
    assert watching.returncode == 0, told
    with Library(library, read_only=True) as opened:
        assert opened.count_filters(Query()).total > 0


def test_watching_continues_after_an_undecodable_name(tmp_path: Path) -> None:
    folder, library = tmp_path / "feeds", tmp_path / "mine.db"
    folder.mkdir()
    (folder / "caf\udce9.txt").write_text(story(0))
    watching = start("watch", folder, "--library", library, "--jobs", "1")
    try:
        _until(lambda: library.exists() and _documents(library) == 1)
        time.sleep(1)
        (folder / "caf\udcea.txt").write_text(story(1))
        (folder / "a.txt").write_text(story(2))
        _until(lambda: _documents(library) == 3)
        (folder / "empty\udce9.txt").write_text("")
        (folder / "caf\udce9.txt").write_text(f"Seen later. {story(0)}")
        (folder / "b.txt").write_text(story(3))
        _until(lambda: _documents(library) == 4)
        time.sleep(3)
    finally:
        watching.send_signal(signal.SIGINT)
    out, told = watching.communicate(timeout=20)
    assert watching.returncode == 0, told
    assert told.count("is empty") <= 2, "what cannot be read is not told for ever"
    assert "1 changed" in out
    odd = run("watch", os.fsdecode(os.fsencode(folder) + b"\xff"), "--library", library)
    assert odd.returncode == 2
    (tmp_path / "\udcff").mkdir()
    odd = run("watch", tmp_path / "\udcff", "--library", library)
    assert (odd.returncode, "watch the folder that contains it" in odd.stderr) == (2, True)


def test_document_with_an_undecodable_name_has_one_name_everywhere(tmp_path: Path) -> None:
    file, library, name = tmp_path / "caf\udce9.txt", tmp_path / "mine.db", r"caf\xe9"
    file.write_text(story(0))
    for form in ("jsonl", "csv", "table"):
        assert name.replace("\\", "\\" * (1 + (form == "jsonl"))) in run("parse", file, "--format", form).stdout
    assert run("add", tmp_path, "--library", library).stdout.startswith("1 document added")
    key = run("list", "--library", library).stdout.split()[0]
    for command in (("show", key), ("export", "--format", "csv"), ("export", "--format", "md")):
        assert name in run(*command, "--library", library).stdout.replace("\\\\", "\\")
    for form in ("geojson", "html", "parquet"):
        assert run("export", "--library", library, "-o", tmp_path / f"caf\udce9.{form}").returncode == 0
    for typed, day in ((name, "2024-05-01"), ("caf\udce9", "2024-05-02")):
        assert day in run("edit", "--document", typed, "--date", day, "--library", library).stdout
    assert run("notes", "export", tmp_path / "n\udce9.jsonl", "--library", library).returncode == 0
    assert run("notes", "import", tmp_path / "n\udce9.jsonl", "--library", library).returncode == 0


def _until(holds: object) -> None:
    end = time.monotonic() + 30
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)


def test_work_is_kept_when_the_output_cannot_be_written(tmp_path: Path) -> None:
    library, file = tmp_path / "l.db", records(tmp_path / "a.jsonl", 0, 2)
    with open("/dev/full", "w") as full:
        command = [*COMMAND, "add", "--library", str(library), str(file)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    said = "strikeview: the output cannot be written (No space left on device); what was done is kept\n"
    assert (done.returncode, done.stderr) == (1, said)
    assert _documents(library) == 2


@pytest.mark.parametrize("command", ["list", "add", "edit"])
@pytest.mark.parametrize("name", ["x" * 5000, ":memory:", "", "x\udcff\x1b[2J%?#"])
def test_odd_library_names_are_reported_without_traceback(tmp_path: Path, command: str, name: str) -> None:
    what = {"list": [], "add": ["none.txt"], "edit": ["\udcff", "--tag", "x"]}[command]
    done = subprocess.run(
        [*COMMAND, command, "--library", name, *what],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="surrogateescape",
    )
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


def test_odd_strike_ids_are_reported_without_traceback(tmp_path: Path) -> None:
    library = tmp_path / "l.db"
    run("add", "--library", library, records(tmp_path / "a.jsonl", 0, 2))
    for odd in ("\udcff", "\U0010ffff", ""):
        done = run("edit", "--library", library, odd, "--tag", "x")
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr


def test_library_itself_is_never_overwritten(tmp_path: Path) -> None:
    library = tmp_path / "l.db"
    run("add", "--library", library, records(tmp_path / "a.jsonl", 0, 2))
    for command in (("export", "--format", "csv", "-o", library), ("notes", "export", library)):
        done = run(*command, "--library", library)
        assert done.returncode == 2
        assert "is the library itself" in done.stderr
    assert _documents(library) == 2
