"""Counts as bars in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len

from model.text.sanitize import sanitize
from tui.cli.table_layout import TableColumn, format_table

_EIGHTHS: Final[tuple[str, ...]] = ("", *"▏▎▍▌▋▊▉")  # of a cell


def format_bar_chart(heading: str, bars: Sequence[tuple[str, int]], width: int) -> Iterator[str]:
    """A heading, and for each (label, count) a line with its bar, in at most `width` cells."""
    longest_label = max((cell_len(sanitize(label)) for label, _ in bars), default=0)
    longest_count = max((count for _, count in bars), default=0)
    columns = (
        TableColumn(heading, min(max(longest_label, len(heading)), max(10, width // 3))),
        TableColumn("strikes", max(len("strikes"), len(f"{longest_count:,}")), is_right_aligned=True),
        TableColumn("", 0, share=1),
    )
    room = max(0, width - columns[0].width - columns[1].width - 2)
    rows = ((label, f"{count:,}", _draw_bar(count / max(1, longest_count), room)) for label, count in bars)
    return format_table(rows, columns, width)


def _draw_bar(share: float, width: int) -> str:
    cells, eighths = divmod(int(share * width * 8), 8)
    return "█" * cells + _EIGHTHS[eighths]
