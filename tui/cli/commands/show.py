"""`strikeview show`: all of one strike, with its sources and their words."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from typing import TYPE_CHECKING, Final

from tui.cli.arguments import add_library, text
from tui.cli.console import say
from tui.cli.library_session import consult

if TYPE_CHECKING:
    from model.event import Strike
    from model.library import Library

_KEY: Final = re.compile("[0-9a-f]+")
_MOST_NAMED: Final = 10  # ids that are told where the beginning typed is that of several


def configure(parser: argparse.ArgumentParser) -> None:
    """The id."""
    parser.description = "Print all of one strike: its values, who says so, its sources and their very words."
    parser.epilog = "`strikeview list` prints the ids; the beginning of one is enough where no other begins so.\n"
    parser.add_argument("id", type=text, metavar="ID", help="the id of the strike, or its beginning")
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Show it; the exit status: 1 where there is none, or several."""

    def answer(library: Library) -> int:
        from model.text.sanitize import visible

        beginning = options.id.strip().lower()
        keys = library.keys(beginning, _MOST_NAMED + 1) if beginning else []
        if len(keys) > 1:
            named = " ".join(keys[:_MOST_NAMED]) + " …" * (len(keys) > _MOST_NAMED)
            say(f"several strikes have an id that begins with {visible(options.id)}: {named}; type more of it")
            return 1
        try:
            # One that is no more may have become a part of another.
            strike = library.find(keys[0] if keys else beginning if _KEY.fullmatch(beginning) else "")
        except KeyError:
            say(f"no strike has the id {visible(options.id)}; `strikeview list` prints the ids")
            return 1
        for line in _lines(strike, library):
            sys.stdout.write(f"{line}\n")
        return 0

    return consult(options, answer)


def _lines(strike: Strike, library: Library) -> list[str]:
    """What the app's detail tells, as text; on a terminal wrapped to its width."""
    from tui.rendering.glyphs import UNICODE
    from tui.rendering.strike_sources import Imprint
    from tui.rendering.strike_text import Telling
    from tui.rendering.text_layout import wrap

    named = dict.fromkeys(report.document for report in strike.reports)
    imprints = {name: Imprint.of(library.document(name), UNICODE.dot) for name in named}
    width = max(20, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 0
    lines = [f"strike {strike.id}" + ", a total over several strikes" * (strike.scope == "summary")]
    for told, _, hang, _ in Telling(strike, imprints, UNICODE).paragraphs():
        if not width:
            lines.append(told.rstrip())
            continue
        hang = min(hang, width // 3)
        for number, (start, end) in enumerate(wrap(told, width, hang)):
            lines.append(" " * (hang if number else 0) + told[start:end])
    return lines
