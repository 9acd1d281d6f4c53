"""The ingest pipeline: reads, parses and adds sources to a library, in batches that are written all or nothing.

This process reads files of many documents and writes the library; workers read single files, parse and pack. Unchanged
files are not read again, nor known documents parsed again.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Final

from model.edition import strike_edition
from model.ingest import tasks
from model.ingest.tasks import FileFingerprint, ParseTask, PlannedItem, TaskResult
from model.library import Library
from model.library.records.serialization import PackedDocument
from model.library.writer import AddResult
from model.problem import ProblemSummary
from model.reading import Problem, Source, find_sources

if TYPE_CHECKING:
    from concurrent.futures import Executor

_MAX_BATCH_DOCUMENTS: Final = 500
_MAX_BATCH_SECONDS: Final = 2.0  # after which a smaller batch is written, so that little is lost
_MAX_PENDING_CASES: Final = 10_000  # problems held in memory until written
_INLINE_TASKS: Final = 3  # run in this process before workers are started


@dataclass
class IngestProgress:
    """Counts of what was found so far; `add_result` of what was written."""

    documents: int = 0
    reports: int = 0
    skipped_files: int = 0
    failed_documents: int = 0
    problems: int = 0
    add_result: AddResult = field(default_factory=AddResult)


def ingest_sources(
    library: Library,
    sources: Iterable[Source],
    *,
    default_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    jobs: int | None = None,
    report_problem: Callable[[str], None] = lambda line: None,
    log_problem: Callable[[str], None] = lambda line: None,
    on_progress: Callable[[IngestProgress], None] = lambda progress: None,
    keep_problems: bool = False,
) -> IngestProgress:
    """Add the documents of these sources to the library; files that cannot be read are reported and skipped.

    `report_problem` is called with one line per kind of problem in a file, once that file is read, `log_problem` with
    every problem. `jobs` is the number of worker processes (None: all cores). KeyboardInterrupt keeps what is parsed.
    Raises LibraryError if the library cannot be written.
    """
    items = tasks.plan_tasks(library, sources, default_date, columns)
    pipeline = _Pipeline(library, report_problem, log_problem, on_progress, keep_problems=keep_problems)
    return pipeline.run_tasks(items, jobs or os.cpu_count() or 1)


def reparse_documents(
    library: Library,
    *,
    jobs: int | None = None,
    report_problem: Callable[[str], None] = lambda line: None,
    log_problem: Callable[[str], None] = lambda line: None,
    on_progress: Callable[[IngestProgress], None] = lambda progress: None,
) -> IngestProgress:
    """Parse the library's documents of other editions again; the user's edits are kept.

    Arguments and exceptions are those of `ingest_sources`. After an interrupt the next call continues.
    """

    def plan_outdated() -> Iterator[PlannedItem]:
        outdated = library.iter_outdated_documents(strike_edition())
        while batch := list(islice(outdated, tasks.MAX_TASK_DOCUMENTS)):
            documents, origins = zip(*batch, strict=True)
            yield ParseTask((), documents, origins)

    pipeline = _Pipeline(library, report_problem, log_problem, on_progress, is_reparse=True)
    return pipeline.run_tasks(plan_outdated(), jobs or os.cpu_count() or 1)


def build_memory_library(paths: Sequence[str]) -> Library:
    """A library in memory with the documents of these files; unreadable files are skipped."""
    library = Library()
    ingest_sources(library, find_sources(paths), jobs=1)
    return library


@dataclass
class _Pipeline:
    """Runs tasks, and writes their results in batches, in task order."""

    library: Library
    report_problem: Callable[[str], None]
    log_problem: Callable[[str], None]
    on_progress: Callable[[IngestProgress], None]
    keep_problems: bool = False
    is_reparse: bool = False
    progress: IngestProgress = field(default_factory=IngestProgress)
    documents: list[PackedDocument] = field(default_factory=list)
    fingerprints: list[FileFingerprint] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    cases: list[tuple[int, str]] = field(default_factory=list)
    has_gap: bool = False  # whether documents of the current file were lost
    written_at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.summary = ProblemSummary(len(self.library.list_problems()) if self.keep_problems else 0)

    def run_tasks(self, items: Iterator[PlannedItem], jobs: int) -> IngestProgress:
        try:
            self._run_inline(items)
            if jobs > 1:
                with _worker_pool(jobs) as executor:
                    # Enough tasks ahead that no worker idles while a batch is written.
                    self._run_parallel(items, executor, 2 * jobs + _MAX_BATCH_DOCUMENTS // tasks.MAX_TASK_DOCUMENTS)
            self._run_inline(items, None)
        finally:
            try:
                self._report_problems()
            finally:
                self._write_batch()
        return self.progress

    def _run_inline(self, items: Iterator[PlannedItem], limit: int | None = _INLINE_TASKS) -> None:
        """Run tasks in this process, up to the limit."""
        for task in islice(filter(None, map(self._record_item, items)), limit):
            self._collect_result(tasks.run_task(task))

    def _run_parallel(self, items: Iterator[PlannedItem], executor: Executor, ahead: int) -> None:
        """Run tasks in the workers, with this many submitted ahead."""
        waiting: deque[Future[TaskResult]] = deque()
        try:
            for task in filter(None, map(self._record_item, items)):
                waiting.append(executor.submit(tasks.run_task, task))
                while len(waiting) >= ahead or (waiting and waiting[0].done()):
                    self._collect_result(waiting.popleft().result())
            while waiting:
                self._collect_result(waiting.popleft().result())
        except BrokenProcessPool:
            self.has_gap = True
            remedy = "run this again to read the rest"
            self._record_problem(Problem("", "a parsing process was killed", remedy))
        except KeyboardInterrupt:
            for future in waiting:
                if future.done() and not future.cancelled() and not future.exception():
                    self._collect_result(future.result())
                future.cancel()
            raise

    def _record_item(self, item: PlannedItem) -> ParseTask | None:
        """Record an item that needs no work; returns a task."""
        if isinstance(item, ParseTask):
            return item
        if isinstance(item, tasks.FileEnd):
            self._report_problems(item.file)
        elif isinstance(item, tasks.SkippedItems):
            self.progress.documents += item.documents
            self.progress.skipped_files += item.files
            self.progress.add_result += AddResult(unchanged_documents=item.documents, user_dated=item.user_dated)
            self.on_progress(self.progress)
        else:
            self._record_problem(item)
        return None

    def _record_problem(self, problem: Problem) -> None:
        self.progress.problems += 1
        number, line = self.summary.add_problem(problem), str(problem)
        self.log_problem(line)
        if self.keep_problems:
            self.cases.append((number, line))
            if len(self.cases) >= _MAX_PENDING_CASES:
                self._write_batch()

    def _report_problems(self, file: str | None = None) -> None:
        """Pass on one line per kind of problem in this file, or in all files."""
        for number, line in self.summary.iter_lines(file):
            self.report_problem(line)
            if self.keep_problems:
                self.problems.append((number, line))

    def _collect_result(self, result: TaskResult) -> None:
        for problem in result.problems:
            self._record_problem(problem)
        for file in dict.fromkeys(problem.file for problem in result.problems if problem.file):
            self._report_problems(file)
        self.documents += result.documents
        self.fingerprints += result.files
        self.has_gap |= bool(result.failed_count)
        if result.finished_files:
            if not self.has_gap:  # an incomplete file is read again the next time
                self.fingerprints += result.finished_files
            self.has_gap = False
        self.progress.documents += len(result.documents) + result.failed_count
        self.progress.reports += sum(len(document.reports) for document in result.documents)
        self.progress.failed_documents += result.failed_count
        if len(self.documents) >= _MAX_BATCH_DOCUMENTS or time.monotonic() - self.written_at > _MAX_BATCH_SECONDS:
            self._write_batch()
        self.on_progress(self.progress)

    def _write_batch(self) -> None:
        """Write the pending results; a second ctrl-C waits until that is done."""
        documents, files, problems, cases = self.documents, self.fingerprints, self.problems, self.cases
        self.documents, self.fingerprints, self.problems, self.cases = [], [], [], []
        with _defer_interrupt():
            if documents or files:
                added = self.library.add_packed_documents(documents, files=files, only_known=self.is_reparse)
                self.progress.add_result += added
            if problems or cases:
                self.library.keep_problems(problems, cases)
        self.written_at = time.monotonic()


@contextmanager
def _worker_pool(jobs: int) -> Iterator[Executor]:
    """Worker processes, spawned and not forked, since this process has the library open."""
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_init_worker)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _init_worker() -> None:
    """Set up a worker: it ignores ctrl-C, which is for the parent, and exits with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # the garbage collector need not traverse loaded modules
    gc.set_threshold(50_000, 20, 100)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_exit_with_parent, args=(parent,), daemon=True).start()


def _exit_with_parent(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


@contextmanager
def _defer_interrupt() -> Iterator[None]:
    """Delay KeyboardInterrupt until the end of the block."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupts: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: interrupts.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupts:
        raise KeyboardInterrupt
