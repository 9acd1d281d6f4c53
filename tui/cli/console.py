"""The two output streams of a command: results on standard output, messages and progress on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final

_ERASE_LINE: Final = "\r\x1b[K"
_is_progress_shown = False  # of the process, since it has only one standard error


def print_message(line: str) -> None:
    """Print a message line on standard error, in place of the progress line."""
    erase_progress()
    if sys.stderr is not None:
        print(f"strikeview: {line}", file=sys.stderr, flush=True)


def print_problem(location: str | os.PathLike[str], message: str, remedy: str) -> None:
    """Print where, what is wrong and what to do as a message line."""
    from model.problem import Problem

    print_message(str(Problem(str(location), message, remedy)))


def print_lines(lines: Iterable[str]) -> bool:
    """Print lines on standard output as they come, then erase the progress line; False if there were none."""
    shares_terminal = sys.stdout is not None and sys.stdout.isatty()
    has_lines = False
    for line in lines:
        has_lines = True
        if shares_terminal:
            erase_progress()
        if sys.stdout is not None:
            sys.stdout.write(f"{line}\n")
    if sys.stdout is not None:
        sys.stdout.flush()
    erase_progress()
    return has_lines


def discard_output() -> None:
    """Redirect standard output to the null device, or the interpreter reports the unwritable rest at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_progress_visible() -> bool:
    """Whether standard error is a terminal on which a line can be erased."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") not in (None, "", "dumb")


def draw_progress(parts: Sequence[str]) -> None:
    """Draw the progress line over the last one: the first of the parts, as many as fit whole.

    No part is cut: half a number is another number. A line that wrapped could not be erased.
    """
    global _is_progress_shown
    width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
    prefixes = (", ".join(parts[:end]) for end in range(len(parts), 0, -1))
    sys.stderr.write(_ERASE_LINE + next((line for line in prefixes if len(line) < width), ""))
    sys.stderr.flush()
    _is_progress_shown = True


def erase_progress() -> None:
    """Erase the progress line if one is shown."""
    global _is_progress_shown
    if _is_progress_shown:
        sys.stderr.write(_ERASE_LINE)
        sys.stderr.flush()
        _is_progress_shown = False
