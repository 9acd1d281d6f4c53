"""Files are written completely or not at all."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.exporting.atomic_file import write_atomically


def iter_failing_chunks() -> Iterator[bytes]:
    yield b"half"
    raise OSError(28, "No space left on device")


def test_parts_form_a_file_with_default_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    plain = tmp_path / "plain"
    plain.touch()
    write_atomically(path, [b"one ", b"two"])
    assert path.read_bytes() == b"one two"
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "plain"]


def test_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, iter_failing_chunks())
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_symlink_is_kept_and_its_target_keeps_its_permissions(tmp_path: Path) -> None:
    path, link = tmp_path / "a.csv", tmp_path / "link"
    path.write_bytes(b"before")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, [b"after"])
    assert link.is_symlink()
    assert path.read_bytes() == b"after"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_pipe_is_written_to_and_kept(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    chunks: list[bytes] = []
    reader = threading.Thread(target=lambda: chunks.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, [b"through"])
    reader.join(10)
    assert chunks == [b"through"]
    assert pipe.is_fifo()
