"""`strikeview export`: the strikes that a query finds, in formats for other programs and for people."""

from __future__ import annotations

import argparse
import sys
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui import __version__
from tui.cli.arguments import CommandLineError, add_query_argument, unshield_argument
from tui.cli.console import print_message, print_problem
from tui.cli.library_session import check_output_path, report_nothing_found, run_query

if TYPE_CHECKING:
    from model.library import Library
    from model.query import Query

# Those of model.exporting, which loads pydantic.
EXPORT_FORMATS: Final = ("csv", "jsonl", "geojson", "md", "html", "parquet")
_EPILOG = """\
  strikeview export place:Kharkiv since:2024-01 --output kharkiv.csv
  strikeview export disputed: --format md | less

csv and geojson have one line or feature per strike; jsonl and parquet have everything, nested; md and html are a
dossier that quotes each source with its claim. docs/exports.md lists every column. The same strikes give the same
bytes, and each export states which version of the program and of its rules made it. --output is written completely or
not at all.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Write the strikes that a query finds, each value with its source, in chronological order."
    parser.epilog = _EPILOG
    add_query_argument(parser)
    what = "default: from the extension of --output, else jsonl"
    parser.add_argument("--format", choices=EXPORT_FORMATS, help=what)
    what = "the file to write (default: standard output)"
    parser.add_argument("-o", "--output", type=unshield_argument, metavar="FILE", help=what)


def run(options: argparse.Namespace) -> int:
    """Write the strikes; the exit status."""
    output = Path(options.output) if options.output else None
    form = options.format or _infer_format(output)
    if form == "parquet" and output is None and sys.stdout is not None and sys.stdout.isatty():
        raise CommandLineError("parquet is not for a terminal; name a file: --output strikes.parquet")

    def answer(library: Library, query: Query) -> int:
        return _write_export(library, query, form, output, options)

    return run_query(options, answer)


def _infer_format(output: Path | None) -> str:
    ending = output.suffix.lower().removeprefix(".") if output else "jsonl"
    form = {"ndjson": "jsonl", "htm": "html", "markdown": "md"}.get(ending, ending)
    if form not in EXPORT_FORMATS:
        raise CommandLineError(f"{output}: the name does not show the format; add --format {'|'.join(EXPORT_FORMATS)}")
    return form


def _write_export(library: Library, query: Query, form: str, output: Path | None, options: argparse.Namespace) -> int:
    from model.edition import edition
    from model.exporting import ExportStamp, export_strikes
    from model.exporting.atomic_file import write_atomically
    from model.exporting.parquet import MissingPackageError

    strikes = library.iter_strikes(query)
    first_strikes = list(islice(strikes, 1))
    strikes = chain(first_strikes, strikes)
    try:
        parts = export_strikes(strikes, library.load_document, form, ExportStamp(__version__, edition(), str(query)))
    except MissingPackageError as error:
        print_message(str(error))
        return 1
    if output is None:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    else:
        check_output_path(library, output)
        try:
            write_atomically(output, parts)
        except OSError as error:
            remedy = "make room or choose another place; the old file is unchanged"
            print_problem(output, f"cannot be written ({error.strerror})", remedy)
            return 1
    return 0 if first_strikes else report_nothing_found(options)
