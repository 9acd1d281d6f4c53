"""The subcommands, one file each: `configure(parser)` says what may be typed, `run(options)` does it.

`run` returns the exit status, and raises CommandLineError for what argparse could not see.
"""

from __future__ import annotations

from typing import Final

COMMANDS: Final = {
    "parse": "print what documents say of strikes, one report a line",
}
"""Each subcommand with what it does; the module of the same name holds it."""


class CommandLineError(Exception):
    """What was typed makes no sense; the message is one line for people."""
