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

from model.edition import edition
from model.ingest.tasks import TASK, Done, Ended, FileMark, Known, Task, tasks_of, work
from model.library import Library
from model.library.records.serialization import PackedAccount
from model.library.writer import Added
from model.problem import Problems
from model.reading import Problem, Source, find

if TYPE_CHECKING:
    from concurrent.futures import Executor

_BATCH: Final = 500  # documents that are written together at most
_BATCH_SECONDS: Final = 2.0  # after which they are written though they are fewer, so that little is lost
_CASES: Final = 10_000  # problems that are held until they are written, where the library keeps them
_ALONE: Final = 3  # so many tasks are done here before other processes are started


@dataclass
class Progress:
    """How far collecting has come.

    `documents` counts all that were met, `passed` the files that were passed over since they look as they did when
    they were added, `failed` the documents that could not be parsed, `reports` what the others gave; `added` is what
    of it is written.
    """

    documents: int = 0
    reports: int = 0
    passed: int = 0
    failed: int = 0
    problems: int = 0
    added: Added = field(default_factory=Added)


def collect(
    library: Library,
    sources: Iterable[Source],
    *,
    default_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    jobs: int | None = None,
    tell: Callable[[str], None] = lambda line: None,
    tell_case: Callable[[str], None] = lambda line: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    keep_problems: bool = False,
) -> Progress:
    """Add what the sources hold to the library; what cannot be read is told, and the rest goes on.

    `tell` takes a line for each kind of problem in a file, once that file is read; `tell_case` takes every problem.

    Ctrl-C (KeyboardInterrupt) keeps what is parsed. `jobs` are the processes that parse (all cores when None).
    Raises LibraryError where the library cannot be written.
    """
    rules = edition()
    tasks = tasks_of(library, sources, default_date, columns, rules)
    collecting = _Collecting(library, tell, tell_case, on_progress, keep_problems=keep_problems)
    return collecting.run(tasks, jobs or os.cpu_count() or 1)


def reparse(
    library: Library,
    *,
    jobs: int | None = None,
    tell: Callable[[str], None] = lambda line: None,
    tell_case: Callable[[str], None] = lambda line: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Read anew the documents of the library that other rules have read; what the user made of them stays.

    Problems are told as by `collect`. Ctrl-C keeps what is done, and the next call goes on there. Raises LibraryError
    where it cannot be written.
    """
    rules = edition()

    def tasks() -> Iterator[Task | Problem | Known | Ended]:
        waiting = library.read_by_others(rules)
        while some := list(islice(waiting, TASK)):
            documents, origins = zip(*some, strict=True)
            yield Task((), documents, origins, None, rules)

    collecting = _Collecting(library, tell, tell_case, on_progress, renewing=True)
    return collecting.run(tasks(), jobs or os.cpu_count() or 1)


def collected(paths: Sequence[str]) -> Library:
    """A library in memory with what these files tell; what cannot be read is left out."""
    library = Library()
    collect(library, find(paths), jobs=1)
    return library


class _Collecting:
    """Tasks go out, what comes back is written in batches, in the order of the tasks."""

    def __init__(
        self,
        library: Library,
        tell: Callable[[str], None],
        tell_case: Callable[[str], None],
        on_progress: Callable[[Progress], None],
        *,
        keep_problems: bool = False,
        renewing: bool = False,
    ) -> None:
        self._library = library
        self._tell, self._tell_case = tell, tell_case
        self._on_progress = on_progress
        self._keep_problems = keep_problems
        self._renewing = renewing
        self._progress = Progress()
        self._accounts: list[PackedAccount] = []
        self._files: list[FileMark] = []
        self._met = Problems(len(library.problems()) if keep_problems else 0)
        self._problems: list[tuple[int, str]] = []
        self._cases: list[tuple[int, str]] = []
        self._gap = False  # whether documents of the file that is being read were lost
        self._written = time.monotonic()

    def run(self, tasks: Iterator[Task | Problem | Known | Ended], jobs: int) -> Progress:
        try:
            self._alone(tasks)
            if jobs > 1:
                with _processes(jobs) as executor:  # they are never without work while a batch is written
                    self._together(tasks, executor, 2 * jobs + _BATCH // TASK)
            self._alone(tasks, None)
        finally:
            try:
                self._tell_problems()
            finally:
                self._write()
        return self._progress

    def _alone(self, tasks: Iterator[Task | Problem | Known | Ended], most: int | None = _ALONE) -> None:
        """Do tasks here, `most` of them or all."""
        did = 0
        while most is None or did < most:
            task = next(tasks, None)
            if task is None:
                return
            if isinstance(task, Task):
                self._take(work(task))
                did += 1
            else:
                self._note(task)

    def _together(self, tasks: Iterator[Task | Problem | Known | Ended], executor: Executor, ahead: int) -> None:
        waiting: deque[Future[Done]] = deque()
        try:
            for task in tasks:
                if not isinstance(task, Task):
                    self._note(task)
                    continue
                waiting.append(executor.submit(work, task))
                while len(waiting) >= ahead or (waiting and waiting[0].done()):
                    self._take(waiting.popleft().result())
            while waiting:
                self._take(waiting.popleft().result())
        except BrokenProcessPool:
            self._gap = True
            self._problem(Problem("", "a process that parses was ended", "run this again for what it was reading"))
        except KeyboardInterrupt:
            for future in waiting:
                if future.done() and not future.cancelled() and not future.exception():
                    self._take(future.result())
                future.cancel()
            raise

    def _note(self, found: Problem | Known | Ended) -> None:
        if isinstance(found, Ended):
            self._tell_problems(found.file)
        elif isinstance(found, Known):
            self._progress.documents += found.documents
            self._progress.passed += found.files
            self._progress.added += Added(unchanged=found.documents, keep_day=found.keep_day)
            self._on_progress(self._progress)
        else:
            self._problem(found)

    def _problem(self, problem: Problem) -> None:
        self._progress.problems += 1
        number, line = self._met.add(problem), str(problem)
        self._tell_case(line)
        if self._keep_problems:
            self._cases.append((number, line))
            if len(self._cases) >= _CASES:
                self._write()

    def _tell_problems(self, file: str | None = None) -> None:
        """Tell what was wrong with this file, or with all: a line for each kind."""
        for number, line in self._met.told(file):
            self._tell(line)
            if self._keep_problems:
                self._problems.append((number, line))

    def _take(self, done: Done) -> None:
        for problem in done.problems:
            self._problem(problem)
        for file in dict.fromkeys(problem.file for problem in done.problems if problem.file):
            self._tell_problems(file)
        self._accounts += done.accounts
        self._files += done.files
        self._gap |= bool(done.failed)
        if done.read_whole:
            self._files += () if self._gap else done.read_whole  # what is not whole is read again the next time
            self._gap = False
        self._progress.documents += len(done.accounts) + done.failed
        self._progress.reports += sum(len(account.reports) for account in done.accounts)
        self._progress.failed += done.failed
        if len(self._accounts) >= _BATCH or time.monotonic() - self._written > _BATCH_SECONDS:
            self._write()
        self._on_progress(self._progress)

    def _write(self) -> None:
        """Write what has come back; a second ctrl-C waits until that is done."""
        accounts, files, problems, cases = self._accounts, self._files, self._problems, self._cases
        self._accounts, self._files, self._problems, self._cases = [], [], [], []
        with _undisturbed():
            if accounts or files:
                self._progress.added += self._library.add_packed(accounts, files=files, renewing=self._renewing)
            if problems or cases:
                self._library.keep_problems(problems, cases)
        self._written = time.monotonic()


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    """Processes that parse. They are not forked from this one, which has the library open."""
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """In a process that parses: ctrl-C is for the one that collects, and with that one it ends, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is loaded stays: the collector need not look at it again and again
    gc.set_threshold(50_000, 20, 100)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


@contextmanager
def _undisturbed() -> Iterator[None]:
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
