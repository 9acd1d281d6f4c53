"""`strikeview export`: the strikes that a query finds, in forms that other programs and people read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui import __version__
from tui.cli.arguments import CommandLineError, add_query, typed
from tui.cli.console import say
from tui.cli.library_session import ask, beside, nothing_found

if TYPE_CHECKING:
    from model.event import Strike
    from model.library import Library
    from model.query import Query

FORMATS: Final = ("csv", "jsonl", "geojson", "md", "html", "parquet")
_EPILOG = """\
  strikeview export place:Kharkiv since:2024-01 --output kharkiv.csv
  strikeview export disputed: --format md | less

csv and geojson hold one line or feature a strike, jsonl and parquet all of it, nested; md and html are a dossier that
quotes each source with its claim. docs/exports.md names every column. The same strikes give the same bytes, and each
export says which version of the program and of its rules made it. --output is written whole or not at all.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """The query, the form, and where to."""
    parser.description = "Write the strikes that a query finds, each value with its source, in order of time."
    parser.epilog = _EPILOG
    add_query(parser)
    parser.add_argument("--format", choices=FORMATS, help="default: what the name of --output ends with, else jsonl")
    parser.add_argument(
        "-o", "--output", type=typed, metavar="FILE", help="the file to write (default: standard output)"
    )


def run(options: argparse.Namespace) -> int:
    """Write them; the exit status."""
    output = Path(options.output) if options.output else None
    form = options.format or _ending(output)
    if form == "parquet" and output is None and sys.stdout is not None and sys.stdout.isatty():
        raise CommandLineError("parquet is not for a terminal; name a file: --output strikes.parquet")

    def answer(library: Library, query: Query) -> int:
        return _export(library, query, form, output, options)

    return ask(options, answer)


def _ending(output: Path | None) -> str:
    ending = output.suffix.lower().removeprefix(".") if output else "jsonl"
    form = {"ndjson": "jsonl", "htm": "html", "markdown": "md"}.get(ending, ending)
    if form not in FORMATS:
        raise CommandLineError(f"{output}: the name does not tell the form; add --format {'|'.join(FORMATS)}")
    return form


def _export(library: Library, query: Query, form: str, output: Path | None, options: argparse.Namespace) -> int:
    from model.edition import edition
    from model.exporting import Stamp, export
    from model.exporting.atomic_file import write_whole
    from model.exporting.parquet import MissingLibraryError
    from model.problem import Problem

    strikes = _Counted(library.strikes(query))
    try:
        parts = export(strikes, library.document, form, Stamp(__version__, edition(), str(query)))
    except MissingLibraryError as error:
        say(str(error))
        return 1
    if output is None:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    else:
        beside(library, output)
        try:
            write_whole(output, parts)
        except OSError as error:
            what = f"cannot be written ({error.strerror})"
            say(str(Problem(str(output), what, "make room or name another place; what stood there still does")))
            return 1
    return 0 if strikes.count else nothing_found(options)


class _Counted:
    """Strikes on their way out, and how many went by."""

    def __init__(self, strikes: Iterable[Strike]) -> None:
        self._strikes = strikes
        self.count = 0

    def __iter__(self) -> Iterator[Strike]:
        for strike in self._strikes:
            self.count += 1
            yield strike
