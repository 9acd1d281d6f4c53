"""Counts as bars in the terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.bar import Bar
from rich.console import Console
from rich.table import Table
from rich.text import Text

from model.text.sanitize import sanitize


def format_bar_chart(heading: str, bars: Sequence[tuple[str, int]], width: int) -> Iterator[str]:
    """A heading, and for each (label, count) a line with its bar, in at most `width` cells, then the sum."""
    most = max((count for _, count in bars), default=0)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, expand=True, header_style="none")
    table.add_column(heading, no_wrap=True, overflow="ellipsis", max_width=max(10, width // 3))
    table.add_column("strikes", no_wrap=True, justify="right")
    table.add_column("", ratio=1)
    for label, count in bars:
        table.add_row(Text(sanitize(label)), f"{count:,}", Bar(max(1, most), 0, count))
    out = io.StringIO()
    # The terminal's own colours do; what it can show is no question, since the blocks stand in every font.
    console = Console(file=out, width=width, color_system=None, force_terminal=False, legacy_windows=False, emoji=False)
    console.print(table)
    for line in out.getvalue().splitlines():
        yield line.rstrip()
