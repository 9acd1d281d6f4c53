"""A library in a file, and the commands that query it, run as by people and scripts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from model.event import Document, ExtractedDocument
from model.library import Library
from model.parsing import parse_document

COMMAND = [sys.executable, "-m", "tui"]
RunCommand = Callable[..., subprocess.CompletedProcess[bytes]]
DOCUMENTS = (
    Document(
        id="wire-1",
        title="Drones over Kharkiv",
        text="Russia launched 12 drones at Kharkiv on 9 March 2024, killing two people, the governor said.",
        published=date(2024, 3, 10),
        source="The Harbour Wire",
        url="https://example.org/1",
    ),
    Document(
        id="wire-2",
        text="Ukrainian drones struck an oil depot in Belgorod on 11 March 2024, the regional governor said.",
        published=date(2024, 3, 12),
        source="The Harbour Wire",
    ),
    Document(
        id="channel-7",
        text="Russia fired four missiles at Odesa on 2 May 2024. At least seven people were injured.",
        source="A Channel",
    ),
    Document(id="=cmd()", text="Russian artillery shelled Kherson, killing one woman, police said."),
)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of DOCUMENTS: three dated strikes and an undated one."""
    return make_library_file(tmp_path_factory.mktemp("library") / "strikes.db", DOCUMENTS)


def make_library_file(path: Path, documents: tuple[Document, ...]) -> Path:
    """A library of these documents in a file."""
    with Library(path) as library:
        for document in documents:
            library.add_documents([ExtractedDocument(document, tuple(parse_document(document)))])
    return path


@pytest.fixture
def run_on_library(library: Path) -> RunCommand:
    """Run a subcommand on the library."""

    def run(command: str, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        return run_strikeview(command, "--library", library, *arguments)

    return run


def run_strikeview(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the program with its output piped."""
    environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
    return subprocess.run([*COMMAND, *arguments], capture_output=True, timeout=60, check=False, env=environment)


def read_stdout_lines(completed: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines on standard output."""
    return completed.stdout.decode().splitlines()


def read_stderr_lines(completed: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines on standard error; never a traceback."""
    lines = completed.stderr.decode().splitlines()
    assert not any(line.startswith("Traceback") for line in lines), completed.stderr
    return lines
