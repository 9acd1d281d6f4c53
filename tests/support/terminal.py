"""A real terminal: a command runs on a pseudo-terminal, keys go in, and pyte draws the output.

with Terminal([sys.executable, "-c", "print(input())"], columns=80, rows=24) as terminal:
    terminal.press_keys("h", "i", "enter")
    terminal.wait_for("hi")
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

import pyte

KEY_BYTES: Final = {
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D", "home": b"\x1b[H", "end": b"\x1b[F",
    "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~", "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "space": b" ",
    "backspace": b"\x7f",
}  # fmt: skip
TIMEOUT_SECONDS: Final = 20.0  # seconds; generous, since a busy machine is not a failure
_UNFINISHED_PATTERN: Final = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")
_UNSUPPORTED_PATTERN: Final = re.compile(rb"\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]")
_MODE_PATTERN: Final = re.compile(rb"\x1b\[(?:\?([\d;]+)([hl])|([<>])\d*u)")
_DEFAULT_MODES: Final = {7, 25}  # line wrap, cursor


class Terminal:
    """A command on its own pseudo-terminal; leaving the `with` block ends it."""

    def __init__(
        self,
        command: Sequence[str | os.PathLike[str]],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        answers: bool = False,
    ) -> None:
        """Start the command; `env` extends the environment, `answers` makes the terminal answer queries about modes."""
        self.raw_output = b""
        self.last_byte_time = 0.0  # by time.perf_counter()
        self._master_fd, self._slave_fd = pty.openpty()
        fcntl.ioctl(self._slave_fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._initial_settings = termios.tcgetattr(self._slave_fd)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unfinished_bytes = b""
        self._is_answering = answers
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **(env or {})}
        self._process = subprocess.Popen(
            list(command),
            stdin=self._slave_fd,
            stdout=self._slave_fd,
            stderr=self._slave_fd,
            env={name: value for name, value in environment.items() if value},
            start_new_session=True,
            preexec_fn=self._set_controlling_terminal,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self.hang_up()
        os.close(self._slave_fd)

    @staticmethod
    def _set_controlling_terminal() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    # -- input ----------------------------------------------------------------------------------------------------

    def send_bytes(self, data: bytes) -> None:
        """Send raw bytes, as a terminal would."""
        os.write(self._master_fd, data)

    def press_keys(self, *keys: str) -> None:
        """Press keys: a name of KEYS, `ctrl+x`, or the character itself."""
        for key in keys:
            if key.startswith("ctrl+"):
                self.send_bytes(bytes([ord(key[-1]) & 0x1F]))
            else:
                self.send_bytes(KEY_BYTES.get(key) or key.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Resize the terminal, as a window does."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._slave_fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send_signal(self, number: signal.Signals) -> None:
        """Send the command a signal."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped connection does."""
        if self._master_fd >= 0:
            os.close(self._master_fd)
            self._master_fd = -1

    # -- output ---------------------------------------------------------------------------------------------------

    def read_output(self, seconds: float) -> bytes:
        """Draw the output received within this time, if any, and return it."""
        if self._master_fd < 0 or not select.select([self._master_fd], [], [], max(0.0, seconds))[0]:
            return b""
        data = os.read(self._master_fd, 65536)
        self.last_byte_time = time.perf_counter()
        self.raw_output += data
        if self._is_answering:
            for mode in re.findall(rb"\x1b\[\?(\d+)\$p", data):
                self.send_bytes(b"\x1b[?%b;2$y" % mode)
        data = self._unfinished_bytes + data
        unfinished = _UNFINISHED_PATTERN.search(data)
        end = unfinished.start() if unfinished else len(data)
        self._stream.feed(_UNSUPPORTED_PATTERN.sub(b"", data[:end]))
        self._unfinished_bytes = data[end:]
        return data

    def wait_until_quiet(self, quiet: float = 0.3) -> list[str]:
        """The lines once no output has arrived for `quiet` seconds."""
        while self.read_output(quiet):
            pass
        return self.lines

    @property
    def lines(self) -> list[str]:
        """The screen, row by row, without trailing blanks."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one string."""
        return "\n".join(self.lines)

    def read_row(self, row: int) -> list[str]:
        """The characters of a row by column; the second column of a wide character is empty."""
        return [self._screen.buffer[row][column].data for column in range(self._screen.columns)]

    def wait_for(self, pattern: str, *, within: float = TIMEOUT_SECONDS) -> re.Match[str]:
        """Wait until the screen shows the pattern (multiline mode)."""
        return self._wait_for_match(pattern, within, present=True)  # type: ignore[return-value]

    def wait_until_gone(self, pattern: str, *, within: float = TIMEOUT_SECONDS) -> None:
        """Wait until the screen no longer shows the pattern."""
        self._wait_for_match(pattern, within, present=False)

    def _wait_for_match(self, pattern: str, within: float, *, present: bool) -> re.Match[str] | None:
        compiled = re.compile(pattern, re.MULTILINE)
        deadline = time.monotonic() + within
        while True:
            match = compiled.search(self.text)
            if bool(match) is present:
                return match
            if time.monotonic() > deadline or (self._process.poll() is not None and not self.read_output(0)):
                failure = "does not show" if present else "still shows"
                status = self._process.poll()
                raise AssertionError(f"the screen {failure} {pattern!r} (exit status {status}):\n{self.text}")
            self.read_output(0.1)

    # -- the end --------------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        """The process id of the command."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """True until the command has ended."""
        return self._process.poll() is None

    def wait_for_exit(self, *, within: float = TIMEOUT_SECONDS) -> int:
        """Wait until the command ends; returns its exit status, negative for the signal that ended it."""
        deadline = time.monotonic() + within
        while self._process.poll() is None:
            if time.monotonic() > deadline:
                raise AssertionError(f"still running after {within} s:\n{self.text}")
            if self._master_fd < 0:
                time.sleep(0.05)
            self.read_output(0.05)
        while self.read_output(0):
            pass
        return self._process.returncode

    def find_modes_left(self) -> set[str]:
        """The modes the command changed and did not restore, such as {"?1049h", "?25l", "kitty"}."""
        private: dict[int, bool] = {}
        kitty = 0
        for numbers, letter, direction in _MODE_PATTERN.findall(self.raw_output):
            kitty = max(0, kitty + {b">": 1, b"<": -1, b"": 0}[direction])
            for number in filter(None, numbers.split(b";")):
                private[int(number)] = letter == b"h"
        left = {f"?{mode}{'h' if on else 'l'}" for mode, on in private.items() if on is not (mode in _DEFAULT_MODES)}
        return left | ({"kitty"} if kitty else set())

    def has_changed_settings(self) -> bool:
        """True if the terminal's settings (termios) differ from those at the start."""
        now: list[Any] = termios.tcgetattr(self._slave_fd)
        return now != self._initial_settings

    def read_unread_input(self) -> bytes:
        """Input the command has not read: the shell would get it."""
        raw = termios.tcgetattr(self._slave_fd)
        raw[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(self._slave_fd, termios.TCSANOW, raw)
        return os.read(self._slave_fd, 4096) if select.select([self._slave_fd], [], [], 0.3)[0] else b""
