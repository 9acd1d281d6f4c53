"""The command line: `strikeview [PATH...]` opens the app, `strikeview parse PATH...` prints reports.

Exit status: 0 where at least one document was read, 1 where none could be (or the terminal cannot show the app), 2
for a wrong command line, 130 where ctrl-C stopped it. What is heavy is imported where it is needed: `--help` and
`--version` import nothing of it, and `parse` never imports textual.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from tui import __version__

if TYPE_CHECKING:
    from tui.printing import What

FORMATS = ("jsonl", "csv", "table")
_EPILOG = """\
Files are .txt, .md, .html, .jsonl (id, title, published, source, url, text) and .jsonl.gz; folders are read to the
bottom. `strikeview parse --help` tells how to print reports instead, for example into a file:

  strikeview parse articles/ --format csv > reports.csv
"""
_PARSE_EPILOG = """\
What becomes no report is not lost: passages that look like strikes and lack what a report needs are the candidates.
They are never on the timeline.

  strikeview parse article.txt --explain | less
  strikeview parse articles/ --candidates --format jsonl > doubtful.jsonl
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are safe for a terminal, whatever was typed."""

    def error(self, message: str) -> NoReturn:
        from model.visible import visible

        self.print_usage(sys.stderr)
        self.exit(2, visible(f"{self.prog}: {message}") + "\n")


def run(arguments: Sequence[str] | None = None) -> int:
    """The program; returns its exit status."""
    _speak_utf8()
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # argparse takes a subcommand or free paths, not both; a file of that name is ./parse.
        if arguments[:1] == ["parse"]:
            return _parse(arguments[1:])
        return _open(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `strikeview --help | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _speak_utf8() -> None:
    """What is printed is UTF-8 with plain line ends, whatever the locale is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _parse(arguments: Sequence[str]) -> int:
    parser = _Parser(
        prog="strikeview parse",
        description="Print what the documents say of strikes, one report a line, without opening the app.",
        epilog=_PARSE_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    what = "files and folders; - (or none, and a pipe) is standard input"
    parser.add_argument("paths", nargs="*", metavar="PATH", help=what)
    parser.add_argument(
        "--format", choices=FORMATS, help="what to print (default: table on a terminal, jsonl otherwise)"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--explain",
        action="store_true",
        help="print, as text, the words and the rule behind each value, and what was considered and not taken",
    )
    instead.add_argument(
        "--candidates",
        action="store_true",
        help="print the doubtful passages instead, each with what it lacks to be a report (jsonl or table)",
    )
    _add_date(parser)
    options = parser.parse_args(arguments)
    if not options.paths and sys.stdin is not None and sys.stdin.isatty():
        parser.error("name the files or folders to parse, or - for standard input")

    if options.explain and options.format:
        parser.error("--explain prints text; leave --format out")
    if options.candidates and options.format == "csv":
        parser.error("--candidates prints jsonl or table, not csv")

    from tui.printing import print_found

    wanted: What = "explanations" if options.explain else "candidates" if options.candidates else "reports"
    return print_found(options.paths or ["-"], wanted, options.format, options.date)


def _open(arguments: Sequence[str]) -> int:
    parser = _Parser(
        prog="strikeview",
        usage="strikeview [PATH ...] [--date YYYY-MM-DD] [--mouse | --no-mouse]\n"
        "       strikeview parse PATH ... [--format jsonl|csv|table] [--explain | --candidates] [--date YYYY-MM-DD]",
        description="Walk through the strikes that news reports tell of, each value quoted from its source.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the bundled documents)")
    _add_date(parser)
    parser.add_argument(
        "--mouse", action=argparse.BooleanOptionalAction, help="use the mouse (default: yes, but not over SSH)"
    )
    # Not asked of importlib.metadata, which takes longer than all the rest.
    parser.add_argument("--version", action="version", version=f"strikeview {__version__}")
    options = parser.parse_args(arguments)

    from tui.opening import open_app

    over_ssh = any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    mouse = options.mouse if options.mouse is not None else not over_ssh
    return open_app(options.paths, options.date, mouse=mouse)


def _add_date(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date", type=_day, metavar="YYYY-MM-DD", help="the day of publication of documents that name none"
    )


def _day(text: str) -> date:
    try:
        if len(text) == len("YYYY-MM-DD"):  # ISO allows shorter and longer forms, which are easily mistyped
            day = date.fromisoformat(text)
            if 1990 <= day.year < 2100:  # as in documents
                return day
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD")
