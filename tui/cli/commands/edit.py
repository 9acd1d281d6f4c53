"""`strikeview edit`: corrects and marks a strike, or dates a document."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from tui.cli.arguments import CommandLineError, add_library_option, decode_argument, parse_positive_count
from tui.cli.console import print_lines, print_message

if TYPE_CHECKING:
    from model.library import Library
    from model.library.edits.edit_step import EditStep

_EPILOG = """\
  strikeview edit 4f1c09a2 killed=">=5" when="night of 2024-03-01" --note "the governor's evening count"
  strikeview edit 4f1c09a2 places="Kyiv; Lviv" launched:"drone Shahed"=36
  strikeview edit 4f1c09a2 killed=            (not stated)   killed=parsed   (as reported)
  strikeview edit 4f1c09a2 --merge 77d0a1b3
  strikeview edit 4f1c09a2 --split harbour-courier-17
  strikeview edit --document harbour-courier-17 --date 2024-03-01
  strikeview edit --undo

All edits of one command are one step, and are undone as one. Nothing that was parsed is lost: a corrected value is
shown with the parsed one beside it. docs/work.md explains the notation. The beginning of an id is enough.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Correct, mark, note, split or merge strikes; date a document. Edits are kept apart from what was parsed."
    )
    parser.epilog = _EPILOG
    add_text = partial(parser.add_argument, type=decode_argument)
    add_texts = partial(add_text, action="append", default=[])
    add_text("id", nargs="?", metavar="ID", help="the strike, as `strikeview list` names it")
    what = "a value: scope, side, when, places, weapons, killed, injured, launched, intercepted, launched:drone ..."
    add_text("values", nargs="*", metavar="NAME=VALUE", help=what)
    add_texts("--note", metavar="TEXT", help="write a note")
    parser.add_argument("--drop-note", type=parse_positive_count, metavar="N", help="remove the Nth note")
    add_texts("--tag", metavar="TAG", help="give it a tag")
    add_texts("--untag", metavar="TAG", help="remove a tag")
    parser.add_argument("--bookmark", action=argparse.BooleanOptionalAction, help="mark it, to come back to it")
    parser.add_argument("--hide", action=argparse.BooleanOptionalAction, help="show it only under is:hidden")
    add_text("--merge", metavar="OTHER", help="make it one strike with this one")
    add_text("--split", metavar="DOCUMENT", help="the report of this document is of another strike")
    add_text("--document", metavar="NAME", help="the document to date")
    add_text("--date", metavar="YYYY-MM-DD", help='its publication date, or "parsed"')
    parser.add_argument("--undo", action="store_true", help="undo the last step")
    parser.add_argument("--redo", action="store_true", help="redo the last undone step")
    add_library_option(parser)


def run(options: argparse.Namespace) -> int:
    """Make the edit; the exit status."""
    _check_options(options)

    from tui.cli.library_session import open_library

    if options.undo or options.redo:
        return open_library(options.library, lambda library: _undo_or_redo(library, redo=options.redo), "edit")
    return open_library(options.library, lambda library: _apply_edit(library, options), "edit")


def _check_options(options: argparse.Namespace) -> None:
    """Raise CommandLineError for options that make no sense together."""
    strike = [options.values, options.note, options.tag, options.untag, options.merge, options.split]
    strike += [options.drop_note, options.bookmark is not None, options.hide is not None]
    kinds = [any(strike) or bool(options.id), bool(options.document or options.date), options.undo, options.redo]
    if sum(kinds) != 1:
        raise CommandLineError("name a strike and what to do with it, or --document and --date, or --undo or --redo")
    if any(strike) and not options.id:
        raise CommandLineError("name the strike; `strikeview list` prints the ids")
    if options.id and not any(strike):
        raise CommandLineError('say what to do, for example killed=">=5" or --note TEXT')
    if bool(options.document) != bool(options.date):
        raise CommandLineError("--document and --date belong together")
    for value in options.values:
        if "=" not in value:
            raise CommandLineError(f"{value!r} sets nothing; write NAME=VALUE, for example killed=5")


def _apply_edit(library: Library, options: argparse.Namespace) -> int:
    from model.edits.errors import EditError
    from model.text.sanitize import sanitize

    try:
        with library.edit_step() as step:
            if options.document:
                step.set_publication_date(options.document, options.date)
            else:
                _edit_strike(step, options.id.strip().lower(), options)
    except EditError as error:
        print_message(f"{sanitize(str(error))}; nothing was changed")
        return 1
    print_lines(map(sanitize, step.messages))
    return 0


def _edit_strike(step: EditStep, strike: str, options: argparse.Namespace) -> None:
    for value in options.values:
        name, _, typed = value.partition("=")
        step.correct_value(strike, name, typed)
    for tag in options.tag:
        step.set_tag(strike, tag)
    for tag in options.untag:
        step.set_tag(strike, tag, tagged=False)
    if options.drop_note:
        step.remove_note(strike, options.drop_note)
    for note in options.note:
        step.add_note(strike, note)
    if options.bookmark is not None:
        step.set_bookmarked(strike, options.bookmark)
    if options.hide is not None:
        step.set_hidden(strike, options.hide)
    if options.split:
        step.split_document(strike, options.split)
    if options.merge:
        step.merge_strikes(strike, options.merge)


def _undo_or_redo(library: Library, *, redo: bool) -> int:
    edits = library.redo_step() if redo else library.undo_step()
    if not edits:
        print_message(f"there is nothing to {'redo' if redo else 'undo'}")
        return 1
    print_lines([f"{'redone' if redo else 'undone'}: {', '.join(edits)}"])
    return 0
