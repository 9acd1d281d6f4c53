"""Several processes on one library: readers block nobody, a closed library is one file, read-only locations work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from model.library import Library, LibraryError
from model.query import Query
from tests.support.event_factories import fill_library, make_document, make_report, make_strike, make_when

READER_SCRIPT = """
import sys
from model.library import Library
from model.query import Query
with Library(sys.argv[1], read_only=True) as library, library.read_snapshot():
    before = library.count_documents()
    print("reading", flush=True)
    sys.stdin.read()
    assert library.count_documents() == before, "not still"
"""
WRITER_SCRIPT = """
import sys
from model.library import Library
from tests.model.library.database.test_connection import add_strike
with Library(sys.argv[1]) as library:
    add_strike(library, 900)
    if sys.argv[2] == "kill":
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
"""
OTHER_USER_SCRIPT = """
import os, sys
from model.library import Library, LibraryError
from model.query import Query
if os.geteuid() == 0:
    os.setuid(65534)  # root may read everything
with Library(sys.argv[1], read_only=True) as library:
    print(library.count_filters(Query()).matches)
try:
    Library(sys.argv[1])
except LibraryError as error:
    print(error)
"""


def add_strike(library: Library, number: int) -> None:
    """Add a document that reports a strike."""
    name = f"more {number}"
    report = make_report(
        name, text=f"Strike {number}.", when=make_when(f"20{number % 90 + 10}-03-01"), places=[f"Place {number}"]
    )
    fill_library(library, [make_document(name)], [make_strike(report)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library of ten documents, closed by every process."""
    file = tmp_path / "home" / "mine.db"
    file.parent.mkdir()
    with Library(file) as library:
        for number in range(10):
            add_strike(library, number)
    return file


def list_folder(path: Path) -> list[str]:
    """The names of all files in the library's folder."""
    return sorted(each.name for each in path.parent.iterdir())


@contextmanager
def run_reader(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds a snapshot of the library until it may continue."""
    command = [sys.executable, "-c", READER_SCRIPT, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "reading\n"
        yield process
        process.communicate(timeout=60)
        assert process.returncode == 0


def time_write(path: Path, ending: str = "close") -> float:
    """Add a document in another process that then closes the library or is killed; returns the seconds it took."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", WRITER_SCRIPT, str(path), ending], check=ending == "close", timeout=60)
    return time.monotonic() - began


def test_readers_do_not_block_writers(path: Path) -> None:
    alone = time_write(path)
    with run_reader(path):
        with Library(path) as library:
            add_strike(library, 20)
        assert time_write(path) < 3 * alone + 2
    assert list_folder(path) == ["mine.db"]
    with Library(path, read_only=True) as library:
        assert library.count_documents() == 12


def test_adding_finishes_while_list_output_waits_to_be_read(path: Path, tmp_path: Path) -> None:
    with Library(path) as library:
        many = [make_document(f"d{n}") for n in range(1500)]
        fill_library(
            library, many, [make_strike(make_report(each.id, places=["A place of a long name " * 3])) for each in many]
        )
    article = tmp_path / "article.txt"
    article.write_text("On 1 March 2024 Russian drones struck Kyiv, killing two people.")
    command = [sys.executable, "-m", "tui"]
    with subprocess.Popen([*command, "list", "--library", str(path)], stdout=subprocess.PIPE) as listing:
        assert listing.stdout
        listing.stdout.read(1)  # one character, so the process is in the middle of its output
        began = time.monotonic()
        adding = subprocess.run([*command, "add", str(article), "--library", str(path)], timeout=60, check=True)
        assert adding.returncode == 0
        assert time.monotonic() - began < 20
        assert listing.poll() is None
        listing.stdout.read()
    assert listing.returncode == 0
    assert list_folder(path) == ["mine.db"]


def test_writers_do_not_block_readers(path: Path) -> None:
    with Library(path) as library, library.edit_step(), run_reader(path):
        pass
    assert list_folder(path) == ["mine.db"]


def test_closed_library_is_one_file_and_a_copy_of_it_is_a_backup(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with run_reader(path), run_reader(path):
        time_write(path)
    with run_reader(path):
        assert len(list_folder(path)) > 1
    assert list_folder(path) == ["mine.db"]
    shutil.copy(path, copy)
    before = path.stat()
    for library in (Library(copy), Library(copy, read_only=True), Library(path, read_only=True)):
        with library:
            assert library.count_documents() == 11
            assert library.count_filters(Query()).total == 11
    assert path.stat().st_mtime_ns == before.st_mtime_ns  # reading changes nothing


def test_log_left_by_a_killed_process_is_merged_by_the_next_reader(path: Path) -> None:
    time_write(path, "kill")
    assert len(list_folder(path)) > 1
    with Library(path, read_only=True) as library:
        assert library.count_documents() == 11
    assert list_folder(path) == ["mine.db"]


def test_read_only_library_cannot_be_written(path: Path) -> None:
    content = path.read_bytes()
    with Library(path, read_only=True) as library:
        with pytest.raises(LibraryError, match="cannot be written"):
            add_strike(library, 20)
        assert library.count_documents() == 10
        library.switch_to_memory()
        add_strike(library, 20)
        assert library.count_documents() == 11
    assert path.read_bytes() == content


@pytest.fixture
def read_only_path(path: Path) -> Iterator[Path]:
    """The same library mounted read-only; opened at `path` it stays writable."""
    there = path.parent.with_name("closed")
    there.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.run(["mount", "--bind", path.parent, there], check=False).returncode
    if not mounted:
        pytest.skip("only root may mount a folder a second time")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", there], check=True)
        yield there / path.name
    finally:
        subprocess.run(["umount", "--lazy", there], check=True)


def test_library_in_a_read_only_folder_sees_later_additions(path: Path, read_only_path: Path) -> None:
    with Library(read_only_path, read_only=True) as library:
        assert (library.count_documents(), library.has_changed()) == (10, False)
        time_write(path)
        assert library.has_changed()
        assert (library.count_documents(), library.has_changed()) == (11, False)
    assert list_folder(path) == ["mine.db"]


def test_library_in_a_read_only_folder_is_read_while_others_write(path: Path, read_only_path: Path) -> None:
    with Library(path) as writer:
        add_strike(writer, 20)
        with run_reader(read_only_path):
            add_strike(writer, 21)
        with Library(read_only_path, read_only=True) as library:
            assert library.count_documents() == 12


def test_inconsistent_snapshot_is_reported(path: Path, read_only_path: Path) -> None:
    with Library(read_only_path, read_only=True) as library:
        moment = library.read_snapshot()
        moment.__enter__()
        time_write(path)
        with pytest.raises(LibraryError, match="try again"):
            moment.__exit__(None, None, None)
        library.has_changed()
        with library.read_snapshot():
            assert library.count_documents() == 11


def test_unreadable_log_is_reported(path: Path, read_only_path: Path) -> None:
    time_write(path, "kill")
    with suppress(FileNotFoundError):
        path.with_name("mine.db-shm").unlink()
    with pytest.raises(LibraryError, match=r"copy both"):
        Library(read_only_path, read_only=True)


def test_read_only_file_is_read_and_nothing_is_left_beside_it() -> None:
    with tempfile.TemporaryDirectory() as folder:  # accessible to all users, unlike pytest's
        path = Path(folder) / "theirs.db"
        with Library(path) as library:
            add_strike(library, 0)
        path.parent.chmod(0o777)
        path.chmod(0o444)
        completed = subprocess.run([sys.executable, "-c", OTHER_USER_SCRIPT, str(path)], capture_output=True, text=True)
        refused = f"{path}: is write-protected; name another file, or a copy of it"
        assert (completed.stdout.splitlines(), completed.stderr) == (["1", refused], "")
        assert list_folder(path) == ["theirs.db"]
