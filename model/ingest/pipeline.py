"""Collecting: from sources to a library, on all cores, a batch at a time, each batch wholly or not at all.

This process reads what holds many documents and writes the library; others read single files, parse, and make ready
what is written. What is there already is neither read nor parsed: a file that looks as it did, a document whose
content is known.
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
from model.ingest.tasks import (
    MAX_TASK_DOCUMENTS,
    Ended,
    FileFingerprint,
    ParseTask,
    SkippedItems,
    TaskResult,
    plan_tasks,
    run_task,
)
from model.library import Library
from model.library.records.serialization import PackedDocument
from model.library.writer import AddResult
from model.problem import ProblemSummary
from model.reading import Problem, Source, find_sources

if TYPE_CHECKING:
    from concurrent.futures import Executor

_MAX_BATCH_DOCUMENTS: Final = 500  # documents that are written together at most
_MAX_BATCH_SECONDS: Final = 2.0  # after which they are written though they are fewer, so that little is lost
_CASES: Final = 10_000  # problems that are held until they are written, where the library keeps them
_INLINE_TASKS: Final = 3  # so many tasks are done here before other processes are started


@dataclass
class IngestProgress:
    """How far collecting has come.

    `documents` counts all that were met, `passed` the files that were passed over since they look as they did when
    they were added, `failed` the documents that could not be parsed, `reports` what the others gave; `added` is what
    of it is written.
    """

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
    tell: Callable[[str], None] = lambda line: None,
    tell_case: Callable[[str], None] = lambda line: None,
    on_progress: Callable[[IngestProgress], None] = lambda progress: None,
    keep_problems: bool = False,
) -> IngestProgress:
    """Add what the sources hold to the library; what cannot be read is told, and the rest goes on.

    `tell` takes a line for each kind of problem in a file, once that file is read; `tell_case` takes every problem.

    Ctrl-C (KeyboardInterrupt) keeps what is parsed. `jobs` are the processes that parse (all cores when None).
    Raises LibraryError where the library cannot be written.
    """
    rules = strike_edition()
    tasks = plan_tasks(library, sources, default_date, columns, rules)
    collecting = _Pipeline(library, tell, tell_case, on_progress, keep_problems=keep_problems)
    return collecting.run_tasks(tasks, jobs or os.cpu_count() or 1)


def reparse_documents(
    library: Library,
    *,
    jobs: int | None = None,
    tell: Callable[[str], None] = lambda line: None,
    tell_case: Callable[[str], None] = lambda line: None,
    on_progress: Callable[[IngestProgress], None] = lambda progress: None,
) -> IngestProgress:
    """Read anew the documents of the library that other rules have read; what the user made of them stays.

    Problems are told as by `collect`. Ctrl-C keeps what is done, and the next call goes on there. Raises LibraryError
    where it cannot be written.
    """
    rules = strike_edition()

    def tasks() -> Iterator[ParseTask | Problem | SkippedItems | Ended]:
        waiting = library.iter_outdated_documents(rules)
        while some := list(islice(waiting, MAX_TASK_DOCUMENTS)):
            documents, origins = zip(*some, strict=True)
            yield ParseTask((), documents, origins, None, rules)

    collecting = _Pipeline(library, tell, tell_case, on_progress, renewing=True)
    return collecting.run_tasks(tasks(), jobs or os.cpu_count() or 1)


def build_memory_library(paths: Sequence[str]) -> Library:
    """A library in memory with what these files tell; what cannot be read is left out."""
    library = Library()
    ingest_sources(library, find_sources(paths), jobs=1)
    return library


class _Pipeline:
    """Tasks go out, what comes back is written in batches, in the order of the tasks."""

    def __init__(
        self,
        library: Library,
        tell: Callable[[str], None],
        tell_case: Callable[[str], None],
        on_progress: Callable[[IngestProgress], None],
        *,
        keep_problems: bool = False,
        renewing: bool = False,
    ) -> None:
        self._library = library
        self._on_problem, self._tell_case = tell, tell_case
        self._on_progress = on_progress
        self._keep_problems = keep_problems
        self._is_reparse = renewing
        self._progress = IngestProgress()
        self._documents: list[PackedDocument] = []
        self._fingerprints: list[FileFingerprint] = []
        self._met = ProblemSummary(len(library.list_problems()) if keep_problems else 0)
        self._problems: list[tuple[int, str]] = []
        self._cases: list[tuple[int, str]] = []
        self._has_gap = False  # whether documents of the file that is being read were lost
        self._written_at = time.monotonic()

    def run_tasks(self, tasks: Iterator[ParseTask | Problem | SkippedItems | Ended], jobs: int) -> IngestProgress:
        try:
            self._run_inline(tasks)
            if jobs > 1:
                with _worker_pool(jobs) as executor:  # they are never without work while a batch is written
                    self._run_parallel(tasks, executor, 2 * jobs + _MAX_BATCH_DOCUMENTS // MAX_TASK_DOCUMENTS)
            self._run_inline(tasks, None)
        finally:
            try:
                self._tell_problems()
            finally:
                self._write_batch()
        return self._progress

    def _run_inline(
        self, tasks: Iterator[ParseTask | Problem | SkippedItems | Ended], most: int | None = _INLINE_TASKS
    ) -> None:
        """Do tasks here, `most` of them or all."""
        did = 0
        while most is None or did < most:
            task = next(tasks, None)
            if task is None:
                return
            if isinstance(task, ParseTask):
                self._collect_result(run_task(task))
                did += 1
            else:
                self._record_skipped(task)

    def _run_parallel(
        self, tasks: Iterator[ParseTask | Problem | SkippedItems | Ended], executor: Executor, ahead: int
    ) -> None:
        waiting: deque[Future[TaskResult]] = deque()
        try:
            for task in tasks:
                if not isinstance(task, ParseTask):
                    self._record_skipped(task)
                    continue
                waiting.append(executor.submit(run_task, task))
                while len(waiting) >= ahead or (waiting and waiting[0].done()):
                    self._collect_result(waiting.popleft().result())
            while waiting:
                self._collect_result(waiting.popleft().result())
        except BrokenProcessPool:
            self._has_gap = True
            self._report_problem(
                Problem("", "a process that parses was ended", "run this again for what it was reading")
            )
        except KeyboardInterrupt:
            for future in waiting:
                if future.done() and not future.cancelled() and not future.exception():
                    self._collect_result(future.result())
                future.cancel()
            raise

    def _record_skipped(self, found: Problem | SkippedItems | Ended) -> None:
        if isinstance(found, Ended):
            self._tell_problems(found.file)
        elif isinstance(found, SkippedItems):
            self._progress.documents += found.documents
            self._progress.skipped_files += found.files
            self._progress.add_result += AddResult(unchanged_documents=found.documents, user_dated=found.user_dated)
            self._on_progress(self._progress)
        else:
            self._report_problem(found)

    def _report_problem(self, problem: Problem) -> None:
        self._progress.problems += 1
        number, line = self._met.add(problem), str(problem)
        self._tell_case(line)
        if self._keep_problems:
            self._cases.append((number, line))
            if len(self._cases) >= _CASES:
                self._write_batch()

    def _tell_problems(self, file: str | None = None) -> None:
        """Tell what was wrong with this file, or with all: a line for each kind."""
        for number, line in self._met.iter_lines(file):
            self._on_problem(line)
            if self._keep_problems:
                self._problems.append((number, line))

    def _collect_result(self, done: TaskResult) -> None:
        for problem in done.problems:
            self._report_problem(problem)
        for file in dict.fromkeys(problem.file for problem in done.problems if problem.file):
            self._tell_problems(file)
        self._documents += done.documents
        self._fingerprints += done.files
        self._has_gap |= bool(done.failed_count)
        if done.finished_files:
            self._fingerprints += (
                () if self._has_gap else done.finished_files
            )  # what is not whole is read again the next time
            self._has_gap = False
        self._progress.documents += len(done.documents) + done.failed_count
        self._progress.reports += sum(len(account.reports) for account in done.documents)
        self._progress.failed_documents += done.failed_count
        if len(self._documents) >= _MAX_BATCH_DOCUMENTS or time.monotonic() - self._written_at > _MAX_BATCH_SECONDS:
            self._write_batch()
        self._on_progress(self._progress)

    def _write_batch(self) -> None:
        """Write what has come back; a second ctrl-C waits until that is done."""
        accounts, files, problems, cases = self._documents, self._fingerprints, self._problems, self._cases
        self._documents, self._fingerprints, self._problems, self._cases = [], [], [], []
        with _defer_interrupt():
            if accounts or files:
                self._progress.add_result += self._library.add_packed_documents(
                    accounts, files=files, renewing=self._is_reparse
                )
            if problems or cases:
                self._library.keep_problems(problems, cases)
        self._written_at = time.monotonic()


@contextmanager
def _worker_pool(jobs: int) -> Iterator[Executor]:
    """Processes that parse. They are not forked from this one, which has the library open."""
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_init_worker)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _init_worker() -> None:
    """In a process that parses: ctrl-C is for the one that collects, and with that one it ends, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is loaded stays: the collector need not look at it again and again
    gc.set_threshold(50_000, 20, 100)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_exit_with_parent, args=(parent,), daemon=True).start()


def _exit_with_parent(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


@contextmanager
def _defer_interrupt() -> Iterator[None]:
    """Ctrl-C waits until the block is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt
