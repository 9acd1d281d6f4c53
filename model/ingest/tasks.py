"""Ingest tasks: batches of files and documents that any process can read, parse and pack."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from model.edition import strike_edition
from model.event import Document, ExtractedDocument
from model.library import Library
from model.library.records.publication_dates import StoredPublicationDate
from model.library.records.serialization import PackedDocument, pack_document
from model.parsing import parse_document
from model.reading import Problem, Source, read_source
from model.reading.sources import origin_of, stable_path

MAX_TASK_DOCUMENTS: Final = 16
_MAX_TASK_CHARACTERS: Final = 200_000


class FileFingerprint(NamedTuple):
    """Identifies the state of a file when all of it was added."""

    path: str  # by `stable_path`
    size: int
    modified_ns: int


class SkippedItems(NamedTuple):
    """Counts of known documents and unchanged files; `user_dated` of them keep another date given by the user."""

    documents: int = 0
    files: int = 0
    user_dated: int = 0


class FileEnd(NamedTuple):
    """Marks the end of a file of many documents."""

    file: str


class ParseTask(NamedTuple):
    """Files to read and parse, and documents (with their origins) to parse."""

    sources: tuple[Source, ...] = ()
    documents: tuple[Document | ExtractedDocument, ...] = ()
    origins: tuple[str, ...] = ()
    default_date: date | None = None  # for the files
    finished_files: tuple[FileFingerprint, ...] = ()  # files of many documents that end with this task


class TaskResult(NamedTuple):
    """The outcome of a task; `finished_files` are complete if no document before was lost."""

    documents: list[PackedDocument]
    problems: list[Problem]
    files: list[FileFingerprint]
    failed_count: int
    finished_files: tuple[FileFingerprint, ...] = ()


PlannedItem = ParseTask | Problem | SkippedItems | FileEnd


def plan_tasks(
    library: Library, sources: Iterable[Source], default_date: date | None, columns: Mapping[str, str] | None
) -> Iterator[PlannedItem]:
    """Yields the tasks for these sources, in order, with problems, skipped items and ends of files between them."""
    files: list[Source] = []
    batch_size = 1  # starts small, so that the first results come at once
    for source in sources:
        fingerprint = _fingerprint_file(source)
        if fingerprint and library.has_file(*fingerprint) and (default_date is None or source.is_single_document):
            dates = library.find_publication_dates(origin=fingerprint.path) if default_date else []
            if (user_dated := _count_user_dated(dates, default_date)) is not None:
                yield SkippedItems(files=1, user_dated=user_dated)
                continue
        if source.is_single_document:
            files.append(source)
        if files and (len(files) >= batch_size or not source.is_single_document):
            yield ParseTask(tuple(files), default_date=default_date)
            files = []
            batch_size = min(2 * batch_size, MAX_TASK_DOCUMENTS)
        if not source.is_single_document:
            yield from _plan_stream_tasks(library, source, fingerprint, default_date, columns)
            yield FileEnd(source.name)
    if files:
        yield ParseTask(tuple(files), default_date=default_date)


def _plan_stream_tasks(
    library: Library,
    source: Source,
    fingerprint: FileFingerprint | None,
    default_date: date | None,
    columns: Mapping[str, str] | None,
) -> Iterator[PlannedItem]:
    """The tasks of a source of many documents: it is read in this process, and parsed in others."""
    documents: list[Document | ExtractedDocument] = []
    origins: list[str] = []
    characters = 0
    batch_size = 1  # starts small: a pipe may be slow
    is_complete = True
    try:
        for item in read_source(source, default_date=default_date, columns=columns):
            if isinstance(item, Problem):
                is_complete = False
                yield item
                continue
            document = _document_of(item)
            origin = (item.origin if isinstance(item, ExtractedDocument) else "") or origin_of(document, source)
            if library.has_document(document, origin):
                is_dated = document.published_from != "user"  # else by `default_date`
                dates = [] if is_dated else library.find_publication_dates(digest=document.digest)
                if (user_dated := _count_user_dated(dates, default_date)) is not None:
                    yield SkippedItems(documents=1, user_dated=user_dated)
                    continue
            documents.append(item)
            origins.append(origin)
            characters += len(document.text)
            if len(documents) >= batch_size or characters > _MAX_TASK_CHARACTERS:
                yield ParseTask((), tuple(documents), tuple(origins))
                documents, origins, characters = [], [], 0
                batch_size = min(2 * batch_size, MAX_TASK_DOCUMENTS)
    except KeyboardInterrupt:  # keep what was read
        yield ParseTask((), tuple(documents), tuple(origins))
        raise
    finished = (fingerprint,) if fingerprint and is_complete else ()
    yield ParseTask((), tuple(documents), tuple(origins), finished_files=finished)


def _count_user_dated(dates: Iterable[StoredPublicationDate], default_date: date | None) -> int | None:
    """How many of these keep another date given by the user; None if one has no date yet, and needs this one."""
    stored = list(dates)
    return sum(item.has_other_day(str(default_date)) for item in stored) if all(item.day for item in stored) else None


def _fingerprint_file(source: Source) -> FileFingerprint | None:
    """The fingerprint of the source's file; None if it is not a regular file."""
    try:
        status = os.stat(source.path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileFingerprint(stable_path(source.path), status.st_size, status.st_mtime_ns)


def run_task(task: ParseTask) -> TaskResult:
    """Read, parse and pack; raises nothing, whatever the documents contain."""
    result = TaskResult([], [], [], 0, task.finished_files)
    failed = 0
    for source in task.sources:
        fingerprint = _fingerprint_file(source)
        items = list(read_source(source, default_date=task.default_date))
        problems = [item for item in items if isinstance(item, Problem)]
        result.problems.extend(problems)
        documents = [item for item in items if not isinstance(item, Problem)]
        origins = [origin_of(_document_of(document), source) for document in documents]
        failed_here = _parse_documents(documents, origins, result)
        failed += failed_here
        if fingerprint and not problems and not failed_here:
            result.files.append(fingerprint)
    return result._replace(failed_count=failed + _parse_documents(task.documents, task.origins, result))


def _parse_documents(
    documents: Iterable[Document | ExtractedDocument], origins: Iterable[str], result: TaskResult
) -> int:
    """Parse and pack these documents into the result; returns how many failed."""
    failed = 0
    for document, origin in zip(documents, origins, strict=True):
        try:
            if isinstance(document, ExtractedDocument):
                extracted = document if document.origin else document._replace(origin=origin)
            else:
                extracted = ExtractedDocument(document, tuple(parse_document(document)), strike_edition(), origin)
            result.documents.append(pack_document(extracted))
        except Exception as error:  # one document must not stop the others
            failed += 1
            where, what = f"document {_document_of(document).id}", f"could not be parsed ({type(error).__name__})"
            result.problems.append(Problem(where, what, "please report this, with the document"))
    return failed


def _document_of(item: Document | ExtractedDocument) -> Document:
    return item.document if isinstance(item, ExtractedDocument) else item
