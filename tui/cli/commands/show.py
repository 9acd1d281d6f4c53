"""`strikeview show`: all of one strike, with its sources and their words."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from typing import TYPE_CHECKING, Final

from tui.cli.arguments import add_library_option, decode_argument
from tui.cli.console import print_lines, print_message
from tui.cli.library_session import open_library

if TYPE_CHECKING:
    from model.event import Strike
    from model.library import Library

_KEY_PATTERN: Final = re.compile("[0-9a-f]+")
_MAX_KEYS_SHOWN: Final = 10  # ids listed if the prefix is that of several


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print one strike in full: its values, who says so, its sources and their exact words."
    parser.epilog = "`strikeview list` prints the ids; the beginning of one is enough if no other id begins with it.\n"
    parser.add_argument("id", type=decode_argument, metavar="ID", help="the id of the strike, or its beginning")
    add_library_option(parser)


def run(options: argparse.Namespace) -> int:
    """Print the strike; the exit status: 1 if there is none, or several."""

    def answer(library: Library) -> int:
        from model.text.sanitize import sanitize

        prefix, typed = options.id.strip().lower(), sanitize(options.id)
        keys = library.list_keys(prefix, _MAX_KEYS_SHOWN + 1) if prefix else []
        if len(keys) > 1:
            listed = " ".join(keys[:_MAX_KEYS_SHOWN]) + " …" * (len(keys) > _MAX_KEYS_SHOWN)
            print_message(f"several strikes have an id that begins with {typed}: {listed}; type more of it")
            return 1
        try:
            # The id of a strike that no longer exists may lead to the one it was merged into.
            strike = library.find_strike(keys[0] if keys else prefix if _KEY_PATTERN.fullmatch(prefix) else "")
        except KeyError:
            print_message(f"no strike has the id {typed}; `strikeview list` prints the ids")
            return 1
        print_lines(_format_strike(strike, library))
        return 0

    return open_library(options.library, answer, "read")


def _format_strike(strike: Strike, library: Library) -> list[str]:
    """The content of the app's detail pane as lines; on a terminal wrapped to its width."""
    from tui.rendering.glyphs import UNICODE_GLYPHS
    from tui.rendering.strike_sources import DocumentHeader
    from tui.rendering.strike_text import StrikeText
    from tui.rendering.text_layout import wrap_text

    dot = UNICODE_GLYPHS.dot
    names = dict.fromkeys(report.document for report in strike.reports)
    headers = {name: DocumentHeader.from_document(library.load_document(name), dot) for name in names}
    width = max(20, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 0
    lines = [f"strike {strike.id}" + ", a total over several strikes" * (strike.scope == "summary")]
    for text, _, indent, _ in StrikeText(strike, headers, UNICODE_GLYPHS).build_paragraphs():
        if not width:
            lines.append(text.rstrip())
            continue
        indent = min(indent, width // 3)
        for number, (start, end) in enumerate(wrap_text(text, width, indent)):
            lines.append(" " * (indent if number else 0) + text[start:end])
    return lines
