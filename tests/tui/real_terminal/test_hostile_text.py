"""Documents full of control sequences: shown as marks, and not one byte of them reaches the terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

CONTROLS = (
    "\x1b]0;owned\x07\x1b[31;7;5m\x1b[2J\x1b[10;10H\x1b[?1003h\x1bc\x9b31m\x9d0;owned\x9c\x00\x08\x0b\x0e\x7f"
    "\u202e\u2066\u200f\u061c\u200b\u200d\u00ad\u2028\ufeff\ufe0f\U000e0041\ufffa\ue000"
)
WIDE = "中文字幕 한국어 🚀🚀 🇺🇦 e\u0301 z" + "\u0336" * 40 + " \u0301"
SENTENCE = "Russia launched 12 drones at Kharkiv on 9 March 2024, and two people were killed."
PLAIN_SENTENCE = "Ukrainian drones attacked an oil depot in Belgorod on 11 March 2024."
# The forms of all sequences that the app writes; the last one copies.
APP_SEQUENCES = re.compile(r"\x1b\[[?]?[0-9;]*[A-Za-z]|\x1b\[\?[0-9]+\$p|\x1b\]52;c;[A-Za-z0-9+/=]*\x07")


@pytest.fixture
def hostile_folder(tmp_path: Path) -> Path:
    """A folder with a record and a file whose names, titles, sources and sentences are full of control sequences."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    sentence = f'"{CONTROLS}{WIDE}," said {CONTROLS} an official.'
    text = f"{CONTROLS}{WIDE} {SENTENCE} {sentence}\n\n{WIDE}{CONTROLS}\n{SENTENCE[:-1]} {CONTROLS}{WIDE}.\n"
    all_of_it = CONTROLS + WIDE
    record = {"id": f"id{all_of_it}", "title": f"{all_of_it} title", "source": all_of_it, "text": text}
    (folder / "a.jsonl").write_text(json.dumps(record) + "\n" + json.dumps({"id": "plain", "text": PLAIN_SENTENCE}))
    name = f"b{CONTROLS}{'中文' * 5}".replace("\x00", "").replace("/", "")
    (folder / f"{name}.txt").write_text(f"{WIDE}{CONTROLS} headline\n\n{text}".replace("\x00", ""), newline="")
    (folder / f"{name}.jsonl").write_text("{broken\n")
    return folder


def test_files_with_undecodable_names_open(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.txt").write_text(SENTENCE)
    (tmp_path / "z.txt").write_text(PLAIN_SENTENCE)
    (tmp_path / "empty\udce9.txt").write_text("")
    with Terminal([*command, tmp_path], columns=120, rows=40, env={"LANG": "C.UTF-8", "LC_ALL": ""}) as terminal:
        terminal.wait_for("Belgorod")
        terminal.wait_for(r"caf\\xe9")
        terminal.press_keys("enter")
        terminal.wait_for("of 81 characters")
        assert r"caf\xe9" in terminal.lines[0]
        terminal.press_keys("q", "!")
        terminal.wait_for(r"empty\\xe9.txt: is empty")
        terminal.press_keys("q", "q")
        assert terminal.wait_for_exit() == 0


def list_foreign_controls(raw: bytes) -> set[str]:
    """Control characters in the output that are not part of the app's own sequences."""
    text = APP_SEQUENCES.sub("", raw.decode()).replace("\r", "").replace("\n", "")
    forbidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Me"}
    return {
        control
        for control in text
        if unicodedata.category(control) in forbidden or unicodedata.name(control, "").startswith("VARIATION")
    }


def find_columns(terminal: Terminal, row: int, character: str) -> list[int]:
    return [column for column, cell in enumerate(terminal.read_row(row)) if cell == character]


@pytest.mark.parametrize(
    ("columns", "rows", "lang"),
    [
        (120, 40, "C.UTF-8"),
        (80, 24, "C"),
        (60, 20, "C.UTF-8"),
        pytest.param(120, 40, "C", marks=pytest.mark.slow),
        pytest.param(80, 24, "C.UTF-8", marks=pytest.mark.slow),
        pytest.param(60, 20, "C", marks=pytest.mark.slow),
    ],
)
def test_no_control_sequence_reaches_the_terminal(
    command: list[str], hostile_folder: Path, columns: int, rows: int, lang: str
) -> None:
    env = {"LANG": lang, "LC_ALL": ""}
    with Terminal([*command, hostile_folder], columns=columns, rows=rows, env=env) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.wait_until_quiet()
        screens = [terminal.text]
        for key in ("down", "tab", "G", "g", "tab", "o", "n", "pagedown", "G", "q", "y", "!", "q", "?", "q", "enter"):
            terminal.press_keys(key)
            terminal.wait_until_quiet(0.15)
            screens.append(terminal.text)
        shown_text = "\n".join(screens)
        assert "owned" in shown_text  # the text is shown, as text
        assert ("␛" in shown_text) is (lang == "C.UTF-8")
        if lang == "C":
            assert shown_text.isascii()
        assert list_foreign_controls(terminal.raw_output) == set()
        for sequence in (b"\x1b[31;7;5m", b"\x1b[2J", b"\x1b[10;10H\x1b[?1003h"):
            assert sequence not in terminal.raw_output
        assert terminal.is_running


def test_columns_do_not_shift(command: list[str], hostile_folder: Path) -> None:
    env = {"LANG": "C.UTF-8", "LC_ALL": ""}
    with Terminal([*command, hostile_folder], columns=120, rows=40, env=env) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.wait_until_quiet()
        for key in ("down", "up", "end", "home"):
            terminal.press_keys(key)
            terminal.wait_until_quiet()
            bars = {tuple(find_columns(terminal, row, "│")) for row in range(3, 36)}
            assert len(bars) == 1, terminal.text


def test_hostile_words_typed_and_pasted(command: list[str], hostile_folder: Path) -> None:
    env = {"LANG": "C.UTF-8", "LC_ALL": ""}
    with Terminal([*command, hostile_folder], columns=120, rows=40, env=env) as terminal:
        terminal.wait_for("Kharkiv")
        terminal.press_keys("/")
        terminal.wait_until_quiet()
        terminal.send_bytes(b"\x1b[200~" + f"drones\u202e\u200b\x9b31m{WIDE}\x07\x08".encode() + b"\x1b[201~")
        terminal.wait_until_quiet()
        terminal.press_keys("enter")
        terminal.wait_until_quiet()
        assert list_foreign_controls(terminal.raw_output) == set()
        assert terminal.is_running


def test_hostile_names_on_the_command_line(command: list[str], hostile_folder: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / f"none{CONTROLS}".replace("\x00", ""))
    for arguments in ([missing], ["--nonsense" + CONTROLS.replace("\x00", "")], ["parse", missing]):
        with Terminal([*command, *arguments]) as terminal:
            assert terminal.wait_for_exit() in (1, 2)
            assert list_foreign_controls(terminal.raw_output) == set()
    with Terminal([*command, "parse", "--format", "table", hostile_folder], columns=200) as terminal:
        assert terminal.wait_for_exit() == 0
        assert list_foreign_controls(terminal.raw_output) == set()
