"""The command line as used by people and scripts: what is printed where, and the exit status."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.dataset_tables import AIR_FORCE_COLUMNS, WAVE_ROWS
from tests.support.terminal import Terminal

COMMAND = [sys.executable, "-m", "tui"]
RAID = "Russia launched 12 drones at Kharkiv on 9 March 2024, killing two people, the governor said."
RECORD = json.dumps({"id": "x", "text": RAID}).encode() + b"\n"
RECORD_COUNT = 400
PLAIN_TEXT = "The harbour market opened again on Saturday, and fish was cheap."
PROGRESS_LINE = (
    r"reading [\d,]+(?: of 400)? documents"
    r"(?:, [\d,]+ reports? found(?:, ctrl-C stops(?:, \d+:\d\d left)?(?:, [\d,]+/s)?)?)?"
)
HEADLESS = ("pydantic", "dateparser", "trafilatura", "textual", "rich", "sqlite3")


def run_command(
    *arguments: str | bytes | Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, timeout=60, check=False, env=environment
    )


def read_error_lines(completed: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines on standard error; never a traceback."""
    lines = completed.stderr.decode("utf-8").splitlines()
    assert not any(line.startswith("Traceback") for line in lines), completed.stderr
    return lines


@pytest.fixture
def raid_path(tmp_path: Path) -> Path:
    path = tmp_path / "raid.txt"
    path.write_text(RAID)
    return path


@pytest.fixture
def many_records_path(tmp_path: Path) -> Path:
    """So many records that their reports overfill a pipe."""
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": RAID}) + "\n" for n in range(RECORD_COUNT)))
    return path


def test_parse_prints_json_lines_into_a_pipe(raid_path: Path) -> None:
    completed = run_command("parse", raid_path)
    [line] = completed.stdout.decode().splitlines()
    report = json.loads(line)
    assert (completed.returncode, read_error_lines(completed), report["document"], report["side"]) == (
        0,
        [],
        "raid",
        "russia",
    )
    [excerpt] = report["excerpts"]
    assert RAID[excerpt["start"] : excerpt["end"]] == excerpt["text"]


def test_parse_prints_csv(raid_path: Path) -> None:
    completed = run_command("parse", "--format", "csv", raid_path)
    [row] = csv.DictReader(completed.stdout.decode().splitlines())
    assert (row["document"], row["side"], row["killed_low"]) == ("raid", "russia", "2")


def test_parse_prints_a_table_as_wide_as_columns_says(raid_path: Path) -> None:
    completed = run_command("parse", "--format", "table", raid_path, env={"COLUMNS": "70"})
    head, line = completed.stdout.decode().splitlines()
    assert head.startswith("when")
    assert line.startswith("2024-03-09")
    assert max(len(head), len(line)) <= 70


def test_table_of_strikes_is_printed_without_parsing(tmp_path: Path) -> None:
    path = tmp_path / "wave.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, AIR_FORCE_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows([*WAVE_ROWS, WAVE_ROWS[0] | {"model": "Orlan-10"}])
    completed = run_command("parse", path)
    assert completed.returncode == 0
    (report,) = map(json.loads, completed.stdout.splitlines())
    assert sum(weapon["launched"]["low"] for weapon in report["weapons"]) == 122 + 36
    assert [line.split(": ", 2)[2] for line in read_error_lines(completed)] == [
        "1 row is left out: a reconnaissance drone that was shot down is not a strike"
    ]
    assert "the cell of the column “launched”" in run_command("parse", "--explain", path).stdout.decode()
    assert run_command("parse", "--candidates", path).stdout == b""


def test_parse_reads_standard_input_named_or_not() -> None:
    for arguments in (["parse", "-"], ["parse"]):
        completed = run_command(*arguments, stdin=RAID.encode())
        assert json.loads(completed.stdout)["document"] == "stdin"


@pytest.mark.parametrize(
    "content",
    [
        b"\n " + RECORD,
        gzip.compress(RECORD),
        b"\xef\xbb\xbf" + RECORD,
    ],
)
def test_standard_input_may_be_records(content: bytes) -> None:
    assert json.loads(run_command("parse", "-", stdin=content).stdout)["document"] == "x"


def test_standard_input_may_be_a_page() -> None:
    page = f"<!doctype html><html><head><title>Raid</title></head><body><article><p>{RAID}</p></article></body></html>"
    report = json.loads(run_command("parse", "-", stdin=page.encode()).stdout)
    assert "<p>" not in report["excerpts"][0]["text"]


def test_named_pipe_is_sniffed_like_standard_input(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["sh", "-c", f"echo '{RAID}' > '{pipe}'"]):
        assert json.loads(run_command("parse", pipe).stdout)["document"] == "pipe"


def test_given_date_dates_undated_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = "Russia fired four missiles at Odesa on Friday, killing two people."
    path.write_text(
        json.dumps({"id": "a", "text": text}) + "\n" + json.dumps({"id": "b", "text": text, "published": "2024-03-16"})
    )
    completed = run_command("parse", path, "--date", "2023-12-30")
    assert [json.loads(line)["published"] for line in completed.stdout.splitlines()] == ["2023-12-30", "2024-03-16"]


def test_each_problem_is_one_line_and_the_rest_is_read(raid_path: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "wire.jsonl").write_text(json.dumps({"id": "w", "text": RAID}) + "\n{broken\n")
    completed = run_command("parse", tmp_path / "missing.txt", tmp_path)
    assert completed.returncode == 0
    assert len(completed.stdout.splitlines()) == 2
    assert [line.replace(str(tmp_path), "") for line in read_error_lines(completed)] == [
        "strikeview: /missing.txt: does not exist; check the path",
        "strikeview: /empty.txt: is empty",
        "strikeview: /wire.jsonl, line 2: invalid JSON: Expecting property name enclosed in double quotes at "
        "column 2; correct the line",
    ]


def test_no_readable_input_exits_with_status_1(tmp_path: Path) -> None:
    completed = run_command("parse", tmp_path / "missing.txt")
    assert (completed.returncode, completed.stdout, len(read_error_lines(completed))) == (1, b"", 1)


def test_no_strikes_is_reported_and_is_not_a_failure(tmp_path: Path) -> None:
    (tmp_path / "calm.txt").write_text(PLAIN_TEXT)
    completed = run_command("parse", tmp_path)
    assert (completed.returncode, completed.stdout, read_error_lines(completed)) == (
        0,
        b"",
        ["strikeview: no strikes found in 1 document"],
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["parse", "--format", "xml", "a"], "invalid choice"),
        (["parse", "--date", "2023-02-30", "a"], "'2023-02-30' is not a day; write YYYY-MM-DD"),
        (["parse", "--date", "20230228", "a"], "is not a day; write YYYY-MM-DD"),
        (["parse", "--no-such"], "unrecognized arguments: --no-such"),
        (["--form", "csv"], "unrecognized arguments: --form"),
        (["--\x1b[31m"], "unrecognized arguments: --␛[31m"),
        ([b"--\xff"], "unrecognized arguments: --\ufffd"),
    ],
)
def test_invalid_command_line_exits_with_status_2(arguments: list[str | bytes], expected: str) -> None:
    completed = run_command(*arguments)
    assert completed.returncode == 2
    assert expected in read_error_lines(completed)[-1]
    assert b"\x1b" not in completed.stderr


def test_parse_without_a_path_on_a_terminal_is_an_invalid_command_line() -> None:
    with Terminal([*COMMAND, "parse"]) as terminal:
        assert terminal.wait_for_exit() == 2
        assert "name the files or folders to parse" in terminal.text


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", "de_DE.ISO-8859-1"])
def test_output_is_utf8_in_any_locale(tmp_path: Path, locale: str) -> None:
    (tmp_path / "größe.txt").write_text("Russia’s army launched 12 drones at Харків on 9 March 2024.", "utf-8")
    arguments = ("parse", "--format", "jsonl", tmp_path, tmp_path / "нема")
    plain = run_command(*arguments, env={"LC_ALL": "C.UTF-8"})
    there = run_command(
        *arguments, env={"LC_ALL": locale, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert "’s army" in plain.stdout.decode()
    assert there.stdout.replace(b"gr\xc3\xb6\xc3\x9fe", b"*") == plain.stdout.replace(b"gr\xc3\xb6\xc3\x9fe", b"*")


def test_same_input_gives_the_same_bytes_in_any_environment(many_records_path: Path) -> None:
    first = run_command("parse", many_records_path, env={"PYTHONHASHSEED": "1", "TZ": "UTC"})
    second = run_command(
        "parse", many_records_path, env={"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    )
    assert first.stdout == second.stdout


def test_closed_pipe_ends_it_quietly(many_records_path: Path) -> None:
    completed = subprocess.run(
        f"'{sys.executable}' -m tui parse '{many_records_path}' | head -n 1",
        shell=True,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert json.loads(completed.stdout)["document"] == "0"
    assert completed.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_full_disk_is_one_line(many_records_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        completed = subprocess.run(
            [*COMMAND, "parse", many_records_path], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert completed.returncode == 1
    assert completed.stderr.decode().splitlines() == [
        "strikeview: standard output: cannot be written (No space left on device); make room or choose another place"
    ]


def test_closed_standard_output_is_one_line(raid_path: Path) -> None:
    script = f"exec '{sys.executable}' -m tui parse '{raid_path}' >&-"
    completed = subprocess.run(["sh", "-c", script], stderr=subprocess.PIPE, timeout=60, check=False)
    assert (completed.returncode, len(completed.stderr.splitlines())) == (1, 1)


def test_reports_are_printed_as_soon_as_their_document_is_read() -> None:
    line = (json.dumps({"id": "first", "text": RAID}) + "\n").encode()
    with subprocess.Popen([*COMMAND, "parse", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["document"] == "first"
        process.stdin.close()
        assert process.wait(20) == 0


def test_ctrl_c_stops_and_reports_progress() -> None:
    with subprocess.Popen(
        [*COMMAND, "parse", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write((json.dumps({"id": "first", "text": RAID}) + "\n").encode())
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.decode() == "strikeview: stopped after 1 document, 1 report found\n"


@pytest.mark.parametrize("columns", [30, 60, 120])
@pytest.mark.parametrize(
    "arguments", [["parse", "many.jsonl"], ["add", "--jobs", "1", "--library", "l.db", "many.jsonl"]]
)
def test_progress_is_one_line_of_whole_numbers_that_is_erased(
    many_records_path: Path, arguments: list[str], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(many_records_path.parent)
    Path("run.py").write_text(
        f"import sys\nfrom tui.cli.main import run\nrun({arguments!r})\nassert 'rich' not in sys.modules\n"
    )
    with Terminal(["sh", "-c", f"'{sys.executable}' run.py > out; echo END"], columns=columns) as terminal:
        terminal.wait_for("^END")
        assert terminal.lines[0] == "END"
        progress_lines = re.findall("\r\x1b\\[K(reading[^\r]*)", terminal.raw_output.decode())
        assert b"\n" not in terminal.raw_output[: terminal.raw_output.rindex(b"reading")]
    assert progress_lines
    for line in progress_lines:
        assert re.fullmatch(PROGRESS_LINE, line)
        assert len(line) < columns
    assert columns < 120 or "found, ctrl-C stops" in progress_lines[-1]


def test_table_is_the_format_for_a_terminal(many_records_path: Path) -> None:
    with Terminal([*COMMAND, "parse", many_records_path], columns=90) as terminal:
        assert terminal.wait_for_exit() == 0
    shown_lines = [line for line in terminal.lines if line]
    assert all(line.startswith("2024-03-09") for line in shown_lines)
    assert shown_lines[-1].endswith(str(RECORD_COUNT - 1))


def test_progress_is_only_drawn_on_a_terminal(many_records_path: Path) -> None:
    assert run_command("parse", many_records_path).stderr == b""


@pytest.mark.parametrize(
    ("redirection", "expected"),
    [
        ("</dev/null", "the app needs a terminal, and standard input is not one"),
        (">/dev/null", "the app needs a terminal, and standard output is not one"),
    ],
)
def test_app_is_not_opened_without_a_terminal(redirection: str, expected: str) -> None:
    with Terminal(["sh", "-c", f"'{sys.executable}' -m tui {redirection}"], columns=200) as terminal:
        assert terminal.wait_for_exit() == 1
        assert terminal.lines[0] == f"strikeview: {expected}; `strikeview parse PATH` prints the reports without it"
        assert not terminal.find_modes_left()


def test_app_needs_standard_error_to_be_a_terminal(tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with Terminal(["sh", "-c", f"'{sys.executable}' -m tui 2>'{errors}'"]) as terminal:
        assert terminal.wait_for_exit() == 1
    assert "standard error is not one; `strikeview parse PATH`" in errors.read_text()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_app_is_not_opened_on_an_unsuitable_terminal(term: str) -> None:
    with Terminal(COMMAND, columns=200, env={"TERM": term}) as terminal:
        assert terminal.wait_for_exit() == 1
        assert "`strikeview parse PATH`" in terminal.lines[0]
        assert b"\x1b" not in terminal.raw_output


def test_app_is_not_opened_without_strikes(tmp_path: Path) -> None:
    (tmp_path / "calm.txt").write_text(PLAIN_TEXT)
    with Terminal([*COMMAND, tmp_path / "missing.txt"], columns=200) as terminal:
        assert terminal.wait_for_exit() == 1
        assert terminal.lines[0].endswith("missing.txt: does not exist; check the path")
    with Terminal([*COMMAND, tmp_path / "calm.txt"]) as terminal:
        assert terminal.wait_for_exit() == 0
        assert terminal.lines[0] == "strikeview: no strikes found in 1 document"


def test_help_and_version() -> None:
    assert re.fullmatch(rb"strikeview \d+\.\d+\.\d+\n", run_command("--version").stdout)
    for arguments in (["--help"], ["parse", "--help"]):
        completed = run_command(*arguments)
        assert completed.returncode == 0
        assert b"--date YYYY-MM-DD" in completed.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["parse", "--help"], ["parse", "--format", "xml"]])
def test_help_and_errors_load_no_heavy_packages(arguments: list[str]) -> None:
    assert not set(HEADLESS) & load_modules(arguments)


def test_parse_loads_no_screen_and_no_unneeded_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "published": "2024-03-12", "text": PLAIN_TEXT}) + "\n")
    assert not {"textual", "rich", "trafilatura", "charset_normalizer", "sqlite3"} & load_modules(["parse", str(path)])


def load_modules(arguments: list[str]) -> set[str]:
    """The packages in `sys.modules` after the command has run."""
    code = f"""
import sys
from tui.cli.main import run
try:
    run({arguments!r})
except SystemExit:
    pass
print(*{{name.partition(".")[0] for name in sys.modules}}, file=sys.stderr)
"""
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    return set(completed.stderr.splitlines()[-1].split())


def test_ctrl_c_while_the_app_reads_opens_what_was_read(tmp_path: Path) -> None:
    """Ends as soon as the app has started: what it shows is tested elsewhere."""
    (tmp_path / "first.txt").write_text(RAID)
    os.mkfifo(tmp_path / "pipe")
    with Terminal([*COMMAND, tmp_path / "first.txt", tmp_path / "pipe"], columns=120) as terminal:
        terminal.wait_for("reading 1 document")
        time.sleep(0.2)
        terminal.press_keys("ctrl+c")
        terminal.wait_for("Kharkiv")
        assert b"stopped by ctrl-C after 1 document; the rest was not read" in terminal.raw_output
        terminal.press_keys("q")
        assert terminal.wait_for_exit() == 0
