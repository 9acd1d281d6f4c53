"""Writing to a library from the command line: what is read, how far it is, what became of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from model.phrasing import format_count
from tui.cli.console import print_message
from tui.cli.progress_bar import ProgressBar

if TYPE_CHECKING:
    from model.ingest.pipeline import IngestProgress
    from model.library import Library

_LOOK: Final = 500  # milliseconds of quiet after which the files are looked at


def add_paths(
    library: Library,
    paths: Sequence[str],
    default_date: date | None,
    columns: Mapping[str, str],
    jobs: int | None,
    tell_case: Callable[[str], None],
) -> int:
    """Add what these files, folders and addresses hold; the exit status (130 where ctrl-C stopped it).

    `tell_case` takes a line for every problem, of which the terminal gets one for each kind in each file.
    """
    from model.ingest.pipeline import ingest_sources
    from model.reading import find_sources
    from model.reading.document_count import estimate_documents

    sources = find_sources(paths)
    progress: list[IngestProgress] = []
    with ProgressBar(estimate_documents(sources)) as bar:

        def show(now: IngestProgress) -> None:
            progress[:] = [now]
            bar.update_progress(now.documents + now.skipped_files, format_count(now.add_result.report_count, "report"))

        try:
            done = ingest_sources(
                library,
                sources,
                default_date=default_date,
                columns=columns,
                jobs=jobs,
                tell=bar.print_message,
                tell_case=tell_case,
                on_progress=show,
            )
        except KeyboardInterrupt:
            kept = _format_progress(progress[-1]) if progress else "nothing added"
            bar.print_message(f"stopped; {kept}: that is kept, and the same command goes on")
            return 130
    print(f"{_format_progress(done)}; {_describe_library(library)}", flush=True)  # whoever watches goes on
    if done.add_result.user_dated:
        keep = "keeps the day it was" if done.add_result.user_dated == 1 else "keep the day they were"
        change = f"strikeview edit --document NAME --date {default_date}"
        print_message(
            f"{format_count(done.add_result.user_dated, 'document')} {keep} given before; `{change}` gives one another"
        )
    return 0 if done.skipped_files or done.documents > done.failed_documents else 1


def _format_progress(progress: IngestProgress) -> str:
    """What became of the documents: "312 documents added with 204 reports, 3 changed, 980 known"."""
    new, changed, unchanged, reports, _ = progress.add_result
    parts = [f"{format_count(new, 'document')} added"]
    if changed:
        parts.append(f"{changed:,} changed")
    if new or changed:
        parts[-1] += f" with {format_count(reports, 'report')}"
    if unchanged:
        parts.append(f"{unchanged:,} known")
    if progress.skipped_files:
        parts.append(f"{format_count(progress.skipped_files, 'file')} unchanged")
    if progress.failed_documents:
        parts.append(f"{progress.failed_documents:,} could not be parsed")
    return ", ".join(parts)


def _describe_library(library: Library) -> str:
    from model.query import Query

    strikes = format_count(library.count_filters(Query()).total, "strike")
    return f"the library holds {strikes} from {format_count(library.count_documents(), 'document')}"


def reparse_library(library: Library, jobs: int | None, tell_case: Callable[[str], None]) -> int:
    """Read anew what other rules have read; the exit status (130 where ctrl-C stopped it)."""
    from model.edition import edition
    from model.ingest.pipeline import reparse_documents

    total = library.count_outdated_documents(edition())
    with ProgressBar(total) as bar:
        try:
            done = reparse_documents(
                library,
                jobs=jobs,
                tell=bar.print_message,
                tell_case=tell_case,
                on_progress=lambda now: bar.update_progress(
                    now.documents, format_count(now.add_result.report_count, "report")
                ),
            )
        except KeyboardInterrupt:
            bar.print_message("stopped; what was read anew is kept, the same command goes on")
            return 130
    renewed = format_count(done.add_result.changed_documents, "document")
    print(
        f"{renewed} read anew with {format_count(done.add_result.report_count, 'report')}; {_describe_library(library)}"
    )
    return 1 if done.failed_documents else 0


def watch_folders(
    library: Library,
    folders: Sequence[str],
    default_date: date | None,
    jobs: int | None,
    tell_case: Callable[[str], None],
) -> int:
    """Add what lies in the folders, then whatever appears or changes there, until ctrl-C; the exit status."""
    status = add_paths(library, folders, default_date, {}, jobs, tell_case)
    if status == 130:
        return status
    print_message("watching; ctrl-C stops")
    for changed in _changes(folders):
        if changed and add_paths(library, changed, default_date, {}, jobs, tell_case) == 130:
            break
    return 0


def _changes(folders: Sequence[str]) -> Iterator[list[str]]:
    """The files that appear or change in the folders, some at a time, until ctrl-C.

    A name that is no UTF-8 ends `watchfiles`: it is begun again, and the files are looked at, of which some could have
    changed meanwhile.
    """
    from watchfiles import Change, watch

    from model.reading import Source
    from model.reading.sources import legible

    named = [legible(folder) for folder in folders]
    looked: dict[str, tuple[int, int]] = {}
    ended = False
    while True:
        try:
            for changes in watch(*named, raise_interrupt=False, rust_timeout=_LOOK, yield_on_timeout=ended):
                if ended:
                    before, looked = looked, _looks(folders)
                    yield [path for path, look in looked.items() if before.get(path) != look]
                    ended = False
                appeared = {os.fsdecode(path.encode()) for change, path in changes if change is not Change.deleted}
                yield sorted(path for path in appeared if Source(path).extension and Path(path).is_file())
            return
        except RuntimeError as error:
            if "decode" not in str(error):
                raise
            ended = True


def _looks(folders: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The size and the time of change of each file in the folders."""
    from model.reading import find_sources

    looks = {}
    for source in find_sources(folders):
        with suppress(OSError):
            status = os.stat(source.path)
            looks[source.path] = status.st_size, status.st_mtime_ns
    return looks
