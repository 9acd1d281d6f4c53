"""Chooses the Textual driver that the app runs on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def choose_driver_class() -> type[Driver] | None:
    """The driver for `App(driver_class=...)`; None, Textual's own choice, on Windows, which has no termios."""
    if sys.platform == "win32":
        return None
    from tui.terminal.posix_driver import PosixDriver

    return PosixDriver
