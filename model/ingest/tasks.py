"""Tasks: what there is to collect, cut into portions that any process can read, parse and make ready to be written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from model.event import Document, ExtractedDocument
from model.library import Library
from model.library.records.publication_dates import StoredPublicationDate
from model.library.records.serialization import PackedDocument, pack_document
from model.parsing import parse_document
from model.reading import Problem, Source, origin_of, read_source
from model.reading.sources import lasting

MAX_TASK_DOCUMENTS: Final = 16  # documents that are parsed together
_MAX_TASK_CHARACTERS: Final = 200_000


class FileFingerprint(NamedTuple):
    """What a file looked like when it was added whole."""

    path: str  # as `lasting` tells it
    size: int
    modified_ns: int  # nanoseconds


class SkippedItems(NamedTuple):
    """What need not be looked at again."""

    documents: int = 0
    files: int = 0
    user_dated: int = 0  # documents of another day of publication, which the user gave them before


class Ended(NamedTuple):
    """A file of many documents was read to its end: nothing more will be told of it."""

    file: str


class ParseTask(NamedTuple):
    """What another process is to do: read these files, and parse their documents and those at hand."""

    sources: tuple[Source, ...]
    documents: tuple[Document | ExtractedDocument, ...]
    origins: tuple[str, ...]  # of the documents at hand
    default_date: date | None
    edition: str
    finished_files: tuple[FileFingerprint, ...] = ()  # files that are done with this task


class TaskResult(NamedTuple):
    """What came of a task."""

    documents: list[PackedDocument]
    problems: list[Problem]
    files: list[FileFingerprint]
    failed_count: int
    finished_files: tuple[
        FileFingerprint, ...
    ] = ()  # a file of many documents that ends here, whole if all before it came back


def plan_tasks(
    library: Library,
    sources: Iterable[Source],
    default_date: date | None,
    columns: Mapping[str, str] | None,
    rules: str,
) -> Iterator[ParseTask | Problem | SkippedItems | Ended]:
    """Tasks, problems, what is known already, and where a file of many documents ends."""
    files: list[Source] = []
    most = 1  # the first are parsed at once
    for source in sources:
        mark = _fingerprint_file(source)
        if mark and library.has_file(*mark) and (default_date is None or source.is_single_document):
            keep_day = _count_user_dated(
                library.find_publication_dates(origin=mark.path) if default_date else [], default_date
            )
            if keep_day is not None:
                yield SkippedItems(files=1, user_dated=keep_day)
                continue
        if source.is_single_document:
            files.append(source)
            if len(files) >= most:
                yield ParseTask(tuple(files), (), (), default_date, rules)
                files = []
                most = min(2 * most, MAX_TASK_DOCUMENTS)
        else:
            if files:
                yield ParseTask(tuple(files), (), (), default_date, rules)
                files = []
            yield from _plan_stream_tasks(library, source, mark, default_date, columns, rules)
            yield Ended(source.name)
    if files:
        yield ParseTask(tuple(files), (), (), default_date, rules)


def _plan_stream_tasks(
    library: Library,
    source: Source,
    mark: FileFingerprint | None,
    default_date: date | None,
    columns: Mapping[str, str] | None,
    rules: str,
) -> Iterator[ParseTask | Problem | SkippedItems | Ended]:
    """The tasks of a source that holds many documents: it is read here, and parsed elsewhere."""
    some: list[Document | ExtractedDocument] = []
    origins: list[str] = []
    characters = 0
    most = 1  # what is first to come, perhaps slowly through a pipe, is parsed at once
    whole = True
    try:
        for found in read_source(source, default_date=default_date, columns=columns):
            if isinstance(found, Problem):
                whole = False
                yield found
                continue
            document = _document_of(found)
            origin = (found.origin if isinstance(found, ExtractedDocument) else "") or origin_of(document, source)
            if library.has_document(document, origin):
                named = document.published_from != "user"  # else it is `default_date` that dates it
                keep_day = _count_user_dated(
                    [] if named else library.find_publication_dates(digest=document.digest), default_date
                )
                if keep_day is not None:
                    yield SkippedItems(documents=1, user_dated=keep_day)
                    continue
            some.append(found)
            origins.append(origin)
            characters += len(document.text)
            if len(some) >= most or characters > _MAX_TASK_CHARACTERS:
                yield ParseTask((), tuple(some), tuple(origins), None, rules)
                some, origins, characters = [], [], 0
                most = min(2 * most, MAX_TASK_DOCUMENTS)
    except KeyboardInterrupt:  # what was read is kept
        yield ParseTask((), tuple(some), tuple(origins), None, rules)
        raise
    yield ParseTask((), tuple(some), tuple(origins), None, rules, (mark,) if mark and whole else ())


def _count_user_dated(documents: Iterable[StoredPublicationDate], default_date: date | None) -> int | None:
    """How many of these keep another day, given before; None where one has none, and is to be given this one."""
    told = list(documents)
    return sum(each.has_other_day(str(default_date)) for each in told) if all(each.day for each in told) else None


def _fingerprint_file(source: Source) -> FileFingerprint | None:
    """What the source's file looks like; None where it is no plain file."""
    try:
        status = os.stat(source.path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileFingerprint(lasting(source.path), status.st_size, status.st_mtime_ns)


def run_task(task: ParseTask) -> TaskResult:
    """Read, parse and make ready; whatever the documents hold, it raises nothing."""
    done = TaskResult([], [], [], 0)
    failed = 0
    for source in task.sources:
        mark = _fingerprint_file(source)
        of_it = list(read_source(source, default_date=task.default_date))
        problems = [each for each in of_it if isinstance(each, Problem)]
        done.problems.extend(problems)
        found = [(each, origin_of(_document_of(each), source)) for each in of_it if not isinstance(each, Problem)]
        lost = _parse_documents(found, task.edition, done)
        failed += lost
        if mark and not problems and not lost:
            done.files.append(mark)
    failed += _parse_documents(zip(task.documents, task.origins, strict=True), task.edition, done)
    return done._replace(failed_count=failed, finished_files=task.finished_files)


def _parse_documents(found: Iterable[tuple[Document | ExtractedDocument, str]], edition: str, done: TaskResult) -> int:
    """Parse and pack what was found, each with its origin; how many could not be."""
    failed = 0
    for each, origin in found:
        try:
            if isinstance(each, ExtractedDocument):
                account = each if each.origin else each._replace(origin=origin)
            else:
                account = ExtractedDocument(each, tuple(parse_document(each)), edition, origin)
            done.documents.append(pack_document(account))
        except Exception as error:  # one document must not cost the reader all the others
            failed += 1
            what = f"could not be parsed ({type(error).__name__})"
            where = f"document {_document_of(each).id}"
            done.problems.append(Problem(where, what, "please report this, with the document"))
    return failed


def _document_of(found: Document | ExtractedDocument) -> Document:
    return found.document if isinstance(found, ExtractedDocument) else found
