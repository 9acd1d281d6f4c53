"""Opens the app on a library: a saved one, a cached one, or one read now from files and folders."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from model.text.sanitize import sanitize
from tui.cli.console import print_message, print_problem
from tui.cli.prepare_library import EXIT_CACHED, EXIT_IN_FILE, EXIT_NO_STRIKES, run_preparation
from tui.cli.problem_file import ProblemLog

if TYPE_CHECKING:
    from model.library import Library

_EXIT_SIGNALS: Final = (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))  # Windows has no SIGHUP


def open_app(
    paths: Sequence[str], default_date: date | None, file: str | None, log_problem: ProblemLog, *, mouse: bool
) -> int:
    """Open the library in this file, or these files and folders, in the app; the exit status.

    Without either: the user's library once it holds anything, and until then the bundled documents. `log_problem`
    takes a line for every problem of reading the files.
    """
    if reason := _explain_unfit_terminal():
        print_message(f"{reason}; `strikeview parse PATH` prints the reports without it")
        return 1
    if paths or default_date:
        return _open_files(paths, default_date, log_problem, mouse)

    from model.library.database.location import user_library_path

    own_path = user_library_path()
    path = own_path if file is None else Path(file)
    if file is not None or os.path.exists(own_path):
        library = _open_library(path)
        if library is None:
            return 1
        if path != own_path or library.count_documents():
            return _run_app(library, mouse)
        library.close()
    return _open_bundled_documents(mouse)


def _explain_unfit_terminal() -> str:
    """Why the app cannot be shown here; '' if it can."""
    # The screen is drawn on standard error, so that one counts too.
    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    for name, stream in streams.items():
        if stream is None or not stream.isatty():
            return f"the app needs a terminal, and {name} is not one"
    term = os.environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        return f"the app needs a terminal that can position text, and TERM is {term or 'not set'}"
    return ""


def _open_library(path: Path) -> Library | None:
    """The library in this file, read-only if it is write-protected; None, with a message, if it cannot be read."""
    from model.library import Library, LibraryError
    from model.library.database.connection import is_write_protected
    from model.query import Query

    if not os.path.isfile(path):
        print_problem(path, "there is no library", "check the path; `strikeview add` creates one")
        return None
    try:
        library = Library(path, read_only=is_write_protected(path))
        library.count_filters(Query())  # what can be opened may still be damaged
        library.count_documents()
    except LibraryError as error:
        print_message(sanitize(str(error)))
        return None
    return library


def _open_bundled_documents(mouse: bool) -> int:
    from model.library.cache import open_read_only
    from model.reading import PREPARED_LIBRARY_NAME, bundled_documents_path

    if library := open_read_only(bundled_documents_path() / PREPARED_LIBRARY_NAME):
        return _run_app(library, mouse)
    # The bundled folder also holds the note that says what its documents are.
    return _open_files(sorted(map(str, bundled_documents_path().glob("*.txt"))), None, lambda line: None, mouse)


def _open_files(paths: Sequence[str], default_date: date | None, log_problem: ProblemLog, mouse: bool) -> int:
    """Open files and folders from the cache, or read them and, unless they can be read only once, cache the result."""
    from model.library import Library
    from model.library.cache import open_cached_library

    key = _compute_cache_key(paths, default_date)
    if key and (library := open_cached_library(key)):
        for line in library.list_problems():
            print_message(line)
        _log_problems(library, log_problem)
        return _run_app(library, mouse)
    with _exit_on_signals(), tempfile.TemporaryDirectory(prefix="strikeview-") as folder:
        file = Path(folder) / "library.db"
        status = run_preparation(key, file, default_date, paths)
        if file.exists():
            with Library(file, read_only=True) as prepared:
                _log_problems(prepared, log_problem)
        if status not in (EXIT_CACHED, EXIT_IN_FILE):
            return 0 if status == EXIT_NO_STRIKES else status
        opened = open_cached_library(key) if status == EXIT_CACHED else Library(file, read_only=True)
        if opened is None:
            print_message("what was read can no longer be opened: start strikeview again")
            return 1
        return _run_app(opened, mouse)


def _log_problems(library: Library, log_problem: ProblemLog) -> None:
    for line in library.iter_cases():
        log_problem(line)


def _compute_cache_key(paths: Sequence[str], default_date: date | None) -> str:
    """The cache key of the library of these files; '' if something can be read only once, or not at all."""
    from model.edition import library_edition
    from model.library.cache import cache_key
    from model.reading import find_sources

    contents = [str(default_date).encode()]
    try:
        for source in find_sources(paths):
            if not os.path.isfile(source.path):
                return ""
            with open(source.path, "rb") as stream:
                contents += [os.fsencode(source.path), hashlib.file_digest(stream, "sha256").digest()]
    except OSError:
        return ""
    return cache_key(contents, library_edition())


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """Turn the first SIGTERM or SIGHUP (a lost connection) into SystemExit, so that the block cleans up."""
    numbers = [number for number in _EXIT_SIGNALS if signal.getsignal(number) is signal.SIG_DFL]  # nohup ignores one

    def exit_once(received: int, _: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise SystemExit(128 + received)

    for number in numbers:
        signal.signal(number, exit_once)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _run_app(library: Library, mouse: bool) -> int:
    from tui.app import StrikeviewApp

    with library:
        app = StrikeviewApp(library, problems=library.list_problems(), mouse=mouse)
        app.run(mouse=mouse)
        return app.return_code or 0
