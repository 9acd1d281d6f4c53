"""Zip archives: members are read like the files of a folder, and no archive can fill memory or disk."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.event import Document
from model.reading import Problem
from model.reading.formats import zip_archive as archives
from tests.support.file_reading import read_documents, read_items, read_problem_lines

STORY = "Three drones hit a depot outside Belgorod.\n"


def make_archive(*members: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_members_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    record = json.dumps({"id": "7", "text": STORY})
    content = make_archive(
        ("z.txt", STORY),
        ("in/b.jsonl", record),
        ("in/a.md", STORY),
        ("in/.hidden.txt", STORY),
        ("__MACOSX/._z.txt", STORY),
        ("picture.png", b"\x89PNG"),
        ("more.zip", make_archive(("inner.csv", f"id,text\n8,{STORY}"))),
    )
    assert [document.id for document in read_documents(tmp_path / "a.zip", content)] == ["a", "7", "8", "z"]


def test_problems_name_the_member(tmp_path: Path) -> None:
    content = make_archive(("in/a.txt", b"\0"), ("b.txt", b""), ("c.txt", STORY))
    assert read_problem_lines(tmp_path / "a.zip", content) == [
        "a.zip/b.txt: is empty",
        "a.zip/in/a.txt: is binary, not text; save it as UTF-8 text",
    ]


def test_member_names_write_no_files(tmp_path: Path) -> None:
    content = make_archive(("../../escaped.txt", STORY), ("/etc/elsewhere.txt", STORY), ("\x1b[31m\u202e.txt", STORY))
    (tmp_path / "a.zip").write_bytes(content)
    before = sorted(os.walk(tmp_path.parent))
    documents = read_documents(tmp_path / "a.zip", content)
    assert sorted(os.walk(tmp_path.parent)) == before
    assert len(documents) == 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"PK\3\4 no zip", ["a.zip: is not a readable zip; get the file again"]),
        (make_archive(("x.png", b"x")), ["a.zip: has no documents"]),
        (
            make_archive(("b.zip", make_archive(("c.zip", make_archive(("d.txt", STORY)))))),
            ["a.zip/b.zip/c.zip: is a zip in a zip in a zip; unpack it first"],
        ),
        (make_archive(("b.zip", b"no zip")), ["a.zip/b.zip: is not a readable zip; get the file again"]),
    ],
)
def test_invalid_archive_is_reported(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    assert read_problem_lines(tmp_path / "a.zip", content) == expected


def test_corrupt_member_does_not_affect_others(tmp_path: Path) -> None:
    content = bytearray(make_archive(("a.txt", STORY * 50), ("b.txt", STORY), method=zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    problem, document = read_items(tmp_path / "a.zip", bytes(content))
    assert str(problem).endswith("a.zip/a.txt: is broken in the archive; get the file again")
    assert isinstance(document, Document)


def test_encrypted_member_is_reported(tmp_path: Path) -> None:
    content = bytearray(make_archive(("a.txt", STORY)))
    content[content.index(b"PK\1\2") + 8] |= 1
    content[6] |= 1
    assert read_problem_lines(tmp_path / "a.zip", bytes(content)) == [
        "a.zip/a.txt: is locked with a password; unpack it first"
    ]


def test_zip_bomb_is_never_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = make_archive(("a.txt", bytes(80 << 20)), ("b.txt", STORY))
    [problem, document] = read_items(tmp_path / "a.zip", bomb)
    assert str(problem).endswith("a.zip/a.txt: is larger than 64 MB; split it, or make it records (.jsonl)")
    assert isinstance(document, Document)
    monkeypatch.setattr(archives, "_MAX_UNPACKED_BYTES", 100 << 20)
    many = make_archive(*((f"{n}.jsonl", bytes(40 << 20)) for n in range(3)))
    assert (
        read_problem_lines(tmp_path / "b.zip", many)[-1]
        == "b.zip: unpacks to more than 0 GB; unpack it and add the folder"
    )


@given(flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 255)), max_size=4), cut=st.integers(0, 400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_any_archive_is_documents_or_problems(tmp_path: Path, flips: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(make_archive(("a.txt", STORY), ("b.jsonl", json.dumps({"text": STORY}))))
    for place, change in flips:
        content[place % len(content)] ^= change
    for item in read_items(tmp_path / "a.zip", bytes(content[: len(content) - cut])):
        str(item).encode() if isinstance(item, Problem) else item.text.encode()
