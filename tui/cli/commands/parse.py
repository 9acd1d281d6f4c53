"""`strikeview parse`: reports, candidates or explanations on standard output, without the app."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tui.cli.arguments import CommandLineError, add_date_option
from tui.cli.problem_file import add_problems_option, open_problem_file

if TYPE_CHECKING:
    from tui.cli.parse_output import OutputKind

PARSE_FORMATS = ("jsonl", "csv", "table")
_EPILOG = """\
Passages that look like strikes but lack what a report needs are not lost: they are the candidates, which never appear
on the timeline.

  strikeview parse article.txt --explain | less
  strikeview parse articles/ --candidates --format jsonl > doubtful.jsonl
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print what the documents say about strikes, one report per line, without opening the app."
    parser.epilog = _EPILOG
    what = "files and folders; - (or none, and a pipe) is standard input"
    parser.add_argument("paths", nargs="*", metavar="PATH", help=what)
    what = "what to print (default: table on a terminal, jsonl otherwise)"
    parser.add_argument("--format", choices=PARSE_FORMATS, help=what)
    kinds = parser.add_mutually_exclusive_group()
    what = "print, as text, the words and the rule behind each value, and what was considered and rejected"
    kinds.add_argument("--explain", action="store_true", help=what)
    what = "print the doubtful passages instead, each with what it lacks to be a report (jsonl or table)"
    kinds.add_argument("--candidates", action="store_true", help=what)
    add_date_option(parser)
    add_problems_option(parser)


def run(options: argparse.Namespace) -> int:
    """Print what was found; the exit status."""
    if not options.paths and sys.stdin is not None and sys.stdin.isatty():
        raise CommandLineError("name the files or folders to parse, or - for standard input")
    if options.explain and options.format:
        raise CommandLineError("--explain prints text; leave out --format")
    if options.candidates and options.format == "csv":
        raise CommandLineError("--candidates prints jsonl or table, not csv")

    from tui.cli.parse_output import print_extracted

    kind: OutputKind = "explanations" if options.explain else "candidates" if options.candidates else "reports"
    with open_problem_file(options.problems) as log_problem:
        return print_extracted(options.paths or ["-"], kind, options.format, options.date, log_problem)
