"""`strikeview parse`: reports on standard output as they are found, without the app."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from tui.narration import Narrator, say

if TYPE_CHECKING:
    from model.event import Report
    from model.reading import Source


def print_reports(paths: Sequence[str], form: str | None, default_date: date | None) -> int:
    """Prints the reports of these files and folders; the exit status (0 read something, 1 nothing, 130 stopped).

    `form` is "jsonl", "csv" or "table"; None is the table on a terminal and jsonl elsewhere.
    """
    if sys.stdout is None:
        say("standard output is closed; send it to a file or a pipe")
        return 1
    narrator = Narrator()
    try:
        _print(narrator, paths, form or ("table" if sys.stdout.isatty() else "jsonl"), default_date)
    except KeyboardInterrupt:
        with suppress(OSError):
            sys.stdout.flush()
        narrator.say(f"stopped after {narrator.reached()}, {narrator.found()} found")
        return 130
    except BrokenPipeError:  # the reader has had enough (`| head`)
        _abandon_output()
        narrator.erase()
    except OSError as error:
        _abandon_output()
        narrator.say(f"standard output: cannot be written ({error.strerror}); make room or choose another place")
        return 1
    else:
        narrator.erase()
        if narrator.opened and not narrator.reports:
            say(narrator.found_nothing())
    return 0 if narrator.opened else 1


def _print(narrator: Narrator, paths: Sequence[str], form: str, default_date: date | None) -> None:
    from model.reading import find

    shares_terminal = sys.stdout.isatty()
    reports = _reports(narrator, find(paths), default_date)
    for line in _lines(reports, form):
        if shares_terminal:
            narrator.erase()
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _reports(narrator: Narrator, sources: Sequence[Source], default_date: date | None) -> Iterator[Report]:
    for document in narrator.read(sources, default_date):
        yield from narrator.parse(document)
        sys.stdout.flush()  # whoever reads the pipe gets each document as soon as it is done


def _lines(reports: Iterable[Report], form: str) -> Iterator[str]:
    if form == "table":
        from tui.table import table_lines

        return table_lines(reports, shutil.get_terminal_size().columns)
    from model.export import csv_rows, report_json

    return csv_rows(reports) if form == "csv" else map(report_json, reports)


def _abandon_output() -> None:
    """Sends what is left in the buffer nowhere, or the interpreter would complain about it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
