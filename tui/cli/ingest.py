"""Runs `add`, `watch` and `reparse` on an open library: reads, shows the progress and prints the result."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from model.phrasing import format_count
from tui.cli.console import print_lines, print_message
from tui.cli.problem_file import ProblemLog
from tui.cli.read_progress import ReadProgress

if TYPE_CHECKING:
    from model.ingest.pipeline import IngestProgress
    from model.library import Library

_QUIET_MILLISECONDS: Final = 500  # without changes, after which the files are looked at


def add_paths(
    library: Library,
    paths: Sequence[str],
    default_date: date | None,
    columns: Mapping[str, str],
    jobs: int | None,
    log_problem: ProblemLog,
) -> int:
    """Add what these files, folders and addresses hold; the exit status (130 if ctrl-C stopped it).

    `log_problem` takes a line for every problem; the terminal gets one for each kind in each file.
    """
    from model.ingest.pipeline import ingest_sources
    from model.reading import find_sources

    sources = find_sources(paths)
    progress = ReadProgress()
    progress.estimate_total(sources)
    try:
        done = ingest_sources(
            library,
            sources,
            default_date=default_date,
            columns=columns,
            jobs=jobs,
            report_problem=print_message,
            log_problem=log_problem,
            on_progress=progress.show_ingest,
        )
    except KeyboardInterrupt:
        added = _describe_ingest(progress.ingest) if progress.ingest else "nothing added"
        print_message(f"stopped; {added}: that is kept, and the same command continues")
        return 130
    print_lines([f"{_describe_ingest(done)}; {_describe_library(library)}"])
    if count := done.add_result.user_dated:
        keep = "keeps the date it was" if count == 1 else "keep the dates they were"
        change = f"strikeview edit --document NAME --date {default_date}"
        print_message(f"{format_count(count, 'document')} {keep} given before; `{change}` sets another one")
    return 0 if done.skipped_files or done.documents > done.failed_documents else 1


def _describe_ingest(ingest: IngestProgress) -> str:
    """What became of the documents: "312 documents added with 204 reports, 3 changed, 980 known"."""
    new, changed, unchanged, reports, _ = ingest.add_result
    parts = [f"{format_count(new, 'document')} added"]
    if changed:
        parts.append(f"{changed:,} changed")
    if new or changed:
        parts[-1] += f" with {format_count(reports, 'report')}"
    if unchanged:
        parts.append(f"{unchanged:,} known")
    if ingest.skipped_files:
        parts.append(f"{format_count(ingest.skipped_files, 'file')} unchanged")
    if ingest.failed_documents:
        parts.append(f"{ingest.failed_documents:,} could not be parsed")
    return ", ".join(parts)


def _describe_library(library: Library) -> str:
    from model.query import Query

    strikes = format_count(library.count_filters(Query()).total, "strike")
    return f"the library has {strikes} from {format_count(library.count_documents(), 'document')}"


def reparse_library(library: Library, jobs: int | None, log_problem: ProblemLog) -> int:
    """Parse the documents again that other rules have parsed; the exit status (130 if ctrl-C stopped it)."""
    from model.edition import strike_edition
    from model.ingest.pipeline import reparse_documents

    progress = ReadProgress(total=library.count_outdated_documents(strike_edition()))
    try:
        done = reparse_documents(
            library, jobs=jobs, report_problem=print_message, log_problem=log_problem, on_progress=progress.show_ingest
        )
    except KeyboardInterrupt:
        print_message("stopped; what was read again is kept, and the same command continues")
        return 130
    documents = format_count(done.add_result.changed_documents, "document")
    reports = format_count(done.add_result.report_count, "report")
    print_lines([f"{documents} read again with {reports}; {_describe_library(library)}"])
    return 1 if done.failed_documents else 0


def watch_folders(
    library: Library, folders: Sequence[str], default_date: date | None, jobs: int | None, log_problem: ProblemLog
) -> int:
    """Add the files in the folders, then those that appear or change there, until ctrl-C; the exit status."""
    status = add_paths(library, folders, default_date, {}, jobs, log_problem)
    if status == 130:
        return status
    print_message("watching; ctrl-C stops")
    for changed in _iter_changed_files(folders):
        if changed and add_paths(library, changed, default_date, {}, jobs, log_problem) == 130:
            break
    return 0


def _iter_changed_files(folders: Sequence[str]) -> Iterator[list[str]]:
    """The files that appear or change in the folders, in batches, until ctrl-C.

    A file name that is not UTF-8 ends `watchfiles`: it is started again, and what changed meanwhile is found by
    looking at the files.
    """
    from watchfiles import Change, watch

    from model.reading import Source
    from model.reading.sources import printable_path

    printable_folders = [printable_path(folder) for folder in folders]
    stamps: dict[str, tuple[int, int]] = {}
    has_ended = False
    while True:
        try:
            for changes in watch(
                *printable_folders, raise_interrupt=False, rust_timeout=_QUIET_MILLISECONDS, yield_on_timeout=has_ended
            ):
                if has_ended:
                    previous, stamps = stamps, _stamp_files(folders)
                    yield [path for path, stamp in stamps.items() if previous.get(path) != stamp]
                    has_ended = False
                paths = {os.fsdecode(path.encode()) for change, path in changes if change is not Change.deleted}
                yield sorted(path for path in paths if Source(path).extension and Path(path).is_file())
            return
        except RuntimeError as error:
            if "decode" not in str(error):
                raise
            has_ended = True


def _stamp_files(folders: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The size and modification time (nanoseconds) of each file in the folders."""
    from model.reading import find_sources

    stamps = {}
    for source in find_sources(folders):
        with suppress(OSError):
            status = os.stat(source.path)
            stamps[source.path] = status.st_size, status.st_mtime_ns
    return stamps
