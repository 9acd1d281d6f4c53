"""Standard output when nobody takes what is left of it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def discard_output() -> None:
    """Send what is left in the buffer nowhere, or the interpreter would complain about it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_message(line: str) -> None:
    """One line for people on standard error."""
    if sys.stderr is not None:
        print(f"strikeview: {line}", file=sys.stderr, flush=True)
