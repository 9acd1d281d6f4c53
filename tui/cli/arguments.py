"""Options and arguments that several commands have in common, and their values."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from datetime import date
from typing import Final

_NEGATED_TERM_PATTERN: Final = re.compile("-(?!-|[ho]$|$)")  # one dash, and neither -h nor -o nor a lone dash


class CommandLineError(Exception):
    """The command line makes no sense; the message is one line for people."""


def add_query_argument(parser: argparse.ArgumentParser) -> None:
    """Add the terms of a query, and `--library`."""
    what = "which strikes, for example: side:russia since:2023-12 -place:Kyiv (default: all)"
    parser.add_argument("query", nargs="*", type=decode_argument, metavar="QUERY", help=what)
    add_library_option(parser)


def add_library_option(parser: argparse.ArgumentParser) -> None:
    """Add `--library FILE`."""
    parser.add_argument("--library", type=_parse_library_path, metavar="FILE", help="the library (default: your own)")


def add_date_option(parser: argparse.ArgumentParser) -> None:
    """Add `--date YYYY-MM-DD`."""
    what = "the publication date of documents that state none"
    parser.add_argument("--date", type=_parse_date, metavar="YYYY-MM-DD", help=what)


def add_jobs_option(parser: argparse.ArgumentParser) -> None:
    """Add `--jobs N`."""
    what = "parsing processes (default: all cores)"
    parser.add_argument("--jobs", type=parse_positive_count, metavar="N", help=what)


def shield_negated_terms(arguments: Sequence[str]) -> list[str]:
    """The arguments with a space before each negated term ("-place:Kyiv"), so that argparse takes it for no option."""
    return [f" {text}" if _NEGATED_TERM_PATTERN.match(text) else text for text in arguments]


def unshield_argument(argument: str) -> str:
    """The argument as it was typed."""
    return argument[1:] if argument.startswith(" ") and _NEGATED_TERM_PATTERN.match(argument[1:]) else argument


def decode_argument(argument: str) -> str:
    """The argument as UTF-8 text, which is all that a library holds: other bytes become `\\xff`."""
    return os.fsencode(unshield_argument(argument)).decode("utf-8", "backslashreplace")


def parse_positive_count(text: str) -> int:
    """A whole number from 1 on."""
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a count; write a whole number, 1 or more")


def _parse_library_path(argument: str) -> str:
    """The file, never under a special name of SQLite (":memory:"); an empty one, of an unset variable, is an error."""
    path = unshield_argument(argument)
    if not path:
        raise argparse.ArgumentTypeError("names no file")
    return os.path.join(os.curdir, path) if path.startswith(":") else path


def _parse_date(text: str) -> date:
    from model.text.calendar import is_plausible  # deferred: `--version` and `--help` need none of the model

    try:
        if len(text) == len("YYYY-MM-DD"):  # ISO allows shorter and longer forms, which are easily mistyped
            day = date.fromisoformat(text)
            if is_plausible(day):
                return day
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a day; write YYYY-MM-DD")
