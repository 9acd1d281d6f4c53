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

TEXTS = ("csv", "jsonl", "geojson", "md", "html")


def test_each_format_obeys_the_query_and_names_the_rules(ask: RunCommand) -> None:
    for form in TEXTS:
        done = ask("export", "--format", form, "side:russia", "-place:Kherson")
        assert (done.returncode, read_stderr_lines(done)) == (0, [])
        text = re.sub("</?mark.*?>", "", done.stdout.decode())
        assert all(word in text for word in ("Kharkiv", "Odesa", __version__, edition()))
        assert not any(word in text for word in ("Belgorod", "Kherson oblast"))
        assert DOCUMENTS[0].text in text
        assert str(DOCUMENTS[0].url) in text


def test_jsonl_is_the_default(ask: RunCommand) -> None:
    told = [json.loads(line) for line in read_stdout_lines(ask("export"))]
    assert [strike["when"]["edtf"] for strike in told] == ["2024-03-09", "2024-03-11", "2024-05-02", "XXXX"]
    assert [strike["id"] for strike in told] == [line.split()[0] for line in read_stdout_lines(ask("list"))]


def test_formula_like_document_name_is_escaped_for_spreadsheets(ask: RunCommand) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("export", "place:Kherson", "--format", "csv").stdout.decode())))
    assert [row["documents"] for row in rows] == ["'=cmd()"]


@pytest.mark.parametrize("form", [*TEXTS, "parquet"])
def test_order_of_adding_and_hash_seed_do_not_change_the_export(library: Path, tmp_path: Path, form: str) -> None:
    other = make_library_file(tmp_path / "other.db", DOCUMENTS[::-1])
    exports = [
        run_strikeview("export", "--format", form, "--library", path, env={"PYTHONHASHSEED": seed, "TZ": zone}).stdout
        for path, seed, zone in ((library, "1", "UTC"), (other, "2", "Asia/Tokyo"))
    ]
    assert exports[0] == exports[1] != b""
    assert str(tmp_path).encode() not in exports[1]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.ndjson", "a.geojson", "a.md", "a.HTML", "a.parquet"])
def test_file_name_decides_the_format(ask: RunCommand, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    done = ask("export", "-o", path)
    assert (done.returncode, done.stdout, read_stderr_lines(done)) == (0, b"", [])
    form = {"ndjson": "jsonl"}.get(path.suffix[1:].lower(), path.suffix[1:].lower())
    assert path.read_bytes() == ask("export", "--format", form).stdout
    assert os.listdir(tmp_path) == [name]


def test_file_name_without_a_known_suffix_asks_for_the_format(ask: RunCommand, tmp_path: Path) -> None:
    done = ask("export", "--output", tmp_path / "strikes")
    assert done.returncode == 2
    assert "add --format csv|jsonl|geojson|md|html|parquet" in read_stderr_lines(done)[-1]
    assert ask("export", "--output", tmp_path / "strikes", "--format", "md").returncode == 0


def test_no_match_is_an_empty_export_with_status_1(ask: RunCommand, tmp_path: Path) -> None:
    done = ask("export", "place:Atlantis", "--output", tmp_path / "a.geojson")
    assert (done.returncode, len(read_stderr_lines(done))) == (1, 1)
    assert json.loads((tmp_path / "a.geojson").read_text())["features"] == []


def test_unwritable_path_is_reported_in_one_line(ask: RunCommand, tmp_path: Path) -> None:
    done = ask("export", "--output", tmp_path / "missing" / "a.csv")
    assert (done.returncode, done.stdout) == (1, b"")
    (line,) = read_stderr_lines(done)
    assert line.startswith(f"strikeview: {tmp_path}/missing/a.csv: cannot be written (No such file or directory)")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_disk_is_reported_in_one_line(library: Path) -> None:
    for form in (*TEXTS, "parquet"):
        with open("/dev/full", "wb") as full:
            command = [*COMMAND, "export", "--library", str(library), "--format", form]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
        assert (done.returncode, len(done.stderr.decode().splitlines())) == (1, 1)
        assert b"No space left on device" in done.stderr


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
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert read_stderr_lines(done) == [
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
