"""What the commands that ask a library have in common: the query, the library, and what can go wrong."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import stat
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

_COMPARED: Final = re.compile("(=?)([0-9]{1,12})")  # what stands behind > or <
_NEGATED: Final = re.compile("-(?!-|[ho]$|$)")  # one dash, and neither -h nor -o nor a lone dash


def shielded(arguments: Sequence[str]) -> list[str]:
    """The arguments with a blank before each negated term, so that argparse takes it for no option."""
    return [f" {each}" if _NEGATED.match(each) else each for each in arguments]


def typed(argument: str) -> str:
    """The argument as it was typed."""
    return argument[1:] if argument.startswith(" ") and _NEGATED.match(argument[1:]) else argument


def text(argument: str) -> str:
    """The argument as text: it need not be UTF-8, but all that a library holds is."""
    return os.fsencode(typed(argument)).decode("utf-8", "backslashreplace")


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
    from model.query.errors import QueryError

    try:
        query = Query.of_arguments(options.query)
    except QueryError as error:
        if taken := _taken_by_shell(options.query):
            say(taken)
        else:
            print(error.caret(), file=sys.stderr)
        return 2
    return consult(options, lambda library: answer(library, query))


def _taken_by_shell(arguments: Sequence[str]) -> str:
    """What became of a comparison that was not quoted: of killed:>10 a shell makes killed: and a file 10; '' if none.

    Of several terms cut short the last one is named: a shell's last redirection is the one that stays.
    """
    from model.query.fields import field_named

    for term in reversed(arguments):
        name, colon, rest = term.removeprefix("-").partition(":")
        if not colon or rest or not (field := field_named(name)) or field.kind not in ("number", "count"):
            continue
        for stream, sign, did in ((1, ">", "emptied"), (0, "<", "read")):
            if file := _number_behind(stream):
                equal, number = file[1], int(file[2])
                bound = f"{number + (not equal)}+" if sign == ">" else f"..{number - (not equal)}"
                typed = f"{term}{sign}{file[0]}"
                took = f"the shell took a part of {typed} for a file and {did} {file[0]}"
                return f"{took}; write {term}{bound}, or quote it: '{typed}'"
    return ""


def _number_behind(stream: int) -> re.Match[str] | None:
    """The name of the file here that a standard stream is, where it is the rest of a comparison."""
    with contextlib.suppress(OSError):
        status = os.fstat(stream)
        for name in os.listdir() if stat.S_ISREG(status.st_mode) else ():
            if (found := _COMPARED.fullmatch(name)) and os.path.samestat(os.stat(name), status):
                return found
    return None


def consult(options: argparse.Namespace, answer: Callable[[Library], int]) -> int:
    """Answer from the library of the command line, to standard output; the exit status. One line tells what fails."""
    from sqlite3 import Error

    from model.library import Library, LibraryError
    from model.library.database.location import user_library
    from model.problem import Problem
    from model.text.sanitize import visible

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
    from model.text.sanitize import visible

    asked = visible(" ".join(options.query))
    say(f"no strikes found for {asked}" if asked else "the library holds no strikes")
    return 1
