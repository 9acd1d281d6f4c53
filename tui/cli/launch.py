"""Opening the app: on a library that is kept, one prepared before, or one prepared now in a process of its own."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from model.text.sanitize import sanitize
from tui.cli.console import print_message
from tui.cli.prepare_library import EXIT_CACHED, EXIT_IN_FILE, EXIT_NO_STRIKES

if TYPE_CHECKING:
    from model.library import Library

_ENDING: Final = (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))  # Windows has no SIGHUP


def open_app(
    paths: Sequence[str],
    default_date: date | None,
    file: str | None,
    tell_case: Callable[[str], None],
    *,
    mouse: bool,
) -> int:
    """Opens the library in this file, or these files and folders, in the app; the exit status.

    Where neither is given: the user's library once it holds anything, and until then the bundled documents.
    `tell_case` takes a line for every problem of reading the files.
    """
    if unfit := _explain_unfit_terminal():
        print_message(f"{unfit}; `strikeview parse PATH` prints the reports without it")
        return 1
    if file is not None:
        return _open_library(Path(file), mouse)
    if paths or default_date:
        return _open_files(paths, default_date, tell_case, mouse)
    from model.library.database.location import user_library_path

    own = user_library_path()
    return _open_library(own, mouse) if os.path.exists(own) else _open_bundled_documents(mouse)


def _open_library(path: Path, mouse: bool) -> int:
    """Opens a library that is kept, to write where that may be; the user's own one only where it holds anything."""
    from model.library import Library, LibraryError
    from model.library.database.connection import is_write_protected
    from model.library.database.location import user_library_path
    from model.problem import Problem
    from model.query import Query

    if not os.path.isfile(path):
        print_message(str(Problem(str(path), "there is no library", "check the path; `strikeview add` makes one")))
        return 1
    try:
        library = Library(path, read_only=is_write_protected(path))
        library.count_filters(Query())  # what can be opened may still be damaged
        holds = library.count_documents()
    except LibraryError as error:
        print_message(sanitize(str(error)))
        return 1
    if holds or path != user_library_path():
        return _run_app(library, mouse)
    library.close()
    return _open_bundled_documents(mouse)


def _open_bundled_documents(mouse: bool) -> int:
    from model.library.cache import open_read_only
    from model.reading import PREPARED_LIBRARY_NAME, bundled_documents_path

    if library := open_read_only(bundled_documents_path() / PREPARED_LIBRARY_NAME):
        return _run_app(library, mouse)
    # The bundled folder also holds the note that says what its documents are.
    return _open_files(sorted(map(str, bundled_documents_path().glob("*.txt"))), None, lambda line: None, mouse)


def _open_files(paths: Sequence[str], default_date: date | None, tell_case: Callable[[str], None], mouse: bool) -> int:
    """Opens files and folders; what was read once is kept, and opens at once the next time."""
    from model.library.cache import open_cached_library

    key = _compute_cache_key(paths, default_date)
    library = open_cached_library(key) if key else None
    if library is not None:
        for line in library.list_problems():
            print_message(line)
        for case in library.cases():
            tell_case(case)
        return _run_app(library, mouse)
    with _ended_by_exception(), tempfile.TemporaryDirectory(prefix="strikeview-") as folder:
        file = Path(folder) / "library.db"
        status = _run_preparation([key, str(file), default_date.isoformat() if default_date else "", *paths])
        if file.exists():
            from model.library import Library

            with Library(file, read_only=True) as read:
                for case in read.cases():
                    tell_case(case)
        if status in (EXIT_CACHED, EXIT_IN_FILE):
            library = open_cached_library(key) if status == EXIT_CACHED else Library(file, read_only=True)
        if library is not None:
            return _run_app(library, mouse)
    if status in (EXIT_CACHED, EXIT_IN_FILE):
        print_message("what was read can no longer be opened: start again")
        return 1
    return 0 if status == EXIT_NO_STRIKES else status


def _run_app(library: Library, mouse: bool) -> int:
    from tui.app import StrikeviewApp

    with library:
        app = StrikeviewApp(library, problems=library.list_problems(), mouse=mouse)
        app.run(mouse=mouse)
        return app.return_code or 0


def _compute_cache_key(paths: Sequence[str], default_date: date | None) -> str:
    """What the prepared library of these files is kept under; '' where something can be read only once, or not."""
    from model.edition import edition
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
    return cache_key(contents, edition())


def _run_preparation(arguments: Sequence[str]) -> int:
    """Run `tui.preparing`, loading the screens meanwhile; its exit status."""
    root = str(Path(__file__).resolve().parents[2])
    found = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    with _ignore_interrupt():
        # -P: a folder named tui or model where the user happens to stand is none of ours.
        command = [sys.executable, "-P", "-m", "tui.cli.prepare_library", *arguments]
        preparing = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": found})
        try:
            import tui.app  # noqa: F401

            return preparing.wait()
        finally:
            preparing.terminate()
            preparing.wait()


@contextmanager
def _ended_by_exception() -> Iterator[None]:
    """A lost connection ends the block as an exception does, with what it has to clean up; once, however often told."""
    numbers = [number for number in _ENDING if signal.getsignal(number) is signal.SIG_DFL]  # nohup ignores one

    def end(number: int, _: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in numbers:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def _ignore_interrupt() -> Iterator[None]:
    """Ctrl-C reaches both processes: the one that reads stops reading, this one goes on to show what was read."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _explain_unfit_terminal() -> str:
    """Why the app cannot be shown here; '' where it can."""
    # The screen is drawn on standard error, so that one counts too.
    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    for name, stream in streams.items():
        if stream is None or not stream.isatty():
            return f"the app needs a terminal, and {name} is none"
    term = os.environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        return f"the app needs a terminal that can place text, and TERM is {term or 'not set'}"
    return ""
