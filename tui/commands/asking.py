"""What the commands that ask a library have in common: the query, the library, and what can go wrong."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.commands import CommandLineError
from tui.narration import say
from tui.output import abandon_output

if TYPE_CHECKING:
    from model.library import Library
    from model.query import Query

_NEGATED: Final = re.compile("-(?!-|[ho]$|$)")  # one dash, and neither -h nor -o nor a lone dash


def shielded(arguments: Sequence[str]) -> list[str]:
    """The arguments with a blank before each negated term, so that argparse takes it for no option."""
    return [f" {each}" if _NEGATED.match(each) else each for each in arguments]


def typed(argument: str) -> str:
    """The argument as it was typed."""
    return argument[1:] if argument.startswith(" ") and _NEGATED.match(argument[1:]) else argument


def text(argument: str) -> str:
    """The argument as text: it need not be UTF-8, but all that a library holds is."""
    return os.fsencode(typed(argument)).decode("utf-8", "replace")


def add_query(parser: argparse.ArgumentParser) -> None:
    """Let a query be typed, and the library be named."""
    parser.add_argument(
        "query",
        nargs="*",
        type=text,
        metavar="QUERY",
        help="which strikes, for example: side:russia since:2023-12 -place:Kyiv (default: all)",
    )
    add_library(parser)


def add_library(parser: argparse.ArgumentParser) -> None:
    """Let the library be named."""
    parser.add_argument("--library", type=_file, metavar="FILE", help="the library (default: your own)")


def _file(argument: str) -> str:
    """The file, under a name that is none of SQLite's own; an empty one, of a variable not set, is a mistake."""
    path = typed(argument)
    if not path:
        raise argparse.ArgumentTypeError("names no file")
    return os.path.join(os.curdir, path) if path.startswith(":") else path


def ask(options: argparse.Namespace, answer: Callable[[Library, Query], int]) -> int:
    """Answer the query of the command line from its library; the exit status (2 for a query that cannot be read)."""
    from model.query import Query
    from model.query.mistake import QueryError

    try:
        query = Query.of_arguments(options.query)
    except QueryError as error:
        print(error.caret(), file=sys.stderr)
        return 2
    return consult(options, lambda library: answer(library, query))


def consult(options: argparse.Namespace, answer: Callable[[Library], int]) -> int:
    """Answer from the library of the command line, to standard output; the exit status. One line tells what fails."""
    from sqlite3 import Error

    from model.library import Library, LibraryError
    from model.library.place import user_library
    from model.reading.source import Problem
    from model.visible import visible

    if sys.stdout is None:
        say("standard output is closed; send it to a file or a pipe")
        return 1
    path = Path(options.library) if options.library else user_library()
    if not os.path.exists(path):
        remedy = "check the path" if options.library else "`strikeview add PATH` makes it"
        say(str(Problem(str(path), "there is no library", remedy)))
        return 1
    try:
        with Library(path, read_only=True) as library, library.still():
            status = answer(library)
            sys.stdout.flush()
            return status
    except LibraryError as error:
        say(visible(str(error)))
    except Error as error:
        say(str(Problem(str(path), f"the library cannot be read ({error})", "check the file, or make it anew")))
    except BrokenPipeError:  # the reader has had enough (`| head`)
        abandon_output()
        return 0
    except OSError as error:
        abandon_output()
        say(f"the output cannot be written ({error.strerror}); make room or choose another place")
    return 1


def beside(library: Library, output: Path) -> None:
    """Raises CommandLineError where what is to be written would take the place of the library itself."""
    if os.path.exists(output) and os.path.exists(library.path) and os.path.samefile(output, library.path):
        raise CommandLineError(f"{output} is the library itself; name another file to write")


def nothing_found(options: argparse.Namespace) -> int:
    """Says so; the exit status of it."""
    from model.visible import visible

    asked = visible(" ".join(options.query))
    say(f"no strikes found for {asked}" if asked else "the library holds no strikes")
    return 1
