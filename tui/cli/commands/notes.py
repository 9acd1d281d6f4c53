"""`strikeview notes`: the user's edits as a file that a colleague can apply, and as a list."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from model.phrasing import format_count
from tui.cli.arguments import CommandLineError, add_library_option, unshield_argument
from tui.cli.console import print_lines, print_message, print_problem
from tui.cli.library_session import check_output_path, open_library

if TYPE_CHECKING:
    from model.library import Library

_MAX_LINE_CHARS: Final = 200_000  # longer than any edit
_EPILOG = """\
  strikeview notes export work.jsonl
  strikeview notes import work.jsonl --library shared.db
  strikeview notes list

Corrections, tags, notes, bookmarks, hidden, split or merged strikes, and dates of documents: one edit per line, as
JSON. Importing a file twice changes nothing. If both of you corrected a value, both corrections are kept and the later
one is used. An edit of a document that is not in the library is kept, and applied when that document is added.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Write your own work to a file, apply a colleague's, or list it."
    parser.epilog = _EPILOG
    parser.add_argument("action", choices=("export", "import", "list"))
    what = "the file (default, or -: standard output and input)"
    parser.add_argument("file", nargs="?", type=unshield_argument, metavar="FILE", help=what)
    add_library_option(parser)


def run(options: argparse.Namespace) -> int:
    """Export, import or list the edits; the exit status."""
    if options.action == "import":
        return open_library(options.library, lambda library: _import_edits(library, options.file or "-"), "edit")
    if options.action == "list" and options.file:
        raise CommandLineError("list takes no file")
    if options.action == "list":
        return open_library(options.library, _list_edits, "read")
    return open_library(options.library, lambda library: _export_edits(library, options.file), "read")


def _export_edits(library: Library, file: str | None) -> int:
    from model.exporting.atomic_file import write_atomically
    from model.library.edit_exchange import export_lines

    lines = export_lines(library.iter_journal())
    if file is None or file == "-":
        sys.stdout.writelines(lines)
        return 0
    check_output_path(library, Path(file))
    try:
        write_atomically(Path(file), (line.encode() for line in lines))
    except OSError as error:
        print_problem(file, f"cannot be written ({error.strerror})", "make room or choose another place")
        return 1
    return 0


def _import_edits(library: Library, file: str) -> int:
    from model.library.edit_exchange import import_edits
    from model.text.sanitize import sanitize

    try:
        if file == "-":
            result = import_edits(library, _read_lines(sys.stdin), "standard input")
        else:
            with open(file, encoding="utf-8", newline="\n") as stream:
                result = import_edits(library, _read_lines(stream), file)
    except OSError as error:
        print_problem(file, f"cannot be read ({error.strerror})", "check the path")
        return 1
    except UnicodeDecodeError:
        print_problem(file, "is not a text file", "name a file that `strikeview notes export` wrote")
        return 1
    for line in result.problems:
        print_message(line)
    counts = [f"{format_count(result.new, 'edit')} applied"]
    counts += [f"{format_count(result.known, 'edit')} already known"] if result.known else []
    counts += [f"{result.orphans:,} of them waiting for a document"] if result.orphans else []
    print_lines([*map(sanitize, result.conflicts), ", ".join(counts)])
    return 0 if result.new or result.known or not result.problems else 1


def _read_lines(stream: TextIO) -> Iterator[str]:
    """The lines of the stream; one that is too long for an edit comes in pieces, so that memory stays small."""
    return iter(lambda: stream.readline(_MAX_LINE_CHARS), "")


def _list_edits(library: Library) -> int:
    from model.text.sanitize import sanitize
    from tui.rendering.edit_text import format_journal_entry

    if not print_lines(sanitize(format_journal_entry(entry)) for entry in library.iter_journal()):
        print_message("no work of yours in this library yet; `strikeview edit --help` says what can be done")
        return 1
    return 0
