"""`strikeview edit`: the user's own work on a strike or a document, from the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.cli.arguments import CommandLineError, add_library_option, decode_argument, parse_positive_count
from tui.cli.console import print_message

if TYPE_CHECKING:
    from model.library import Library
    from model.library.edits.edit_step import EditStep

_EPILOG = """\
  strikeview edit 4f1c09a2 killed=">=5" when="night of 2024-03-01" --note "the governor's evening count"
  strikeview edit 4f1c09a2 places="Kyiv; Lviv" launched:"drone Shahed"=36
  strikeview edit 4f1c09a2 killed=            (not told)     killed=parsed   (as the reports tell it)
  strikeview edit 4f1c09a2 --merge 77d0a1b3
  strikeview edit 4f1c09a2 --split harbour-courier-17
  strikeview edit --document harbour-courier-17 --date 2024-03-01
  strikeview edit --undo

What is typed in one command is one step, and is undone as one. Nothing that was parsed is lost: the corrected value
stands with the parsed one beside it. docs/work.md tells the notation. The beginning of an id is enough.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Which strike or document, and what to do."""
    parser.description = (
        "Correct, mark, note, split or merge strikes; date a document. Kept apart from what was parsed."
    )
    parser.epilog = _EPILOG
    parser.add_argument(
        "id", nargs="?", type=decode_argument, metavar="ID", help="the strike, as `strikeview list` names it"
    )
    what = "a value: scope, side, when, places, weapons, killed, injured, launched, intercepted, launched:drone ..."
    parser.add_argument("values", nargs="*", type=decode_argument, metavar="NAME=VALUE", help=what)
    parser.add_argument(
        "--note", action="append", default=[], type=decode_argument, metavar="TEXT", help="write a note"
    )
    parser.add_argument("--drop-note", type=parse_positive_count, metavar="N", help="take the Nth note away")
    parser.add_argument("--tag", action="append", default=[], type=decode_argument, metavar="TAG", help="give it a tag")
    parser.add_argument(
        "--untag", action="append", default=[], type=decode_argument, metavar="TAG", help="take a tag away"
    )
    parser.add_argument("--bookmark", action=argparse.BooleanOptionalAction, help="mark it, to come back to it")
    parser.add_argument("--hide", action=argparse.BooleanOptionalAction, help="show it no more, but under is:hidden")
    parser.add_argument("--merge", type=decode_argument, metavar="OTHER", help="make it one strike with this one")
    parser.add_argument(
        "--split", type=decode_argument, metavar="DOCUMENT", help="the report of this document is not of it"
    )
    parser.add_argument("--document", type=decode_argument, metavar="NAME", help="the document to date")
    parser.add_argument(
        "--date", type=decode_argument, metavar="YYYY-MM-DD", help='its day of publication, or "parsed"'
    )
    parser.add_argument("--undo", action="store_true", help="undo the last step")
    parser.add_argument("--redo", action="store_true", help="do it again")
    add_library_option(parser)


def run(options: argparse.Namespace) -> int:
    """Do it; the exit status."""
    _check_options(options)

    from tui.cli.library_session import update_library

    if options.undo or options.redo:
        return update_library(options.library, lambda library: _undo_or_redo(library, redo=options.redo), make=False)
    return update_library(options.library, lambda library: _apply_edit(library, options), make=False)


def _check_options(options: argparse.Namespace) -> None:
    """Raises CommandLineError for what makes no sense together."""
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
    for line in step.messages:
        print(sanitize(line))
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
    done = library.redo_step() if redo else library.undo_step()
    if not done:
        print_message(f"there is nothing to {'redo' if redo else 'undo'}")
        return 1
    print(f"{'done again' if redo else 'undone'}: {', '.join(done)}")
    return 0
