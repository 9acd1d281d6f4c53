"""Collecting: from sources to a library, on all cores, a batch at a time, each batch wholly or not at all.

This process reads what holds many documents and writes the library; others read single files, parse, and make ready
what is written. What is there already is neither read nor parsed: a file that looks as it did, a document whose
content is known.
"""

from __future__ import annotations

import os
import signal
import stat
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
from typing import TYPE_CHECKING, Final, NamedTuple

from model.edition import edition
from model.event import Account, Document
from model.library import Library
from model.library.adding import Added
from model.library.packing import PackedAccount, pack
from model.parsing import parse
from model.reading import Problem, Source, find, origin_of, read

if TYPE_CHECKING:
    from concurrent.futures import Executor

_BATCH: Final = 500  # documents that are written together at most
_BATCH_SECONDS: Final = 2.0  # after which they are written though they are fewer, so that little is lost
_TASK: Final = 16  # documents that are parsed together
_TASK_CHARACTERS: Final = 200_000
_ALONE: Final = 3  # so many tasks are done here before other processes are started


class FileMark(NamedTuple):
    """What a file looked like when it was added whole."""

    path: str
    size: int
    modified: int  # nanoseconds


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


class Known(NamedTuple):
    """What need not be looked at again."""

    documents: int = 0
    files: int = 0


class Task(NamedTuple):
    """What another process is to do: read these files, and parse their documents and those at hand."""

    sources: tuple[Source, ...]
    documents: tuple[Document | Account, ...]
    origins: tuple[str, ...]  # of the documents at hand
    default_date: date | None
    edition: str
    read_whole: tuple[FileMark, ...] = ()  # files that are done with this task


class Done(NamedTuple):
    """What came of a task."""

    accounts: list[PackedAccount]
    problems: list[str]
    files: list[FileMark]
    failed: int


def collect(
    library: Library,
    sources: Iterable[Source],
    *,
    default_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    jobs: int | None = None,
    tell: Callable[[str], None] = lambda line: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    keep_problems: bool = False,
) -> Progress:
    """Add what the sources hold to the library; what cannot be read is told, a line each, and the rest goes on.

    Ctrl-C (KeyboardInterrupt) keeps what is parsed. `jobs` are the processes that parse (all cores when None).
    Raises LibraryError where the library cannot be written.
    """
    rules = edition()
    tasks = _tasks(library, sources, default_date, columns, rules)
    return _Collecting(library, tell, on_progress, keep_problems).run(tasks, jobs or os.cpu_count() or 1)


def reparse(
    library: Library,
    *,
    jobs: int | None = None,
    tell: Callable[[str], None] = lambda line: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Read anew the documents of the library that other rules have read; what the user made of them stays.

    Ctrl-C keeps what is done, and the next call goes on there. Raises LibraryError where it cannot be written.
    """
    rules = edition()

    def tasks() -> Iterator[Task | Problem | Known]:
        waiting = library.read_by_others(rules)
        while some := list(islice(waiting, _TASK)):
            documents, origins = zip(*some, strict=True)
            yield Task((), documents, origins, None, rules)

    return _Collecting(library, tell, on_progress, False).run(tasks(), jobs or os.cpu_count() or 1)


def collected(paths: Sequence[str]) -> Library:
    """A library in memory with what these files tell; what cannot be read is left out."""
    library = Library()
    collect(library, find(paths), jobs=1)
    return library


# What is to be done


def _tasks(
    library: Library,
    sources: Iterable[Source],
    default_date: date | None,
    columns: Mapping[str, str] | None,
    rules: str,
) -> Iterator[Task | Problem | Known]:
    """Tasks, problems, and what is known already."""
    files: list[Source] = []
    most = 1  # the first are parsed at once
    for source in sources:
        mark = _mark(source)
        if mark and library.knows_file(*mark):
            yield Known(files=1)
        elif source.holds_one:
            files.append(source)
            if len(files) >= most:
                yield Task(tuple(files), (), (), default_date, rules)
                files = []
                most = min(2 * most, _TASK)
        else:
            if files:
                yield Task(tuple(files), (), (), default_date, rules)
                files = []
            yield from _of_many(library, source, mark, default_date, columns, rules)
    if files:
        yield Task(tuple(files), (), (), default_date, rules)


def _of_many(
    library: Library,
    source: Source,
    mark: FileMark | None,
    default_date: date | None,
    columns: Mapping[str, str] | None,
    rules: str,
) -> Iterator[Task | Problem | Known]:
    """The tasks of a source that holds many documents: it is read here, and parsed elsewhere."""
    some: list[Document | Account] = []
    origins: list[str] = []
    characters = 0
    most = 1  # what is first to come, perhaps slowly through a pipe, is parsed at once
    whole = True
    try:
        for found in read(source, default_date=default_date, columns=columns):
            if isinstance(found, Problem):
                whole = False
                yield found
                continue
            document = _document(found)
            if library.knows_document(document.digest):
                yield Known(documents=1)
                continue
            some.append(found)
            origins.append(origin_of(document, source))
            characters += len(document.text)
            if len(some) >= most or characters > _TASK_CHARACTERS:
                yield Task((), tuple(some), tuple(origins), None, rules)
                some, origins, characters = [], [], 0
                most = min(2 * most, _TASK)
    except KeyboardInterrupt:  # what was read is kept
        yield Task((), tuple(some), tuple(origins), None, rules)
        raise
    yield Task((), tuple(some), tuple(origins), None, rules, (mark,) if mark and whole else ())


def _mark(source: Source) -> FileMark | None:
    """What the source's file looks like; None where it is no plain file."""
    try:
        status = os.stat(source.path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileMark(os.path.realpath(source.path), status.st_size, status.st_mtime_ns)


# Doing it


def work(task: Task) -> Done:
    """Read, parse and make ready; whatever the documents hold, it raises nothing."""
    done = Done([], [], list(task.read_whole), 0)
    found: list[tuple[Document | Account, str]] = list(zip(task.documents, task.origins, strict=True))
    for source in task.sources:
        mark = _mark(source)
        of_it = list(read(source, default_date=task.default_date))
        problems = [str(each) for each in of_it if isinstance(each, Problem)]
        found += [(each, origin_of(_document(each), source)) for each in of_it if not isinstance(each, Problem)]
        done.problems.extend(problems)
        if mark and not problems:
            done.files.append(mark)
    failed = 0
    for each, origin in found:
        try:
            if isinstance(each, Account):
                account = each if each.origin else each._replace(origin=origin)
            else:
                account = Account(each, tuple(parse(each)), task.edition, origin)
            done.accounts.append(pack(account))
        except Exception as error:  # one document must not cost the reader all the others
            failed += 1
            what = f"could not be parsed ({type(error).__name__})"
            where = f"document {_document(each).id}"
            done.problems.append(str(Problem(where, what, "please report this, with the document")))
    return done._replace(failed=failed)


def _document(found: Document | Account) -> Document:
    return found.document if isinstance(found, Account) else found


class _Collecting:
    """Tasks go out, what comes back is written in batches, in the order of the tasks."""

    def __init__(
        self,
        library: Library,
        tell: Callable[[str], None],
        on_progress: Callable[[Progress], None],
        keep_problems: bool,
    ) -> None:
        self._library = library
        self._tell = tell
        self._on_progress = on_progress
        self._keep_problems = keep_problems
        self._progress = Progress()
        self._accounts: list[PackedAccount] = []
        self._files: list[FileMark] = []
        self._problems: list[str] = []
        self._written = time.monotonic()

    def run(self, tasks: Iterator[Task | Problem | Known], jobs: int) -> Progress:
        try:
            self._alone(tasks)
            if jobs > 1:
                with _processes(jobs) as executor:
                    self._together(tasks, executor, 2 * jobs + 2)
            self._alone(tasks, None)
        finally:
            self._write()
        return self._progress

    def _alone(self, tasks: Iterator[Task | Problem | Known], most: int | None = _ALONE) -> None:
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

    def _together(self, tasks: Iterator[Task | Problem | Known], executor: Executor, ahead: int) -> None:
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
            self._problem("a process that parses was ended; run this again for what it was reading")
        except KeyboardInterrupt:
            for future in waiting:
                if future.done() and not future.cancelled() and not future.exception():
                    self._take(future.result())
                future.cancel()
            raise

    def _note(self, found: Problem | Known) -> None:
        if isinstance(found, Known):
            self._progress.documents += found.documents
            self._progress.passed += found.files
            self._progress.added += Added(unchanged=found.documents)
            self._on_progress(self._progress)
        else:
            self._problem(str(found))

    def _problem(self, line: str) -> None:
        self._progress.problems += 1
        self._problems.append(line)
        self._tell(line)

    def _take(self, done: Done) -> None:
        for line in done.problems:
            self._problem(line)
        self._accounts += done.accounts
        self._files += done.files
        self._progress.documents += len(done.accounts) + done.failed
        self._progress.reports += sum(len(account.reports) for account in done.accounts)
        self._progress.failed += done.failed
        if len(self._accounts) >= _BATCH or time.monotonic() - self._written > _BATCH_SECONDS:
            self._write()
        self._on_progress(self._progress)

    def _write(self) -> None:
        """Write what has come back; a second ctrl-C waits until that is done."""
        accounts, files, problems = self._accounts, self._files, self._problems
        self._accounts, self._files, self._problems = [], [], []
        if accounts or files or (problems and self._keep_problems):
            with _undisturbed():
                self._progress.added += self._library.add_packed(
                    accounts, problems if self._keep_problems else (), files
                )
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
