"""`strikeview show`: one strike in full, with its sources and their words."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from model.event import Document
from tests.support.terminal import Terminal
from tests.tui.cli.commands.conftest import (
    COMMAND,
    DOCUMENTS,
    RunCommand,
    make_library_file,
    read_stderr_lines,
    read_stdout_lines,
    run_strikeview,
)


def find_first_id(run_on_library: RunCommand, *query: str) -> str:
    return read_stdout_lines(run_on_library("list", *query, "--limit", "1"))[0].split()[0]


def test_strike_is_shown_with_its_source_and_its_words(run_on_library: RunCommand) -> None:
    key = find_first_id(run_on_library)
    completed = run_on_library("show", key)
    assert (completed.returncode, read_stderr_lines(completed)) == (0, [])
    text = completed.stdout.decode()
    assert text.startswith(f"strike {key}\nwhen       Sat 9 Mar 2024\n")
    for expected in ("killed     2 “two”", "launched 12", "the governor", "The Harbour Wire", "https://example.org/1"):
        assert expected in text
    assert f"“{DOCUMENTS[0].text}”" in text


@pytest.mark.parametrize("typed", [lambda key: key[:6], str.upper, lambda key: f" {key} "])
def test_prefix_of_an_id_is_enough(run_on_library: RunCommand, typed: object) -> None:
    assert callable(typed)
    key = find_first_id(run_on_library)
    assert run_on_library("show", typed(key)).stdout == run_on_library("show", key).stdout != b""


def test_ambiguous_prefix_lists_the_ids(tmp_path: Path) -> None:
    raids = tuple(
        Document(id=f"d{n}", text=f"Russia launched {n + 2} drones at Kharkiv on {n + 1} March 2024.")
        for n in range(18)
    )
    path = make_library_file(tmp_path / "many.db", raids)
    keys = sorted(line.split()[0] for line in read_stdout_lines(run_strikeview("list", "--library", path)))
    common_prefix = next(key[0] for key, following in pairwise(keys) if key[0] == following[0])
    completed = run_strikeview("show", "--library", path, common_prefix)
    assert (completed.returncode, completed.stdout) == (1, b"")
    (line,) = read_stderr_lines(completed)
    assert all(key in line for key in [key for key in keys if key.startswith(common_prefix)][:10])


def test_former_id_of_a_merged_strike_still_shows_it(tmp_path: Path) -> None:
    raid = "Russia launched 12 drones at Kharkiv on 9 March 2024, killing two people, the {} said."
    one, other = (Document(id=name, text=raid.format(name)) for name in ("governor", "mayor"))
    keys = {
        read_stdout_lines(
            run_strikeview("list", "--library", make_library_file(tmp_path / f"{report.id}.db", (report,)))
        )[0].split()[0]
        for report in (one, other)
    }
    both = make_library_file(tmp_path / "both.db", (one, other))
    (line,) = read_stdout_lines(run_strikeview("list", "--library", both))
    assert len(keys) == 2
    assert line.split()[0] in keys
    outputs = {run_strikeview("show", "--library", both, key).stdout for key in keys}
    assert len(outputs) == 1
    assert f"strike {line.split()[0]}\n" in outputs.pop().decode()


@pytest.mark.parametrize("typed", ["zzzz", "", "%", "'; DROP", "\x1b[31m", "\U0010ffff"])
def test_unknown_id_is_reported(run_on_library: RunCommand, typed: str) -> None:
    completed = run_on_library("show", typed)
    assert (completed.returncode, completed.stdout) == (1, b"")
    (line,) = read_stderr_lines(completed)
    assert "no strike has the id" in line
    assert "\x1b" not in line


def test_terminal_output_is_wrapped_between_words(library: Path, run_on_library: RunCommand) -> None:
    with Terminal(
        [*COMMAND, "show", "--library", library, find_first_id(run_on_library)], columns=40, rows=60
    ) as terminal:
        assert terminal.wait_for_exit() == 0
        terminal.wait_until_quiet()
        text = " ".join(" ".join(terminal.lines).split())
        assert DOCUMENTS[0].text in text
        assert b"\x1b" not in terminal.raw_output
