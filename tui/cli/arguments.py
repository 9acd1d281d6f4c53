"""`--date`: the day of publication of documents that name none."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    pass

from datetime import date


def add_date_option(parser: argparse.ArgumentParser) -> None:
    """Let `--date YYYY-MM-DD` be typed."""
    parser.add_argument(
        "--date", type=_parse_date, metavar="YYYY-MM-DD", help="the day of publication of documents that name none"
    )


def _parse_date(text: str) -> date:
    try:
        if len(text) == len("YYYY-MM-DD"):  # ISO allows shorter and longer forms, which are easily mistyped
            day = date.fromisoformat(text)
            if 1990 <= day.year < 2100:  # as in documents
                return day
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD")


_NEGATED_TERM_PATTERN: Final = re.compile("-(?!-|[ho]$|$)")  # one dash, and neither -h nor -o nor a lone dash


def shield_negated_terms(arguments: Sequence[str]) -> list[str]:
    """The arguments with a blank before each negated term, so that argparse takes it for no option."""
    return [f" {each}" if _NEGATED_TERM_PATTERN.match(each) else each for each in arguments]


def unshield_argument(argument: str) -> str:
    """The argument as it was typed."""
    return argument[1:] if argument.startswith(" ") and _NEGATED_TERM_PATTERN.match(argument[1:]) else argument


def decode_argument(argument: str) -> str:
    """The argument as text: it need not be UTF-8, but all that a library holds is."""
    return os.fsencode(unshield_argument(argument)).decode("utf-8", "backslashreplace")


def add_query_argument(parser: argparse.ArgumentParser) -> None:
    """Let a query be typed, and the library be named."""
    parser.add_argument(
        "query",
        nargs="*",
        type=decode_argument,
        metavar="QUERY",
        help="which strikes, for example: side:russia since:2023-12 -place:Kyiv (default: all)",
    )
    add_library_option(parser)


def add_library_option(parser: argparse.ArgumentParser) -> None:
    """Let the library be named."""
    parser.add_argument("--library", type=_parse_library_path, metavar="FILE", help="the library (default: your own)")


def _parse_library_path(argument: str) -> str:
    """The file, under a name that is none of SQLite's own; an empty one, of a variable not set, is a mistake."""
    path = unshield_argument(argument)
    if not path:
        raise argparse.ArgumentTypeError("names no file")
    return os.path.join(os.curdir, path) if path.startswith(":") else path


class CommandLineError(Exception):
    """What was typed makes no sense; the message is one line for people."""


def parse_positive_count(text: str) -> int:
    """The whole number, from 1 on."""
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no count; write a whole number from 1 on")
