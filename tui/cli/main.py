"""The command line: `strikeview [PATH...]` opens the app, `strikeview COMMAND ...` does without it.

Exit status: 0 if something was read or found, 1 if nothing could be (or the terminal cannot show the app), 2 for a
wrong command line, 130 if ctrl-C stopped it. Heavy modules are imported where they are needed: `--help` and `--version`
import none of them, and only the app imports textual.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from tui import __version__
from tui.cli.arguments import CommandLineError, add_date_option, shield_negated_terms
from tui.cli.commands import COMMANDS, QUERY_COMMANDS
from tui.cli.console import discard_output
from tui.cli.problem_file import add_problems_option, open_problem_file

_EPILOG = """\
Files are texts, saved pages, PDF, JSON, CSV, feeds, WARC and tables of strikes, and .gz and .zip of them; folders are
read with all subfolders. Without the app, these commands, each with its own --help:

{commands}

  strikeview parse articles/ --format csv > reports.csv
"""


class _SafeArgumentParser(argparse.ArgumentParser):
    """A parser whose error messages are safe for a terminal, whatever was typed."""

    def __init__(self, **settings: Any) -> None:
        formatter = argparse.RawDescriptionHelpFormatter
        super().__init__(**settings, formatter_class=formatter, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        from model.text.sanitize import sanitize

        self.print_usage(sys.stderr)
        self.exit(2, sanitize(f"{self.prog}: {message}") + "\n")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    _set_utf8_output()
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # argparse takes subcommands or free paths, not both; a file with the name of a command is ./parse.
        if arguments and arguments[0] in COMMANDS:
            return _run_command(arguments[0], arguments[1:])
        return _start_app(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `strikeview --help | head -1`
        discard_output()
        return 0


def _set_utf8_output() -> None:
    """Print UTF-8 with "\\n" as line end, whatever the locale is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _run_command(name: str, arguments: Sequence[str]) -> int:
    command = import_module(f"tui.cli.commands.{name}")
    parser = _SafeArgumentParser(prog=f"strikeview {name}")
    command.configure(parser)
    if name in QUERY_COMMANDS:
        arguments = shield_negated_terms(arguments)
    try:
        status: int = command.run(parser.parse_intermixed_args(arguments))
    except CommandLineError as error:
        parser.error(str(error))
    return status


def _start_app(arguments: Sequence[str]) -> int:
    parser = _SafeArgumentParser(
        prog="strikeview",
        usage="strikeview [PATH ... | --library FILE] [--date YYYY-MM-DD] [--problems FILE] [--mouse | --no-mouse]\n"
        "       strikeview COMMAND ... [--help]",
        description="Browse the strikes that news reports describe, each value quoted from its source.",
        epilog=_EPILOG.format(commands="\n".join(f"  {name:<8}{what}" for name, what in COMMANDS.items())),
    )
    what = "files and folders, read just this once (default: your library, or the bundled documents)"
    parser.add_argument("paths", nargs="*", metavar="PATH", help=what)
    parser.add_argument("--library", metavar="FILE", help="the library to open instead of your own")
    add_date_option(parser)
    add_problems_option(parser)
    what = "use the mouse (default: yes, but not over SSH)"
    parser.add_argument("--mouse", action=argparse.BooleanOptionalAction, help=what)
    # importlib.metadata, which also knows the version, takes longer than all the rest.
    parser.add_argument("--version", action="version", version=f"strikeview {__version__}")
    options = parser.parse_args(arguments)
    if options.library is not None and (options.paths or options.date):
        parser.error("--library opens what is already in it; `strikeview add --library FILE PATH` adds more")
    if options.problems is not None and not options.paths:
        parser.error("--problems is about the files that are read: name them")

    from tui.cli.launch import open_app

    over_ssh = any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    mouse = options.mouse if options.mouse is not None else not over_ssh
    try:
        with open_problem_file(options.problems) as log_problem:
            return open_app(options.paths, options.date, options.library, log_problem, mouse=mouse)
    except CommandLineError as error:
        parser.error(str(error))
