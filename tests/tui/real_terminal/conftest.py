"""Fixtures of the real-terminal tests: the command, a few documents, and an SSH server."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ssh_server as sshd

STORIES = [
    (
        "alpha",
        "2024-03-10",
        "Night over Kharkiv",
        "Russia launched 12 drones at Kharkiv on 9 March 2024. Two people were killed, the region's governor said.",
    ),
    (
        "bravo",
        "2024-03-12",
        "Depot burns in Belgorod",
        "Ukrainian drones attacked an oil depot in Belgorod on 11 March 2024. Nobody was hurt, Russian officials said.",
    ),
    (
        "charlie",
        "2024-03-14",
        "Missiles on Odesa",
        "On 13 March 2024 Russian forces fired five missiles at Odesa. Three people were killed and 11 were injured.",
    ),
    (
        "delta",
        "2024-03-16",
        "Shelling in Kherson",
        "Russian artillery shelled Kherson on 15 March 2024, and one person was injured.",
    ),
]


@pytest.fixture
def command() -> list[str]:
    """The command as installed beside the interpreter that runs the tests."""
    script = Path(sys.executable).with_name("strikeview")
    return [str(script)] if script.exists() else [sys.executable, "-m", "tui"]


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder with four documents of one strike each: three by Russia, one by Ukraine."""
    folder = tmp_path / "stories"
    folder.mkdir()
    lines = (
        json.dumps({"id": name, "title": title, "published": day, "source": "Harbour Courier", "text": text})
        for name, day, title, text in STORIES
    )
    (folder / "stories.jsonl").write_text("\n".join(lines))
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sshd.SshServer]:
    """A real OpenSSH server; the test is skipped only if none is installed."""
    path = sshd.find_sshd()
    if path is None:
        pytest.skip("no sshd here: install openssh-server and openssh-client")
    with sshd.run_server(path, tmp_path_factory.mktemp("sshd")) as running:
        yield running
