"""`strikeview notes`: the user's own work as a file that a colleague can apply, and as a list."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from tui.cli.arguments import CommandLineError, add_library, typed
from tui.cli.console import say
from tui.cli.library_session import beside, consult
from tui.rendering.phrases import counted

if TYPE_CHECKING:
    from model.library import Library

_LONGEST: Final = 200_000  # characters
_EPILOG = """\
  strikeview notes export work.jsonl
  strikeview notes import work.jsonl --library shared.db
  strikeview notes list

Corrections, tags, notes, bookmarks, what is hidden, split or merged, and days of documents: one edit a line, as JSON.
Importing a file twice changes nothing. Where both have corrected a value both corrections are kept, and the one made
later holds. What is about a document that the library does not hold is kept, and applied when that document comes.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which file."""
    parser.description = "Write your own work to a file, apply a colleague's, or list it."
    parser.epilog = _EPILOG
    parser.add_argument("action", choices=("export", "import", "list"))
    parser.add_argument(
        "file", nargs="?", type=typed, metavar="FILE", help="the file (default, or -: standard output and input)"
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Do it; the exit status."""
    if options.action == "import":
        from tui.cli.library_session import writable

        return writable(options.library, lambda library: _import(library, options.file or "-"), make=False)
    if options.action == "list" and options.file:
        raise CommandLineError("list takes no file")
    if options.action == "list":
        return consult(options, _list)
    return consult(options, lambda library: _export(library, options.file))


def _export(library: Library, file: str | None) -> int:
    from model.exporting.atomic_file import write_whole
    from model.library.edit_exchange import lines
    from model.problem import Problem

    told = lines(library.work())
    if file in (None, "-"):
        sys.stdout.writelines(told)
        return 0
    assert file is not None
    beside(library, Path(file))
    try:
        write_whole(Path(file), (line.encode() for line in told))
    except OSError as error:
        say(str(Problem(file, f"cannot be written ({error.strerror})", "make room or name another place")))
        return 1
    return 0


def _import(library: Library, file: str) -> int:
    from model.library.edit_exchange import take
    from model.problem import Problem
    from model.text.sanitize import visible

    try:
        if file == "-":
            taken = take(library, _lines(sys.stdin), "standard input")
        else:
            with open(file, encoding="utf-8", newline="\n") as stream:
                taken = take(library, _lines(stream), file)
    except OSError as error:
        say(str(Problem(file, f"cannot be read ({error.strerror})", "check the path")))
        return 1
    except UnicodeDecodeError:
        say(str(Problem(file, "is no text", "name a file that `strikeview notes export` wrote")))
        return 1
    for line in taken.problems:
        say(line)
    for line in taken.conflicts:
        print(visible(line))
    told = [f"{counted(taken.new, 'edit')} applied"]
    told += [f"{counted(taken.known, 'edit')} known already"] if taken.known else []
    told += [f"{taken.orphans:,} of them waiting for a document"] if taken.orphans else []
    print(", ".join(told))
    return 0 if taken.new or taken.known or not taken.problems else 1


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines; of one that is too long for any edit, pieces, so that memory stays small."""
    return iter(lambda: stream.readline(_LONGEST), "")


def _list(library: Library) -> int:
    from model.text.sanitize import visible
    from tui.rendering.edit_text import recounted

    found = False
    for kept in library.work():
        found = True
        sys.stdout.write(f"{visible(recounted(kept))}\n")
    if not found:
        say("no work of yours in this library yet; `strikeview edit --help` tells what can be done")
        return 1
    return 0
