"""Writing to a library from the command line: what is read, how far it is, what became of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.cli.console import say
from tui.cli.progress_bar import Bar
from tui.rendering.phrases import counted

if TYPE_CHECKING:
    from model.ingest.pipeline import Progress
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
    from model.ingest.pipeline import collect
    from model.reading import find
    from model.reading.document_count import count

    sources = find(paths)
    progress: list[Progress] = []
    with Bar(count(sources)) as bar:

        def show(now: Progress) -> None:
            progress[:] = [now]
            bar.show(now.documents + now.passed, counted(now.added.reports, "report"))

        try:
            done = collect(
                library,
                sources,
                default_date=default_date,
                columns=columns,
                jobs=jobs,
                tell=bar.say,
                tell_case=tell_case,
                on_progress=show,
            )
        except KeyboardInterrupt:
            kept = _told(progress[-1]) if progress else "nothing added"
            bar.say(f"stopped; {kept}: that is kept, and the same command goes on")
            return 130
    print(f"{_told(done)}; {_held(library)}", flush=True)  # whoever watches goes on
    if done.added.keep_day:
        keep = "keeps the day it was" if done.added.keep_day == 1 else "keep the day they were"
        change = f"strikeview edit --document NAME --date {default_date}"
        say(f"{counted(done.added.keep_day, 'document')} {keep} given before; `{change}` gives one another")
    return 0 if done.passed or done.documents > done.failed else 1


def _told(progress: Progress) -> str:
    """What became of the documents: "312 documents added with 204 reports, 3 changed, 980 known"."""
    new, changed, unchanged, reports, _ = progress.added
    parts = [f"{counted(new, 'document')} added"]
    if changed:
        parts.append(f"{changed:,} changed")
    if new or changed:
        parts[-1] += f" with {counted(reports, 'report')}"
    if unchanged:
        parts.append(f"{unchanged:,} known")
    if progress.passed:
        parts.append(f"{counted(progress.passed, 'file')} unchanged")
    if progress.failed:
        parts.append(f"{progress.failed:,} could not be parsed")
    return ", ".join(parts)


def _held(library: Library) -> str:
    from model.query import Query

    strikes = counted(library.counts(Query()).total, "strike")
    return f"the library holds {strikes} from {counted(library.documents(), 'document')}"


def reparse_all(library: Library, jobs: int | None, tell_case: Callable[[str], None]) -> int:
    """Read anew what other rules have read; the exit status (130 where ctrl-C stopped it)."""
    from model.edition import edition
    from model.ingest.pipeline import reparse

    total = library.count_read_by_others(edition())
    with Bar(total) as bar:
        try:
            done = reparse(
                library,
                jobs=jobs,
                tell=bar.say,
                tell_case=tell_case,
                on_progress=lambda now: bar.show(now.documents, counted(now.added.reports, "report")),
            )
        except KeyboardInterrupt:
            bar.say("stopped; what was read anew is kept, the same command goes on")
            return 130
    renewed = counted(done.added.changed, "document")
    print(f"{renewed} read anew with {counted(done.added.reports, 'report')}; {_held(library)}")
    return 1 if done.failed else 0


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
    say("watching; ctrl-C stops")
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
                yield sorted(path for path in appeared if Source(path).ending and Path(path).is_file())
            return
        except RuntimeError as error:
            if "decode" not in str(error):
                raise
            ended = True


def _looks(folders: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The size and the time of change of each file in the folders."""
    from model.reading import find

    looks = {}
    for source in find(folders):
        with suppress(OSError):
            status = os.stat(source.path)
            looks[source.path] = status.st_size, status.st_mtime_ns
    return looks
