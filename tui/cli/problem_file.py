"""`--problems`: a file with every problem of reading, where the messages give one line for each kind in each file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tui.cli.arguments import CommandLineError

ProblemLog = Callable[[str], None]  # takes a line for every problem


def add_problems_option(parser: argparse.ArgumentParser) -> None:
    """Add `--problems FILE`."""
    what = "write every reading problem to FILE, one per line (messages only count those of a kind in a file)"
    parser.add_argument("--problems", metavar="FILE", help=what)


@contextmanager
def open_problem_file(path: str | None) -> Iterator[ProblemLog]:
    """A function that writes a line to the file at once, or does nothing if `path` is None.

    Raises CommandLineError if the file cannot be written.
    """
    if path is None:
        yield lambda line: None
        return
    with _translate_write_errors(path):
        stream = open(path, "wb", buffering=0)  # noqa: SIM115

    def write_problem(line: str) -> None:
        with _translate_write_errors(path):
            stream.write(f"{line}\n".encode("utf-8", "backslashreplace"))

    with stream:
        yield write_problem


@contextmanager
def _translate_write_errors(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CommandLineError(f"--problems {path}: cannot be written ({error.strerror})") from None
