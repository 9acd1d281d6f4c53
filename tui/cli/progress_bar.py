"""The bar of long work on standard error: how far, how fast, how long yet; nothing where no terminal shows it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

ProgressCallback = Callable[[int, str], None]


class ProgressBar:
    """A context in which `show` moves the bar and `say` prints a line above it."""

    def __init__(self, total: int | None) -> None:
        """`total` is how many there will be, None where that is not known."""
        self._expected_count = total
        self._progress: Progress | None = None
        self._task_id: TaskID | None = None

    def __enter__(self) -> Self:
        if sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") not in (None, "", "dumb"):
            self._progress, self._task_id = _start_progress(self._expected_count)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def update_progress(self, done: int, words: str) -> None:
        """So many are done; `words` says what was found."""
        if self._progress is not None and self._task_id is not None:
            self._progress.update(self._task_id, completed=done, words=words)

    def print_message(self, line: str) -> None:
        """One line for people."""
        if self._progress is not None:
            self._progress.console.print(
                f"strikeview: {line}", markup=False, highlight=False, emoji=False, soft_wrap=True
            )
        elif sys.stderr is not None:
            print(f"strikeview: {line}", file=sys.stderr, flush=True)


def _start_progress(total: int | None) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[words]}", markup=False),
        Rate(),
    )
    bar = Progress(
        *columns,
        TimeRemainingColumn(compact=True),
        TextColumn("ctrl-C stops", markup=False),
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=5,
        expand=True,
    )
    task = bar.add_task("", total=total, words="")
    bar.start()
    return bar, task
