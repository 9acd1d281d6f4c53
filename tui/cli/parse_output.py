"""`strikeview parse`: reports, candidates or explanations on standard output as they are found, without the app."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Literal

from model.phrasing import replace_line_breaks
from tui.cli.console import discard_output, print_message
from tui.cli.narrator import Narrator

if TYPE_CHECKING:
    from model.event import Candidate, Document, ExtractedDocument, Report


OutputKind = Literal["reports", "candidates", "explanations"]


def print_extracted(
    paths: Sequence[str],
    what: OutputKind,
    form: str | None,
    default_date: date | None,
    tell_case: Callable[[str], None],
) -> int:
    """Prints what these files and folders hold; the exit status (0 read something, 1 nothing, 130 stopped).

    `form` is "jsonl", "csv" (of reports alone) or "table"; None is the table on a terminal and jsonl elsewhere.
    Explanations are text. `tell_case` takes a line for every problem.
    """
    if sys.stdout is None:
        print_message("standard output is closed; send it to a file or a pipe")
        return 1
    narrator = Narrator("candidate" if what == "candidates" else "report", tell_case)
    try:
        _print_lines(narrator, paths, what, form or ("table" if sys.stdout.isatty() else "jsonl"), default_date)
    except KeyboardInterrupt:
        with suppress(OSError):
            sys.stdout.flush()
        narrator.print_message(f"stopped after {narrator.describe_progress()}, {narrator.describe_reports()} found")
        return 130
    except BrokenPipeError:  # the reader has had enough (`| head`)
        discard_output()
        narrator.erase_progress()
    except OSError as error:
        discard_output()
        narrator.print_message(
            f"standard output: cannot be written ({error.strerror}); make room or choose another place"
        )
        return 1
    else:
        narrator.erase_progress()
        if narrator.parsed_count and not narrator.report_count:
            print_message(narrator.describe_empty_result())
    return 0 if narrator.parsed_count else 1


def _print_lines(
    narrator: Narrator, paths: Sequence[str], what: OutputKind, form: str, default_date: date | None
) -> None:
    from model.reading import find_sources

    shares_terminal = sys.stdout.isatty()
    try:
        for line in _format_lines(narrator, narrator.read_documents(find_sources(paths), default_date), what, form):
            if shares_terminal:
                narrator.erase_progress()
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    finally:
        narrator.print_problems()


def _format_lines(
    narrator: Narrator, read: Iterable[Document | ExtractedDocument], what: OutputKind, form: str
) -> Iterator[str]:
    """What is printed, line by line."""
    if what == "explanations":
        return _explain_documents(narrator, read)
    width = shutil.get_terminal_size().columns
    if what == "candidates":
        candidates = _extract_candidates(narrator, read)
        if form == "table":
            from tui.cli.report_table import format_candidate_table

            return format_candidate_table(candidates, width)
        from model.exporting.reports import candidate_to_json

        return map(candidate_to_json, candidates)
    reports = _extract_reports(narrator, read)
    if form == "table":
        from tui.cli.report_table import format_report_table

        return format_report_table(reports, width)
    from model.exporting.reports import report_csv_lines, report_to_json

    return report_csv_lines(reports) if form == "csv" else map(report_to_json, reports)


def _extract_reports(narrator: Narrator, read: Iterable[Document | ExtractedDocument]) -> Iterator[Report]:
    for each in read:
        yield from narrator.extract_document(each).reports
        sys.stdout.flush()  # whoever reads the pipe gets each document as soon as it is done


def _extract_candidates(narrator: Narrator, read: Iterable[Document | ExtractedDocument]) -> Iterator[Candidate]:
    """The candidates of what has to be parsed."""
    from model.event import ExtractedDocument
    from model.parsing import find_candidates

    for each in read:
        if not isinstance(each, ExtractedDocument):
            yield from narrator.run_extractor(each, find_candidates)
            sys.stdout.flush()


def _explain_documents(narrator: Narrator, read: Iterable[Document | ExtractedDocument]) -> Iterator[str]:
    """The explanations as text, wrapped where a person reads it on a terminal."""
    from model.event import ExtractedDocument
    from model.parsing import explain_document
    from model.parsing.diagnostics.explanations import explain_report
    from model.text.sanitize import sanitize
    from tui.rendering.explanation_text import format_explanations

    width = max(20, shutil.get_terminal_size().columns - 1) if sys.stdout.isatty() else 0
    for each in read:
        if isinstance(each, ExtractedDocument):
            document, told = each.document, [explain_report(report, each.document) for report in each.reports]
            narrator.report_count += len(told)
        else:
            document, told = each, narrator.run_extractor(each, explain_document)
        for line in format_explanations(told, document):
            text = sanitize(replace_line_breaks(line))
            indent = " " * min(len(text) - len(text.lstrip()) + 2, width // 3)
            yield from textwrap.wrap(text, width, subsequent_indent=indent) or [""] if width else [text]
        sys.stdout.flush()
