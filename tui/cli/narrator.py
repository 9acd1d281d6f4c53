"""What is said on standard error while files are read: problems, a line for each kind in a file, and how far it is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from model.phrasing import format_count
from tui.cli.console import print_message

if TYPE_CHECKING:
    from model.event import Document, ExtractedDocument
    from model.ingest.pipeline import IngestProgress
    from model.reading import Problem, Source

ExtractedItem = TypeVar("ExtractedItem")

_UPDATE_INTERVAL_SECONDS: Final = (
    0.1  # seconds from one progress line to the next: enough for the eye, little for the link
)
_ERASE_LINE: Final = "\r\x1b[K"


class Narrator:
    """Reads and parses documents and tells how it goes.

    `noun` is what `work` finds, `tell_case` takes a line for every problem.
    """

    def __init__(self, noun: str = "report", tell_case: Callable[[str], None] = lambda line: None) -> None:
        from model.problem import ProblemSummary

        self._item_noun = noun
        self._on_problem = tell_case
        self._problems = ProblemSummary()
        self.document_count = 0
        self.report_count = 0
        self._failed_count = 0
        self._expected_count: int | None = None
        self._is_progress_enabled = (
            sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") not in (None, "", "dumb")
        )
        self._next_update_time = 0.0
        self._is_line_shown = False

    def read_documents(
        self, sources: Sequence[Source], default_date: date | None
    ) -> Iterator[Document | ExtractedDocument]:
        """The documents of the sources, as they are read; those of datasets with their reports."""
        from model.reading import Problem, read_source

        self.estimate_total(sources)
        taken: dict[str, int] = {}
        for source in sources:
            for found in read_source(source, default_date=default_date, taken=taken):
                if isinstance(found, Problem):
                    self._add_problem(found)
                else:
                    self.document_count += 1
                    yield found
                self._draw_progress()
            self.print_problems(source.name)

    def estimate_total(self, sources: Sequence[Source]) -> None:
        """Know how many documents there will be, where somebody watches."""
        if self._is_progress_enabled:
            from model.reading.document_count import estimate_documents

            self._expected_count = estimate_documents(sources)

    def update_progress(self, progress: IngestProgress) -> None:
        """Tell how far another has come with reading and parsing."""
        self.document_count, self.report_count, self._failed_count = (
            progress.documents,
            progress.reports,
            progress.failed_documents,
        )
        self._draw_progress()

    @property
    def parsed_count(self) -> int:
        """How many documents were read and parsed."""
        return self.document_count - self._failed_count

    def extract_document(self, read: Document | ExtractedDocument) -> ExtractedDocument:
        """The document with its reports; one on which the parser fails is told and gives none."""
        from model.event import ExtractedDocument
        from model.parsing import parse_document

        if isinstance(read, ExtractedDocument):
            self.report_count += len(read.reports)
            return read
        return ExtractedDocument(read, tuple(self.run_extractor(read, parse_document)))

    def run_extractor(
        self, document: Document, finding: Callable[[Document], list[ExtractedItem]]
    ) -> list[ExtractedItem]:
        """What `finding` finds in the document; nothing, and a line that says so, where it fails."""
        from model.reading import Problem

        try:
            found = finding(document)
        except Exception as error:  # one document must not cost the reader all the others
            what = f"could not be parsed ({type(error).__name__})"
            self._failed_count += 1
            self._add_problem(Problem(f"document {document.id}", what, "please report this, with the document"))
            return []
        self.report_count += len(found)
        return found

    def _add_problem(self, problem: Problem) -> None:
        self._problems.add(problem)
        self._on_problem(str(problem))

    def print_problems(self, file: str | None = None) -> None:
        """Say what was wrong with this file, or with all: a line for each kind."""
        for _, line in self._problems.iter_lines(file):
            self.print_message(line)

    def print_message(self, line: str) -> None:
        """One line for people on standard error."""
        self.erase_progress()
        print_message(line)

    def describe_progress(self) -> str:
        """How far it has come: "312 of 9,700 documents"."""
        if (
            self._expected_count is None or self._expected_count <= self.document_count
        ):  # the last of so many, or a count that was wrong
            return format_count(self.document_count, "document")
        return f"{self.document_count:,} of {format_count(self._expected_count, 'document')}"

    def describe_reports(self) -> str:
        """How many reports were found: "204 reports"."""
        return format_count(self.report_count, self._item_noun)

    def describe_empty_result(self) -> str:
        """That what was read holds none of it."""
        sought = "candidates" if self._item_noun == "candidate" else "strikes"
        return f"no {sought} found in {format_count(self.parsed_count, 'document')}"

    def erase_progress(self) -> None:
        """Takes the progress line away, so that other lines can be printed."""
        if self._is_line_shown:
            sys.stderr.write(_ERASE_LINE)
            sys.stderr.flush()
            self._is_line_shown = False

    def _draw_progress(self) -> None:
        if not self._is_progress_enabled or (now := time.monotonic()) < self._next_update_time:
            return
        self._next_update_time = now + _UPDATE_INTERVAL_SECONDS
        line = f"reading {self.describe_progress()}, {self.describe_reports()} found, ctrl-C stops"
        width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
        sys.stderr.write(_ERASE_LINE + line[: width - 1])  # a line that wrapped could not be erased
        sys.stderr.flush()
        self._is_line_shown = True
