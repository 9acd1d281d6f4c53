"""The command line: `strikeview [PATH...]` opens the app, `strikeview COMMAND ...` does without it.

Exit status: 0 where something was read or found, 1 where nothing could be (or the terminal cannot show the app), 2
for a wrong command line, 130 where ctrl-C stopped it. What is heavy is imported where it is needed: `--help` and
`--version` import nothing of it, and no command but the app imports textual.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from tui import __version__
from tui.cli.arguments import CommandLineError, add_date
from tui.cli.commands import ASKING, COMMANDS
from tui.cli.console import abandon_output
from tui.cli.problem_file import add_problems, problem_file

_EPILOG = """\
Files are texts, saved pages, PDF, JSON, CSV, feeds, WARC and tables of strikes, and .gz and .zip of them; folders are
read to the bottom. What can be done without the app, each with its own --help:

{commands}

  strikeview parse articles/ --format csv > reports.csv
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are safe for a terminal, whatever was typed."""

    def error(self, message: str) -> NoReturn:
        from model.text.sanitize import visible

        self.print_usage(sys.stderr)
        self.exit(2, visible(f"{self.prog}: {message}") + "\n")


def run(arguments: Sequence[str] | None = None) -> int:
    """The program; returns its exit status."""
    _speak_utf8()
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # argparse takes a subcommand or free paths, not both; a file of that name is ./parse.
        if arguments and arguments[0] in COMMANDS:
            return _command(arguments[0], arguments[1:])
        return _open(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `strikeview --help | head -1`
        abandon_output()
        return 0


def _speak_utf8() -> None:
    """What is printed is UTF-8 with plain line ends, whatever the locale is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _command(name: str, arguments: Sequence[str]) -> int:
    command = import_module(f"tui.cli.commands.{name}")
    parser = _Parser(
        prog=f"strikeview {name}", formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    command.configure(parser)
    if name in ASKING:
        from tui.cli.arguments import shielded

        arguments = shielded(arguments)
    try:
        status: int = command.run(parser.parse_intermixed_args(arguments))
    except CommandLineError as error:
        parser.error(str(error))
    return status


def _open(arguments: Sequence[str]) -> int:
    parser = _Parser(
        prog="strikeview",
        usage="strikeview [PATH ... | --library FILE] [--date YYYY-MM-DD] [--problems FILE] [--mouse | --no-mouse]\n"
        "       strikeview COMMAND ... [--help]",
        description="Walk through the strikes that news reports tell of, each value quoted from its source.",
        epilog=_EPILOG.format(commands="\n".join(f"  {name:<8}{what}" for name, what in COMMANDS.items())),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders, read for this once (default: your library, or the bundled documents)",
    )
    parser.add_argument("--library", metavar="FILE", help="the library to open in the place of your own")
    add_date(parser)
    add_problems(parser)
    parser.add_argument(
        "--mouse", action=argparse.BooleanOptionalAction, help="use the mouse (default: yes, but not over SSH)"
    )
    # Not asked of importlib.metadata, which takes longer than all the rest.
    parser.add_argument("--version", action="version", version=f"strikeview {__version__}")
    options = parser.parse_args(arguments)
    if options.library is not None and (options.paths or options.date):
        parser.error("--library opens what is in it already; `strikeview add --library FILE PATH` puts more in")
    if options.problems is not None and not options.paths:
        parser.error("--problems tells of the files that are read: name them")

    from tui.cli.launch import open_app

    over_ssh = any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    mouse = options.mouse if options.mouse is not None else not over_ssh
    try:
        with problem_file(options.problems) as tell_case:
            return open_app(options.paths, options.date, options.library, tell_case, mouse=mouse)
    except CommandLineError as error:
        parser.error(str(error))
