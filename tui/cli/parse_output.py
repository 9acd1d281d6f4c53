"""`strikeview parse`: reports, candidates or explanations on standard output as they are found, without the app."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Literal

from tui.cli.console import abandon_output, say
from tui.cli.narrator import Narrator
from tui.rendering.phrases import one_line

if TYPE_CHECKING:
    from model.event import Account, Candidate, Document, Report


What = Literal["reports", "candidates", "explanations"]


def print_found(
    paths: Sequence[str],
    what: What,
    form: str | None,
    default_date: date | None,
    tell_case: Callable[[str], None],
) -> int:
    """Prints what these files and folders hold; the exit status (0 read something, 1 nothing, 130 stopped).

    `form` is "jsonl", "csv" (of reports alone) or "table"; None is the table on a terminal and jsonl elsewhere.
    Explanations are text. `tell_case` takes a line for every problem.
    """
    if sys.stdout is None:
        say("standard output is closed; send it to a file or a pipe")
        return 1
    narrator = Narrator("candidate" if what == "candidates" else "report", tell_case)
    try:
        _print(narrator, paths, what, form or ("table" if sys.stdout.isatty() else "jsonl"), default_date)
    except KeyboardInterrupt:
        with suppress(OSError):
            sys.stdout.flush()
        narrator.say(f"stopped after {narrator.reached()}, {narrator.found()} found")
        return 130
    except BrokenPipeError:  # the reader has had enough (`| head`)
        abandon_output()
        narrator.erase()
    except OSError as error:
        abandon_output()
        narrator.say(f"standard output: cannot be written ({error.strerror}); make room or choose another place")
        return 1
    else:
        narrator.erase()
        if narrator.opened and not narrator.reports:
            say(narrator.found_nothing())
    return 0 if narrator.opened else 1


def _print(narrator: Narrator, paths: Sequence[str], what: What, form: str, default_date: date | None) -> None:
    from model.reading import find

    shares_terminal = sys.stdout.isatty()
    try:
        for line in _lines(narrator, narrator.read(find(paths), default_date), what, form):
            if shares_terminal:
                narrator.erase()
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    finally:
        narrator.tell_problems()


def _lines(narrator: Narrator, read: Iterable[Document | Account], what: What, form: str) -> Iterator[str]:
    """What is printed, line by line."""
    if what == "explanations":
        return _explained(narrator, read)
    width = shutil.get_terminal_size().columns
    if what == "candidates":
        candidates = _candidates(narrator, read)
        if form == "table":
            from tui.cli.report_table import candidate_lines

            return candidate_lines(candidates, width)
        from model.exporting.reports import candidate_json

        return map(candidate_json, candidates)
    reports = _reports(narrator, read)
    if form == "table":
        from tui.cli.report_table import table_lines

        return table_lines(reports, width)
    from model.exporting.reports import csv_rows, report_json

    return csv_rows(reports) if form == "csv" else map(report_json, reports)


def _reports(narrator: Narrator, read: Iterable[Document | Account]) -> Iterator[Report]:
    for each in read:
        yield from narrator.account(each).reports
        sys.stdout.flush()  # whoever reads the pipe gets each document as soon as it is done


def _candidates(narrator: Narrator, read: Iterable[Document | Account]) -> Iterator[Candidate]:
    """The candidates of what has to be parsed."""
    from model.event import Account
    from model.parsing import candidates

    for each in read:
        if not isinstance(each, Account):
            yield from narrator.work(each, candidates)
            sys.stdout.flush()


def _explained(narrator: Narrator, read: Iterable[Document | Account]) -> Iterator[str]:
    """The explanations as text, wrapped where a person reads it on a terminal."""
    from model.event import Account
    from model.parsing import explain
    from model.parsing.diagnostics.explanations import explanation_of
    from model.text.sanitize import visible
    from tui.rendering.explanation_text import explanation_lines

    width = max(20, shutil.get_terminal_size().columns - 1) if sys.stdout.isatty() else 0
    for each in read:
        if isinstance(each, Account):
            document, told = each.document, [explanation_of(report, each.document) for report in each.reports]
            narrator.reports += len(told)
        else:
            document, told = each, narrator.work(each, explain)
        for line in explanation_lines(told, document):
            text = visible(one_line(line))
            indent = " " * min(len(text) - len(text.lstrip()) + 2, width // 3)
            yield from textwrap.wrap(text, width, subsequent_indent=indent) or [""] if width else [text]
        sys.stdout.flush()
