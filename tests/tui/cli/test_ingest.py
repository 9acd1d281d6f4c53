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
from tests.model.ingest.test_pipeline import write_story

COMMAND = [sys.executable, "-m", "tui"]


def start_command(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the command."""
    return subprocess.Popen([*COMMAND, *map(str, arguments)], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run_command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; never with a traceback."""
    completed = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in completed.stderr, completed.stderr
    return completed


def write_records(path: Path, first: int, last: int) -> Path:
    """A file of records, each with one strike or part of one."""
    lines = [json.dumps({"id": f"r{n}", "text": f"{write_story(n)} Page {n}."}) for n in range(first, last)]
    path.write_text("\n".join(lines))
    return path


def export_library(library: Path) -> str:
    """The exported library."""
    completed = run_command("export", "--format", "jsonl", "--library", library)
    assert completed.returncode == 0, completed.stderr
    return completed.stdout


def check_library(library: Path) -> None:
    """Check that the file is intact, and each document has its reports and strikes."""
    with closing(sqlite3.connect(library)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        statement = "SELECT count(*) FROM reports WHERE document NOT IN (SELECT id FROM documents) OR strike NOT IN "
        assert database.execute(f"{statement} (SELECT id FROM strikes)").fetchone() == (0,)


def test_adding_reports_its_results(tmp_path: Path) -> None:
    library = tmp_path / "new folder" / "mine.db"
    file = write_records(tmp_path / "a.jsonl", 0, 30)
    completed = run_command("add", file, "--library", library)
    assert completed.returncode == 0
    assert completed.stdout.startswith("30 documents added with ")
    assert completed.stdout.rstrip().endswith("strikes from 30 documents")
    second_run = run_command("add", file, "--library", library)
    assert (second_run.returncode, second_run.stdout.split(";")[0]) == (0, "0 documents added, 1 file unchanged")
    nothing = run_command("add", tmp_path / "absent.txt", "--library", library)
    assert nothing.returncode == 1
    assert "does not exist" in nothing.stderr
    assert run_command("reparse", "--library", library).stdout.startswith("0 documents read again")
    assert run_command("reparse", "--library", tmp_path / "none.db").returncode == 1
    assert not (tmp_path / "none.db").exists()


def test_date_given_later_dates_undated_documents_and_says_what_keeps_another(tmp_path: Path) -> None:
    library, article = tmp_path / "mine.db", tmp_path / "a.txt"
    article.write_text("Russian drones struck Kharkiv on Friday, killing two people.")
    run_command("add", article, "--library", library)
    dated = run_command("add", article, "--library", library, "--date", "2024-03-10")
    assert (dated.stdout.split(";")[0], dated.stderr) == ("0 documents added, 1 changed with 1 report", "")
    other = run_command("add", article, "--library", library, "--date", "2024-05-02")
    assert other.stdout.startswith("0 documents added, 1 file unchanged;")
    assert other.stderr == (
        "strikeview: 1 document keeps the date it was given before;"
        " `strikeview edit --document NAME --date 2024-05-02` sets another one\n"
    )
    assert json.loads(export_library(library))["when"]["start"] == "2024-03-08"


def test_users_library_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert run_command("add", write_records(tmp_path / "a.jsonl", 0, 3)).returncode == 0
    assert len(list(tmp_path.rglob("library.db"))) == 1


def test_four_concurrent_adds_lose_nothing(tmp_path: Path) -> None:
    files = [write_records(tmp_path / f"{n}.jsonl", 30 * n, 30 * n + 40) for n in range(4)]  # they overlap
    library = tmp_path / "shared.db"
    running = [start_command("add", file, "--library", library, "--jobs", "1") for file in files]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    check_library(library)
    alone = tmp_path / "alone.db"
    run_command("add", *files, "--library", alone)
    assert export_library(library) == export_library(alone)


@pytest.mark.parametrize(("kills", "records_per_file"), [(2, 30), pytest.param(8, 100, marks=pytest.mark.slow)])
def test_add_killed_at_any_moment_keeps_whole_documents_and_can_be_resumed(
    tmp_path: Path, kills: int, records_per_file: int
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(6):
        write_records(folder / f"{number}.jsonl", records_per_file * number, records_per_file * (number + 1))
    undisturbed = tmp_path / "undisturbed.db"
    began = time.monotonic()
    assert run_command("add", folder, "--library", undisturbed).returncode == 0
    takes = time.monotonic() - began
    library = tmp_path / "killed.db"
    moments = random.Random(7)
    for _ in range(kills):
        adding = start_command("add", folder, "--library", library)
        time.sleep(moments.uniform(0.1, takes))
        os.kill(adding.pid, signal.SIGKILL)
        adding.wait()
        if library.exists() and library.stat().st_size:
            check_library(library)
    assert run_command("add", folder, "--library", library).returncode == 0
    check_library(library)
    assert export_library(library) == export_library(undisturbed)


def test_ctrl_c_keeps_finished_work(tmp_path: Path) -> None:
    library = tmp_path / "mine.db"
    file = write_records(tmp_path / "a.jsonl", 0, 1_500)
    adding = start_command("add", file, "--library", library, "--jobs", "1")
    while not library.exists() or not _count_documents(library):
        assert adding.poll() is None
        time.sleep(0.05)
    adding.send_signal(signal.SIGINT)
    _, errors = adding.communicate(timeout=60)
    assert adding.returncode == 130
    assert "kept" in errors
    document_count = _count_documents(library)
    assert 0 < document_count < 1_500
    assert run_command("add", file, "--library", library).returncode == 0
    assert _count_documents(library) == 1_500


def _count_documents(library: Path) -> int:
    try:
        with Library(library, read_only=True) as opened_library:
            return opened_library.count_documents()
    except Exception:  # the library is still being created
        return 0


def test_file_that_is_not_a_library_is_refused_unchanged(tmp_path: Path) -> None:
    file = write_records(tmp_path / "a.jsonl", 0, 9)
    library = tmp_path / "whole.db"
    run_command("add", file, "--library", library)
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
            completed = run_command(*command, "--library", path)
            assert completed.returncode == 1, name
            assert len(completed.stderr.strip().splitlines()) == 1, completed.stderr
            assert str(path) in completed.stderr
            assert path.read_bytes() == content
            assert not list(tmp_path.glob(f"{name}-*"))


def test_read_only_file_stays_unchanged(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    library = tmp_path / "whole.db"
    run_command("add", write_records(tmp_path / "a.jsonl", 0, 9), "--library", library)
    library.chmod(0o444)
    content = library.read_bytes()
    completed = run_command("add", write_records(tmp_path / "b.jsonl", 9, 12), "--library", library)
    assert (completed.returncode, len(completed.stderr.strip().splitlines())) == (1, 1)
    assert library.read_bytes() == content
    assert run_command("list", "--library", library).returncode == 0


@pytest.mark.parametrize(("size", "stories"), [("400k", 200), pytest.param("2m", 4_000, marks=pytest.mark.slow)])
def test_full_disk_keeps_what_was_written(tmp_path: Path, size: str, stories: int) -> None:
    small_disk = tmp_path / "disk"
    small_disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(small_disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        library = small_disk / "mine.db"
        file = write_records(tmp_path / "a.jsonl", 0, stories)
        completed = run_command("add", file, "--library", library)
        assert completed.returncode == 1
        assert len([line for line in completed.stderr.splitlines() if line.strip()]) == 1, completed.stderr
        assert "full" in completed.stderr
        check_library(library)
        (tmp_path / "room.db").write_bytes(library.read_bytes())
        for beside in small_disk.glob("mine.db-*"):
            (tmp_path / beside.name.replace("mine.db", "room.db")).write_bytes(beside.read_bytes())
        assert run_command("add", file, "--library", tmp_path / "room.db").returncode == 0
        run_command("add", file, "--library", tmp_path / "undisturbed.db")
        assert export_library(tmp_path / "room.db") == export_library(tmp_path / "undisturbed.db")
    finally:
        subprocess.run(["umount", "--lazy", str(small_disk)], check=True)


def test_watching_adds_new_files(tmp_path: Path) -> None:
    folder, library = tmp_path / "feeds", tmp_path / "mine.db"
    folder.mkdir()
    write_records(folder / "a.jsonl", 0, 5)
    watching = start_command("watch", folder, "--library", library, "--jobs", "1")
    try:
        assert watching.stdout
        assert select.select([watching.stdout], [], [], 30)[0], "a pipe is told at once"
        assert "5 documents added" in watching.stdout.readline()
        time.sleep(1)
        write_records(folder / "b.jsonl", 5, 9)
        (folder / "picture.bin").write_bytes(b"\0")
        _wait_until(lambda: _count_documents(library) == 9)
    finally:
        watching.send_signal(signal.SIGINT)
    _, errors = watching.communicate(timeout=20)
    assert watching.returncode == 0, errors
    with Library(library, read_only=True) as opened_library:
        assert opened_library.count_filters(Query()).total > 0


def test_watching_continues_after_an_undecodable_name(tmp_path: Path) -> None:
    folder, library = tmp_path / "feeds", tmp_path / "mine.db"
    folder.mkdir()
    (folder / "caf\udce9.txt").write_text(write_story(0))
    watching = start_command("watch", folder, "--library", library, "--jobs", "1")
    try:
        _wait_until(lambda: library.exists() and _count_documents(library) == 1)
        time.sleep(1)
        (folder / "caf\udcea.txt").write_text(write_story(1))
        (folder / "a.txt").write_text(write_story(2))
        _wait_until(lambda: _count_documents(library) == 3)
        (folder / "empty\udce9.txt").write_text("")
        (folder / "caf\udce9.txt").write_text(f"Seen later. {write_story(0)}")
        (folder / "b.txt").write_text(write_story(3))
        _wait_until(lambda: _count_documents(library) == 4)
        time.sleep(3)
    finally:
        watching.send_signal(signal.SIGINT)
    output, errors = watching.communicate(timeout=20)
    assert watching.returncode == 0, errors
    assert errors.count("is empty") <= 2, "an unreadable file is not reported for ever"
    assert "1 changed" in output
    refused = run_command("watch", os.fsdecode(os.fsencode(folder) + b"\xff"), "--library", library)
    assert refused.returncode == 2
    (tmp_path / "\udcff").mkdir()
    refused = run_command("watch", tmp_path / "\udcff", "--library", library)
    assert (refused.returncode, "watch the folder that contains it" in refused.stderr) == (2, True)


def test_document_with_an_undecodable_name_has_one_name_everywhere(tmp_path: Path) -> None:
    file, library, name = tmp_path / "caf\udce9.txt", tmp_path / "mine.db", r"caf\xe9"
    file.write_text(write_story(0))
    for export_format in ("jsonl", "csv", "table"):
        assert (
            name.replace("\\", "\\" * (1 + (export_format == "jsonl")))
            in run_command("parse", file, "--format", export_format).stdout
        )
    assert run_command("add", tmp_path, "--library", library).stdout.startswith("1 document added")
    key = run_command("list", "--library", library).stdout.split()[0]
    for command in (("show", key), ("export", "--format", "csv"), ("export", "--format", "md")):
        assert name in run_command(*command, "--library", library).stdout.replace("\\\\", "\\")
    for export_format in ("geojson", "html", "parquet"):
        assert (
            run_command("export", "--library", library, "-o", tmp_path / f"caf\udce9.{export_format}").returncode == 0
        )
    for typed, day in ((name, "2024-05-01"), ("caf\udce9", "2024-05-02")):
        assert day in run_command("edit", "--document", typed, "--date", day, "--library", library).stdout
    assert run_command("notes", "export", tmp_path / "n\udce9.jsonl", "--library", library).returncode == 0
    assert run_command("notes", "import", tmp_path / "n\udce9.jsonl", "--library", library).returncode == 0


def _wait_until(condition: object) -> None:
    end = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)


def test_work_is_kept_when_the_output_cannot_be_written(tmp_path: Path) -> None:
    library, file = tmp_path / "l.db", write_records(tmp_path / "a.jsonl", 0, 2)
    with open("/dev/full", "w") as full:
        command = [*COMMAND, "add", "--library", str(library), str(file)]
        completed = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    message = "strikeview: the output cannot be written (No space left on device); what was done is kept\n"
    assert (completed.returncode, completed.stderr) == (1, message)
    assert _count_documents(library) == 2


@pytest.mark.parametrize("command", ["list", "add", "edit"])
@pytest.mark.parametrize("name", ["x" * 5000, ":memory:", "", "x\udcff\x1b[2J%?#"])
def test_odd_library_names_are_reported_without_traceback(tmp_path: Path, command: str, name: str) -> None:
    arguments = {"list": [], "add": ["none.txt"], "edit": ["\udcff", "--tag", "x"]}[command]
    completed = subprocess.run(
        [*COMMAND, command, "--library", name, *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="surrogateescape",
    )
    assert completed.returncode in (1, 2)
    assert "Traceback" not in completed.stderr
    assert "\x1b" not in completed.stderr


def test_odd_strike_ids_are_reported_without_traceback(tmp_path: Path) -> None:
    library = tmp_path / "l.db"
    run_command("add", "--library", library, write_records(tmp_path / "a.jsonl", 0, 2))
    for odd_id in ("\udcff", "\U0010ffff", ""):
        completed = run_command("edit", "--library", library, odd_id, "--tag", "x")
        assert completed.returncode in (1, 2)
        assert "Traceback" not in completed.stderr


def test_library_itself_is_never_overwritten(tmp_path: Path) -> None:
    library = tmp_path / "l.db"
    run_command("add", "--library", library, write_records(tmp_path / "a.jsonl", 0, 2))
    for command in (("export", "--format", "csv", "-o", library), ("notes", "export", library)):
        completed = run_command(*command, "--library", library)
        assert completed.returncode == 2
        assert "is the library itself" in completed.stderr
    assert _count_documents(library) == 2
