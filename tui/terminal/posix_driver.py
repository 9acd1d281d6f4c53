"""A Textual driver that survives what reaches a terminal over SSH: noise, signals, lost connections, late answers.

It also asks less of the terminal than Textual does, since each mode that is set is one more to be left behind when a
connection drops: no focus events and no kitty keyboard (no key of ours needs it), no report of each mouse movement.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from functools import partial
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, MouseEvent

from tui.terminal.input_filter import InputFilter

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

EXIT_SIGNALS: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
ANSWER_TIMEOUT_SECONDS: Final = (
    0.5  # seconds; a round trip longer than this is taken for a terminal that does not answer
)
LOOP_TURNS_PER_KEY: Final = 60  # of the event loop: a prompt or screen that a key opens has the focus after about 20
PASTE_PAUSE: Final = 1.0  # seconds within a paste after which it is over; what a slower link brings then would be keys
_POLL_SECONDS: Final = 0.1  # seconds, so that leaving never waits longer for the input thread
# What Textual writes, and what is written in its place: a drag (1002) is reported, a mere movement (1003) is not.
_MODE_REPLACEMENTS: Final = {
    "\x1b[?1003h": "\x1b[?1002h",
    "\x1b[?1003l": "\x1b[?1002l",
    "\x1b[?1004h": "",
    "\x1b[?1004l": "",
    "\x1b[>25u": "",
    "\x1b[<u": "",
}
_POINTER_SHAPE_PREFIX: Final = "\x1b]22;"  # the shape of the mouse pointer, which not all terminals pass over


class TerminalOutput:
    """The writing end of a terminal: what it cannot encode is "?", and when it is lost, writing does nothing."""

    def __init__(self, fileno: int, encoding: str) -> None:
        self._fileno = fileno
        self._encoding = encoding
        self._pending: list[str] = []

    def fileno(self) -> int:
        """The file descriptor."""
        return self._fileno

    def write(self, text: str) -> None:
        """Keep the text until `flush`."""
        self._pending.append(text)

    def flush(self) -> None:
        """Write what is pending, all of it, or nothing more once the terminal is lost."""
        data = memoryview("".join(self._pending).encode(self._encoding, "replace"))
        self._pending.clear()
        while data:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:  # some other program left the terminal non-blocking
                select.select([], [self._fileno], [])
            except OSError:
                return


class PosixDriver(LinuxDriver):
    """Textual's Linux and macOS driver, made fit for SSH."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        screen = sys.__stderr__
        assert screen is not None, "Textual draws on standard error"
        self._file = cast("Any", TerminalOutput(screen.fileno(), screen.encoding))
        self._pending_messages: asyncio.Queue[Message] = asyncio.Queue()
        self._delivery_task: asyncio.Task[None] | None = None
        self._query_time = 0.0
        self._answer_event = Event()

    def write(self, data: str) -> None:
        """Queue data for the terminal, but for the modes that we do without."""
        data = _MODE_REPLACEMENTS.get(data, data)
        if data and not data.startswith(_POINTER_SHAPE_PREFIX):
            super().write(data)

    def start_application_mode(self) -> None:
        """Take over the terminal, and the signals that would end us without giving it back."""
        for number in EXIT_SIGNALS:
            self._loop.add_signal_handler(number, partial(self._exit_for_signal, number))
        self._delivery_task = self._loop.create_task(self._deliver_messages())
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Let go of the terminal; from here on a signal ends the process at once."""
        super().close()
        for number in EXIT_SIGNALS:
            self._loop.remove_signal_handler(number)

    def disable_input(self) -> None:
        """Stop reading, but not before the terminal's answer: it would be typed into the shell."""
        if not self._answer_event.is_set():
            self._answer_event.wait(max(0.0, self._query_time + ANSWER_TIMEOUT_SECONDS - monotonic()))
        super().disable_input()
        if self._delivery_task:
            self._delivery_task.cancel()

    def run_input_thread(self) -> None:
        """Read keys until the driver stops; bytes that make no sense are passed over."""
        typed, parser, heard = InputFilter(), XTermParser(self._debug), 0.0
        while not self.exit_event.is_set():
            text = ""
            if select.select([self.fileno], [], [], _POLL_SECONDS)[0]:
                data = self._read_input()
                if not data:
                    self._handle_lost_terminal()
                    return
                if b"$y" in data:
                    self._answer_event.set()
                text, heard = typed.decode_bytes(data), monotonic()
            else:
                typed.discard_unfinished()
                if monotonic() - heard > PASTE_PAUSE:  # else every key would be a part of a paste that never ends
                    text = typed.end_paste()
            try:
                messages = [*(parser.feed(text) if text else ()), *parser.tick()]
            except Exception:  # whatever Textual's parser makes of noise, it must not end the app
                parser = XTermParser(self._debug)
                continue
            for message in messages:
                self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Pass a message on to the app, but no mouse report that we did not ask for."""
        if self._mouse or not isinstance(message, MouseEvent):
            super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Queue a message for the app; called from the input thread."""
        self._loop.call_soon_threadsafe(self._pending_messages.put_nowait, message)

    async def _deliver_messages(self) -> None:
        """Hand over one key at a time: of "/word" in one packet, the word is for the prompt that "/" opens."""
        while True:
            message = await self._pending_messages.get()
            self._app.post_message(message)
            if isinstance(message, Key):
                for _ in range(LOOP_TURNS_PER_KEY):
                    await asyncio.sleep(0)

    def _read_input(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:  # a pty says EIO where a file says end of file
            return b""

    def _handle_lost_terminal(self) -> None:
        self._answer_event.set()
        self._loop.call_soon_threadsafe(self._exit_for_signal, signal.SIGHUP)

    def _exit_for_signal(self, number: signal.Signals) -> None:
        """End the app as the shell reports a process that a signal ended."""
        self._app.exit(return_code=128 + number)

    def _request_terminal_sync_mode_support(self) -> None:
        self._answer_event.clear()
        self._query_time = monotonic()
        super()._request_terminal_sync_mode_support()

    def _query_in_band_window_resize(self) -> None:
        """Ask nothing: SIGWINCH tells the size over SSH too, and one question less is one answer less to leak."""
