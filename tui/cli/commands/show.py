"""`strikeview show`: all of one strike, with its sources and their words."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from typing import TYPE_CHECKING, Final

from tui.cli.arguments import add_library_option, decode_argument
from tui.cli.console import print_message
from tui.cli.library_session import read_library

if TYPE_CHECKING:
    from model.event import Strike
    from model.library import Library

_KEY_PATTERN: Final = re.compile("[0-9a-f]+")
_MAX_KEYS_SHOWN: Final = 10  # ids that are told where the beginning typed is that of several


def configure(parser: argparse.ArgumentParser) -> None:
    """The id."""
    parser.description = "Print all of one strike: its values, who says so, its sources and their very words."
    parser.epilog = "`strikeview list` prints the ids; the beginning of one is enough where no other begins so.\n"
    parser.add_argument("id", type=decode_argument, metavar="ID", help="the id of the strike, or its beginning")
    add_library_option(parser)


def run(options: argparse.Namespace) -> int:
    """Show it; the exit status: 1 where there is none, or several."""

    def answer(library: Library) -> int:
        from model.text.sanitize import sanitize

        beginning = options.id.strip().lower()
        keys = library.list_keys(beginning, _MAX_KEYS_SHOWN + 1) if beginning else []
        if len(keys) > 1:
            named = " ".join(keys[:_MAX_KEYS_SHOWN]) + " …" * (len(keys) > _MAX_KEYS_SHOWN)
            print_message(
                f"several strikes have an id that begins with {sanitize(options.id)}: {named}; type more of it"
            )
            return 1
        try:
            # One that is no more may have become a part of another.
            strike = library.find_strike(keys[0] if keys else beginning if _KEY_PATTERN.fullmatch(beginning) else "")
        except KeyError:
            print_message(f"no strike has the id {sanitize(options.id)}; `strikeview list` prints the ids")
            return 1
        for line in _format_strike(strike, library):
            sys.stdout.write(f"{line}\n")
        return 0

    return read_library(options, answer)


def _format_strike(strike: Strike, library: Library) -> list[str]:
    """What the app's detail tells, as text; on a terminal wrapped to its width."""
    from tui.rendering.glyphs import UNICODE_GLYPHS
    from tui.rendering.strike_sources import DocumentHeader
    from tui.rendering.strike_text import StrikeText
    from tui.rendering.text_layout import wrap_text

    named = dict.fromkeys(report.document for report in strike.reports)
    imprints = {name: DocumentHeader.from_document(library.load_document(name), UNICODE_GLYPHS.dot) for name in named}
    width = max(20, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 0
    lines = [f"strike {strike.id}" + ", a total over several strikes" * (strike.scope == "summary")]
    for told, _, hang, _ in StrikeText(strike, imprints, UNICODE_GLYPHS).build_paragraphs():
        if not width:
            lines.append(told.rstrip())
            continue
        hang = min(hang, width // 3)
        for number, (start, end) in enumerate(wrap_text(told, width, hang)):
            lines.append(" " * (hang if number else 0) + told[start:end])
    return lines
