"""What is said on standard error while files are read: problems, a line for each kind in a file, and how far it is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from tui.cli.console import say
from tui.rendering.phrases import counted

if TYPE_CHECKING:
    from model.event import Account, Document
    from model.ingest.pipeline import Progress
    from model.reading import Problem, Source

Found = TypeVar("Found")

_BETWEEN: Final = 0.1  # seconds from one progress line to the next: enough for the eye, little for the link
_ERASE: Final = "\r\x1b[K"


class Narrator:
    """Reads and parses documents and tells how it goes.

    `noun` is what `work` finds, `tell_case` takes a line for every problem.
    """

    def __init__(self, noun: str = "report", tell_case: Callable[[str], None] = lambda line: None) -> None:
        from model.problem import Problems

        self._noun = noun
        self._tell_case = tell_case
        self._problems = Problems()
        self.documents = 0
        self.reports = 0
        self._failed = 0
        self._total: int | None = None
        self._shows_progress = (
            sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") not in (None, "", "dumb")
        )
        self._next = 0.0
        self._shown = False

    def read(self, sources: Sequence[Source], default_date: date | None) -> Iterator[Document | Account]:
        """The documents of the sources, as they are read; those of datasets with their reports."""
        from model.reading import Problem, read

        self.expect(sources)
        taken: dict[str, int] = {}
        for source in sources:
            for found in read(source, default_date=default_date, taken=taken):
                if isinstance(found, Problem):
                    self._problem(found)
                else:
                    self.documents += 1
                    yield found
                self._progress()
            self.tell_problems(source.name)

    def expect(self, sources: Sequence[Source]) -> None:
        """Know how many documents there will be, where somebody watches."""
        if self._shows_progress:
            from model.reading.document_count import count

            self._total = count(sources)

    def follow(self, progress: Progress) -> None:
        """Tell how far another has come with reading and parsing."""
        self.documents, self.reports, self._failed = progress.documents, progress.reports, progress.failed
        self._progress()

    @property
    def opened(self) -> int:
        """How many documents were read and parsed."""
        return self.documents - self._failed

    def account(self, read: Document | Account) -> Account:
        """The document with its reports; one on which the parser fails is told and gives none."""
        from model.event import Account
        from model.parsing import parse

        if isinstance(read, Account):
            self.reports += len(read.reports)
            return read
        return Account(read, tuple(self.work(read, parse)))

    def work(self, document: Document, finding: Callable[[Document], list[Found]]) -> list[Found]:
        """What `finding` finds in the document; nothing, and a line that says so, where it fails."""
        from model.reading import Problem

        try:
            found = finding(document)
        except Exception as error:  # one document must not cost the reader all the others
            what = f"could not be parsed ({type(error).__name__})"
            self._failed += 1
            self._problem(Problem(f"document {document.id}", what, "please report this, with the document"))
            return []
        self.reports += len(found)
        return found

    def _problem(self, problem: Problem) -> None:
        self._problems.add(problem)
        self._tell_case(str(problem))

    def tell_problems(self, file: str | None = None) -> None:
        """Say what was wrong with this file, or with all: a line for each kind."""
        for _, line in self._problems.told(file):
            self.say(line)

    def say(self, line: str) -> None:
        """One line for people on standard error."""
        self.erase()
        say(line)

    def reached(self) -> str:
        """How far it has come: "312 of 9,700 documents"."""
        if self._total is None or self._total <= self.documents:  # the last of so many, or a count that was wrong
            return counted(self.documents, "document")
        return f"{self.documents:,} of {counted(self._total, 'document')}"

    def found(self) -> str:
        """How many reports were found: "204 reports"."""
        return counted(self.reports, self._noun)

    def found_nothing(self) -> str:
        """That what was read holds none of it."""
        sought = "candidates" if self._noun == "candidate" else "strikes"
        return f"no {sought} found in {counted(self.opened, 'document')}"

    def erase(self) -> None:
        """Takes the progress line away, so that other lines can be printed."""
        if self._shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
            self._shown = False

    def _progress(self) -> None:
        if not self._shows_progress or (now := time.monotonic()) < self._next:
            return
        self._next = now + _BETWEEN
        line = f"reading {self.reached()}, {self.found()} found, ctrl-C stops"
        width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
        sys.stderr.write(_ERASE + line[: width - 1])  # a line that wrapped could not be erased
        sys.stderr.flush()
        self._shown = True
