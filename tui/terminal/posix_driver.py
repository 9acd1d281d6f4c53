"""A Textual driver that survives what happens to a terminal over SSH: noise, signals, lost connections, late answers.

It sets fewer terminal modes than Textual, since each is one more left behind when a connection drops: no focus events,
no kitty keyboard protocol (no key of the app needs it), no reports of mouse movement.
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
ANSWER_TIMEOUT_SECONDS: Final = 0.5  # a terminal that takes longer counts as one that does not answer
LOOP_TURNS_PER_KEY: Final = 60  # of the event loop: a prompt or screen that a key opens has the focus after about 20
PASTE_TIMEOUT_SECONDS: Final = 1.0  # without input, after which a paste is over; on a slower link the rest is keys
_POLL_SECONDS: Final = 0.1  # the longest that leaving the app waits for the input thread
# What is written instead of what Textual writes: drags (1002) are reported, mere movements (1003) are not.
_MODE_REPLACEMENTS: Final = {
    "\x1b[?1003h": "\x1b[?1002h",
    "\x1b[?1003l": "\x1b[?1002l",
    "\x1b[?1004h": "",
    "\x1b[?1004l": "",
    "\x1b[>25u": "",
    "\x1b[<u": "",
}
_POINTER_SHAPE_PREFIX: Final = "\x1b]22;"  # the shape of the mouse pointer, which not all terminals ignore


class TerminalOutput:
    """A terminal to write to: "?" for what it cannot encode; once the terminal is lost, writing does nothing."""

    def __init__(self, fileno: int, encoding: str) -> None:
        self._fileno = fileno
        self._encoding = encoding
        self._pending: list[str] = []

    def fileno(self) -> int:
        """The file descriptor."""
        return self._fileno

    def write(self, text: str) -> None:
        """Buffer the text until `flush`."""
        self._pending.append(text)

    def flush(self) -> None:
        """Write all that is buffered, or nothing once the terminal is lost."""
        data = memoryview("".join(self._pending).encode(self._encoding, "replace"))
        self._pending.clear()
        while data:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:  # another program left the terminal non-blocking
                select.select([], [self._fileno], [])
            except OSError:
                return


class PosixDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, made robust for SSH."""

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
        """Queue data for the terminal, without the modes that the app does not use."""
        data = _MODE_REPLACEMENTS.get(data, data)
        if data and not data.startswith(_POINTER_SHAPE_PREFIX):
            super().write(data)

    def start_application_mode(self) -> None:
        """Take over the terminal, and the signals that would end the process without restoring it."""
        for number in EXIT_SIGNALS:
            self._loop.add_signal_handler(number, partial(self._exit_for_signal, number))
        self._delivery_task = self._loop.create_task(self._deliver_messages())
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Release the terminal; from here on a signal ends the process at once."""
        super().close()
        for number in EXIT_SIGNALS:
            self._loop.remove_signal_handler(number)

    def disable_input(self) -> None:
        """Stop reading once the terminal has answered, or the answer would be typed into the shell."""
        if not self._answer_event.is_set():
            self._answer_event.wait(max(0.0, self._query_time + ANSWER_TIMEOUT_SECONDS - monotonic()))
        super().disable_input()
        if self._delivery_task:
            self._delivery_task.cancel()

    def run_input_thread(self) -> None:
        """Read keys until the driver stops; bytes that make no sense are ignored."""
        input_filter, parser, last_read_time = InputFilter(), XTermParser(self._debug), 0.0
        while not self.exit_event.is_set():
            text = ""
            if select.select([self.fileno], [], [], _POLL_SECONDS)[0]:
                data = self._read_input()
                if not data:
                    self._handle_lost_terminal()
                    return
                if b"$y" in data:
                    self._answer_event.set()
                text, last_read_time = input_filter.decode_bytes(data), monotonic()
            else:
                input_filter.discard_unfinished()
                if monotonic() - last_read_time > PASTE_TIMEOUT_SECONDS:  # else a paste without end takes every key
                    text = input_filter.end_paste()
            try:
                messages = [*(parser.feed(text) if text else ()), *parser.tick()]
            except Exception:  # whatever Textual's parser makes of noise, it must not end the app
                parser = XTermParser(self._debug)
                continue
            for message in messages:
                self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Pass a message on to the app, but no mouse report if the mouse is off."""
        if self._mouse or not isinstance(message, MouseEvent):
            super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Queue a message for the app; called from the input thread."""
        self._loop.call_soon_threadsafe(self._pending_messages.put_nowait, message)

    async def _deliver_messages(self) -> None:
        """Deliver one key at a time: of "/word" in one packet, the word goes to the prompt that "/" opens."""
        while True:
            message = await self._pending_messages.get()
            self._app.post_message(message)
            if isinstance(message, Key):
                for _ in range(LOOP_TURNS_PER_KEY):
                    await asyncio.sleep(0)

    def _read_input(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:  # a closed pty raises EIO
            return b""

    def _handle_lost_terminal(self) -> None:
        self._answer_event.set()
        self._loop.call_soon_threadsafe(self._exit_for_signal, signal.SIGHUP)

    def _exit_for_signal(self, number: signal.Signals) -> None:
        """Exit with the status by which shells report a process ended by a signal."""
        self._app.exit(return_code=128 + number)

    def _request_terminal_sync_mode_support(self) -> None:
        self._answer_event.clear()
        self._query_time = monotonic()
        super()._request_terminal_sync_mode_support()

    def _query_in_band_window_resize(self) -> None:
        """Do nothing: SIGWINCH works over SSH too, and one query less is one answer less to leak."""
