"""Tasks: what there is to collect, cut into portions that any process can read, parse and make ready to be written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from model.event import Account, Document
from model.library import Library
from model.library.records.publication_dates import Dated
from model.library.records.serialization import PackedAccount, pack
from model.parsing import parse
from model.reading import Problem, Source, origin_of, read
from model.reading.sources import lasting

TASK: Final = 16  # documents that are parsed together
_TASK_CHARACTERS: Final = 200_000


class FileMark(NamedTuple):
    """What a file looked like when it was added whole."""

    path: str  # as `lasting` tells it
    size: int
    modified: int  # nanoseconds


class Known(NamedTuple):
    """What need not be looked at again."""

    documents: int = 0
    files: int = 0
    keep_day: int = 0  # documents of another day of publication, which the user gave them before


class Ended(NamedTuple):
    """A file of many documents was read to its end: nothing more will be told of it."""

    file: str


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
    problems: list[Problem]
    files: list[FileMark]
    failed: int
    read_whole: tuple[FileMark, ...] = ()  # a file of many documents that ends here, whole if all before it came back


def tasks_of(
    library: Library,
    sources: Iterable[Source],
    default_date: date | None,
    columns: Mapping[str, str] | None,
    rules: str,
) -> Iterator[Task | Problem | Known | Ended]:
    """Tasks, problems, what is known already, and where a file of many documents ends."""
    files: list[Source] = []
    most = 1  # the first are parsed at once
    for source in sources:
        mark = _mark(source)
        if mark and library.knows_file(*mark) and (default_date is None or source.holds_one):
            keep_day = _keep_day(library.dated(origin=mark.path) if default_date else [], default_date)
            if keep_day is not None:
                yield Known(files=1, keep_day=keep_day)
                continue
        if source.holds_one:
            files.append(source)
            if len(files) >= most:
                yield Task(tuple(files), (), (), default_date, rules)
                files = []
                most = min(2 * most, TASK)
        else:
            if files:
                yield Task(tuple(files), (), (), default_date, rules)
                files = []
            yield from _of_many(library, source, mark, default_date, columns, rules)
            yield Ended(source.name)
    if files:
        yield Task(tuple(files), (), (), default_date, rules)


def _of_many(
    library: Library,
    source: Source,
    mark: FileMark | None,
    default_date: date | None,
    columns: Mapping[str, str] | None,
    rules: str,
) -> Iterator[Task | Problem | Known | Ended]:
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
            origin = (found.origin if isinstance(found, Account) else "") or origin_of(document, source)
            if library.knows_document(document, origin):
                named = document.published_from != "user"  # else it is `default_date` that dates it
                keep_day = _keep_day([] if named else library.dated(digest=document.digest), default_date)
                if keep_day is not None:
                    yield Known(documents=1, keep_day=keep_day)
                    continue
            some.append(found)
            origins.append(origin)
            characters += len(document.text)
            if len(some) >= most or characters > _TASK_CHARACTERS:
                yield Task((), tuple(some), tuple(origins), None, rules)
                some, origins, characters = [], [], 0
                most = min(2 * most, TASK)
    except KeyboardInterrupt:  # what was read is kept
        yield Task((), tuple(some), tuple(origins), None, rules)
        raise
    yield Task((), tuple(some), tuple(origins), None, rules, (mark,) if mark and whole else ())


def _keep_day(documents: Iterable[Dated], default_date: date | None) -> int | None:
    """How many of these keep another day, given before; None where one has none, and is to be given this one."""
    told = list(documents)
    return sum(each.keeps_from(str(default_date)) for each in told) if all(each.day for each in told) else None


def _mark(source: Source) -> FileMark | None:
    """What the source's file looks like; None where it is no plain file."""
    try:
        status = os.stat(source.path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileMark(lasting(source.path), status.st_size, status.st_mtime_ns)


def work(task: Task) -> Done:
    """Read, parse and make ready; whatever the documents hold, it raises nothing."""
    done = Done([], [], [], 0)
    failed = 0
    for source in task.sources:
        mark = _mark(source)
        of_it = list(read(source, default_date=task.default_date))
        problems = [each for each in of_it if isinstance(each, Problem)]
        done.problems.extend(problems)
        found = [(each, origin_of(_document(each), source)) for each in of_it if not isinstance(each, Problem)]
        lost = _parse(found, task.edition, done)
        failed += lost
        if mark and not problems and not lost:
            done.files.append(mark)
    failed += _parse(zip(task.documents, task.origins, strict=True), task.edition, done)
    return done._replace(failed=failed, read_whole=task.read_whole)


def _parse(found: Iterable[tuple[Document | Account, str]], edition: str, done: Done) -> int:
    """Parse and pack what was found, each with its origin; how many could not be."""
    failed = 0
    for each, origin in found:
        try:
            if isinstance(each, Account):
                account = each if each.origin else each._replace(origin=origin)
            else:
                account = Account(each, tuple(parse(each)), edition, origin)
            done.accounts.append(pack(account))
        except Exception as error:  # one document must not cost the reader all the others
            failed += 1
            what = f"could not be parsed ({type(error).__name__})"
            where = f"document {_document(each).id}"
            done.problems.append(Problem(where, what, "please report this, with the document"))
    return failed


def _document(found: Document | Account) -> Document:
    return found.document if isinstance(found, Account) else found
