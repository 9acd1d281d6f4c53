"""What the commands that use a library have in common: the query, opening the library, and what can go wrong."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.cli.arguments import CommandLineError
from tui.cli.console import discard_output, print_message, print_problem
from tui.cli.shell_redirection import explain_redirection

if TYPE_CHECKING:
    from model.library import Library
    from model.query import Query


def run_query(options: argparse.Namespace, answer: Callable[[Library, Query], int]) -> int:
    """Answer the query of the command line from its library; the exit status (2 for a query that cannot be read)."""
    from model.query import Query
    from model.query.errors import QueryError

    try:
        query = Query.from_arguments(options.query)
    except QueryError as error:
        if explanation := explain_redirection(options.query):
            print_message(explanation)
        else:
            print(error.format_caret(), file=sys.stderr)
        return 2
    return open_library(options.library, lambda library: answer(library, query), "read")


def open_library(path: str | None, run: Callable[[Library], int], mode: Literal["read", "edit", "add"]) -> int:
    """Open the library at `path` (None: the user's own), run the command, and return its exit status.

    "read" opens it read-only, in one snapshot; "edit" needs a library that exists; "add" makes one where there is none.
    Whatever fails is one line on standard error and exit status 1.
    """
    from model.library import Library, LibraryError
    from model.library.database.location import user_library_path
    from model.text.sanitize import sanitize

    read_only = mode == "read"
    if read_only and sys.stdout is None:
        print_message("standard output is closed; send it to a file or a pipe")
        return 1
    file = Path(path) if path else user_library_path()
    if mode != "add" and not os.path.exists(file):
        remedy = "check the path" if path and read_only else "`strikeview add PATH` creates it"
        print_problem(file, "there is no library", remedy)
        return 1
    try:
        if mode == "add":
            file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be created as a folder ({error.strerror})"
        print_problem(file.parent, message, "choose another place with --library")
        return 1
    try:
        with Library(file, read_only=read_only) as library, library.read_snapshot() if read_only else nullcontext():
            status = run(library)
            if sys.stdout is not None:
                sys.stdout.flush()
            return status
    except LibraryError as error:
        print_message(sanitize(str(error)))
    except OSError as error:  # what was written to the library is kept: only the output is lost
        discard_output()
        if isinstance(error, BrokenPipeError):  # the reader has had enough (`| head`)
            return 0
        remedy = "make room or choose another place" if read_only else "what was done is kept"
        print_message(f"the output cannot be written ({error.strerror}); {remedy}")
    return 1


def check_output_path(library: Library, output: Path) -> None:
    """Raise CommandLineError if the output would overwrite the library itself."""
    if os.path.exists(output) and os.path.exists(library.path) and os.path.samefile(output, library.path):
        raise CommandLineError(f"{output} is the library itself; name another file to write")


def report_nothing_found(options: argparse.Namespace) -> int:
    """Print that no strikes were found; the exit status."""
    from model.text.sanitize import sanitize

    query = sanitize(" ".join(options.query))
    print_message(f"no strikes found for {query}" if query else "the library has no strikes")
    return 1
