"""`strikeview parse`: reports, candidates or explanations on standard output as they are found, without the app."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

from model.phrasing import replace_line_breaks
from model.problem import Problem, ProblemSummary
from tui.cli.console import discard_output, erase_progress, print_lines, print_message
from tui.cli.problem_file import ProblemLog
from tui.cli.read_progress import ReadProgress

if TYPE_CHECKING:
    from model.event import Document, ExtractedDocument
    from model.parsing.diagnostics.explanations import Explanation

OutputKind = Literal["reports", "candidates", "explanations"]
Item = TypeVar("Item")


def print_extracted(
    paths: Sequence[str], kind: OutputKind, form: str | None, default_date: date | None, log_problem: ProblemLog
) -> int:
    """Print what these files and folders hold; the exit status (0 read something, 1 nothing, 130 stopped).

    `form` is "jsonl", "csv" (reports only) or "table"; None is the table on a terminal and jsonl elsewhere.
    Explanations are text. `log_problem` takes a line for every problem.
    """
    if sys.stdout is None:
        print_message("standard output is closed; send it to a file or a pipe")
        return 1
    extraction = _Extraction(paths, default_date, "candidate" if kind == "candidates" else "report", log_problem)
    progress = extraction.progress
    try:
        try:
            print_lines(_format_output(extraction, kind, form or ("table" if sys.stdout.isatty() else "jsonl")))
        finally:
            extraction.print_problems()
    except KeyboardInterrupt:
        with suppress(OSError):
            sys.stdout.flush()
        print_message(f"stopped after {progress.describe_documents()}, {progress.describe_items()} found")
        return 130
    except BrokenPipeError:  # the reader has had enough (`| head`)
        discard_output()
        erase_progress()
    except OSError as error:
        discard_output()
        print_message(f"standard output: cannot be written ({error.strerror}); make room or choose another place")
        return 1
    else:
        if progress.parsed_documents and not progress.items:
            print_message(progress.describe_empty_result())
    return 0 if progress.parsed_documents else 1


class _Extraction:
    """Reads and parses documents one by one, and reports progress and problems on standard error."""

    def __init__(
        self, paths: Sequence[str], default_date: date | None, item_noun: str, log_problem: ProblemLog
    ) -> None:
        self._paths = paths
        self._default_date = default_date
        self._log_problem = log_problem
        self._problems = ProblemSummary()
        self.progress = ReadProgress(item_noun)

    def iter_items(
        self, parse: Callable[[Document], Sequence[Item]], from_dataset: Callable[[ExtractedDocument], Sequence[Item]]
    ) -> Iterator[tuple[Document, Sequence[Item]]]:
        """Each document with what `parse` finds in it; for a document of a dataset, what `from_dataset` makes of it."""
        from model.event import ExtractedDocument
        from model.reading import find_sources, read_source

        sources = find_sources(self._paths)
        self.progress.estimate_total(sources)
        used_ids: dict[str, int] = {}
        for source in sources:
            for record in read_source(source, default_date=self._default_date, used_ids=used_ids):
                if isinstance(record, Problem):
                    self._add_problem(record)
                else:
                    self.progress.documents += 1
                    if isinstance(record, ExtractedDocument):
                        document, items = record.document, from_dataset(record)
                    else:
                        document, items = record, self._parse_document(record, parse)
                    self.progress.items += len(items)
                    yield document, items
                    sys.stdout.flush()  # whoever reads the pipe gets each document as soon as it is done
                self.progress.draw_line()
            self.print_problems(source.name)

    def _parse_document(self, document: Document, parse: Callable[[Document], Sequence[Item]]) -> Sequence[Item]:
        try:
            return parse(document)
        except Exception as error:  # one document must not cost the reader all the others
            message = f"could not be parsed ({type(error).__name__})"
            self.progress.failed_documents += 1
            self._add_problem(Problem(f"document {document.id}", message, "please report this, with the document"))
            return ()

    def _add_problem(self, problem: Problem) -> None:
        self._problems.add_problem(problem)
        self._log_problem(str(problem))

    def print_problems(self, file: str | None = None) -> None:
        """Print the problems of this file, or of all: a message line for each kind."""
        for _, line in self._problems.iter_lines(file):
            print_message(line)


def _format_output(extraction: _Extraction, kind: OutputKind, form: str) -> Iterator[str]:
    """The lines to print, each made when its document is read."""
    from model.exporting.reports import candidate_to_json, report_csv_lines, report_to_json
    from model.parsing import find_candidates, parse_document

    if kind == "explanations":
        return _format_explanations(extraction)
    width = shutil.get_terminal_size().columns
    if kind == "candidates":
        extracted = extraction.iter_items(find_candidates, lambda document: ())
        candidates = (candidate for _, items in extracted for candidate in items)
        if form == "table":
            from tui.cli.report_table import format_candidate_table

            return format_candidate_table(candidates, width)
        return map(candidate_to_json, candidates)
    parsed = extraction.iter_items(parse_document, lambda document: document.reports)
    reports = (report for _, items in parsed for report in items)
    if form == "table":
        from tui.cli.report_table import format_report_table

        return format_report_table(reports, width)
    return report_csv_lines(reports) if form == "csv" else map(report_to_json, reports)


def _format_explanations(extraction: _Extraction) -> Iterator[str]:
    """The explanations as text, wrapped on a terminal."""
    from model.parsing import explain_document
    from model.parsing.diagnostics.explanations import explain_report
    from model.text.sanitize import sanitize
    from tui.rendering.explanation_text import format_explanations

    def explain_dataset(extracted: ExtractedDocument) -> Sequence[Explanation]:
        return [explain_report(report, extracted.document) for report in extracted.reports]

    width = max(20, shutil.get_terminal_size().columns - 1) if sys.stdout.isatty() else 0
    for document, explanations in extraction.iter_items(explain_document, explain_dataset):
        for line in format_explanations(explanations, document):
            text = sanitize(replace_line_breaks(line))
            indent = " " * min(len(text) - len(text.lstrip()) + 2, width // 3)
            yield from textwrap.wrap(text, width, subsequent_indent=indent) or [""] if width else [text]
