"""`strikeview export`: the strikes of a query, written completely or not at all, reproducible to the byte."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from model.edition import edition
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
from tui import __version__

TEXT_FORMATS = ("csv", "jsonl", "geojson", "md", "html")


def test_each_format_obeys_the_query_and_names_the_rules(run_on_library: RunCommand) -> None:
    for export_format in TEXT_FORMATS:
        completed = run_on_library("export", "--format", export_format, "side:russia", "-place:Kherson")
        assert (completed.returncode, read_stderr_lines(completed)) == (0, [])
        text = re.sub("</?mark.*?>", "", completed.stdout.decode())
        assert all(word in text for word in ("Kharkiv", "Odesa", __version__, edition()))
        assert not any(word in text for word in ("Belgorod", "Kherson oblast"))
        assert DOCUMENTS[0].text in text
        assert str(DOCUMENTS[0].url) in text


def test_jsonl_is_the_default(run_on_library: RunCommand) -> None:
    records = [json.loads(line) for line in read_stdout_lines(run_on_library("export"))]
    assert [strike["when"]["edtf"] for strike in records] == ["2024-03-09", "2024-03-11", "2024-05-02", "XXXX"]
    assert [strike["id"] for strike in records] == [
        line.split()[0] for line in read_stdout_lines(run_on_library("list"))
    ]


def test_formula_like_document_name_is_escaped_for_spreadsheets(run_on_library: RunCommand) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run_on_library("export", "place:Kherson", "--format", "csv").stdout.decode()))
    )
    assert [row["documents"] for row in rows] == ["'=cmd()"]


@pytest.mark.parametrize("export_format", [*TEXT_FORMATS, "parquet"])
def test_order_of_adding_and_hash_seed_do_not_change_the_export(
    library: Path, tmp_path: Path, export_format: str
) -> None:
    other = make_library_file(tmp_path / "other.db", DOCUMENTS[::-1])
    exports = [
        run_strikeview(
            "export", "--format", export_format, "--library", path, env={"PYTHONHASHSEED": seed, "TZ": zone}
        ).stdout
        for path, seed, zone in ((library, "1", "UTC"), (other, "2", "Asia/Tokyo"))
    ]
    assert exports[0] == exports[1] != b""
    assert str(tmp_path).encode() not in exports[1]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.ndjson", "a.geojson", "a.md", "a.HTML", "a.parquet"])
def test_file_name_decides_the_format(run_on_library: RunCommand, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    completed = run_on_library("export", "-o", path)
    assert (completed.returncode, completed.stdout, read_stderr_lines(completed)) == (0, b"", [])
    export_format = {"ndjson": "jsonl"}.get(path.suffix[1:].lower(), path.suffix[1:].lower())
    assert path.read_bytes() == run_on_library("export", "--format", export_format).stdout
    assert os.listdir(tmp_path) == [name]


def test_file_name_without_a_known_suffix_asks_for_the_format(run_on_library: RunCommand, tmp_path: Path) -> None:
    completed = run_on_library("export", "--output", tmp_path / "strikes")
    assert completed.returncode == 2
    assert "add --format csv|jsonl|geojson|md|html|parquet" in read_stderr_lines(completed)[-1]
    assert run_on_library("export", "--output", tmp_path / "strikes", "--format", "md").returncode == 0


def test_no_match_is_an_empty_export_with_status_1(run_on_library: RunCommand, tmp_path: Path) -> None:
    completed = run_on_library("export", "place:Atlantis", "--output", tmp_path / "a.geojson")
    assert (completed.returncode, len(read_stderr_lines(completed))) == (1, 1)
    assert json.loads((tmp_path / "a.geojson").read_text())["features"] == []


def test_unwritable_path_is_reported_in_one_line(run_on_library: RunCommand, tmp_path: Path) -> None:
    completed = run_on_library("export", "--output", tmp_path / "missing" / "a.csv")
    assert (completed.returncode, completed.stdout) == (1, b"")
    (line,) = read_stderr_lines(completed)
    assert line.startswith(f"strikeview: {tmp_path}/missing/a.csv: cannot be written (No such file or directory)")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_disk_is_reported_in_one_line(library: Path) -> None:
    for export_format in (*TEXT_FORMATS, "parquet"):
        with open("/dev/full", "wb") as full:
            command = [*COMMAND, "export", "--library", str(library), "--format", export_format]
            completed = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
        assert (completed.returncode, len(completed.stderr.decode().splitlines())) == (1, 1)
        assert b"No space left on device" in completed.stderr


def test_parquet_is_not_written_to_a_terminal(library: Path) -> None:
    with Terminal([*COMMAND, "export", "--library", library, "--format", "parquet"]) as terminal:
        assert terminal.wait_for_exit() == 2
        terminal.wait_until_quiet()
        assert "parquet is not for a terminal" in terminal.text


def test_missing_pyarrow_is_reported_in_one_line(library: Path, tmp_path: Path) -> None:
    code = f"""
import sys
sys.modules["pyarrow"] = None
sys.argv = ["strikeview", "export", "--library", {str(library)!r}, "--output", {str(tmp_path / "a.parquet")!r}]
from tui.cli.main import run
sys.exit(run())
"""
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (completed.returncode, completed.stdout) == (1, b"")
    assert read_stderr_lines(completed) == [
        "strikeview: parquet needs pyarrow, which is not installed; install strikeview[parquet]"
    ]
    assert os.listdir(tmp_path) == []


def test_exporting_loads_no_screen(library: Path) -> None:
    for command in (["export", "--format", "html"], ["export", "--format", "csv"], ["show", "zz"]):
        code = f"""
import sys
sys.argv = ["strikeview", *{command!r}, "--library", {str(library)!r}]
from tui.cli.main import run
run()
assert not {{"textual", "pyarrow"}} & set(sys.modules)
"""
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True)
