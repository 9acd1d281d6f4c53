"""Bar charts: aligned, never wider than the terminal, whatever the labels."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tui.cli.bar_chart import format_bar_chart


def test_bar_is_as_long_as_its_count() -> None:
    head, one, two, none = format_bar_chart("month", [("2023-11", 1000), ("2023-12", 2000), ("2024-01", 0)], 60)
    assert head.split() == ["month", "strikes"]
    assert two.split()[:2] == ["2023-12", "2,000"]
    assert abs(two.count("█") - 2 * one.count("█")) <= 2
    assert cell_len(two) == 60
    assert none.split() == ["2024-01", "0"]


@pytest.mark.parametrize("width", [20, 40, 60, 200])
@pytest.mark.parametrize(
    "label", ["基辅" * 30, "Kyi\u202ev", "K\x1b[31m", "a\nb", "[bold]x[/bold]", "[red", ":smile:", "x" * 300, ""]
)
def test_no_label_breaks_lines_or_controls_the_terminal(label: str, width: int) -> None:
    lines = list(format_bar_chart("place", [(label, 3), ("Odesa", 1)], width))
    assert len(lines) == 3
    assert all(cell_len(line) <= width and line.isprintable() for line in lines)


def test_markup_in_a_label_is_text() -> None:
    assert "[bold]x[/bold]" in "\n".join(format_bar_chart("place", [("[bold]x[/bold]", 1)], 80))


def test_zeros_alone_are_not_an_error() -> None:
    assert list(format_bar_chart("side", [("russia", 0)], 40))[1].split() == ["russia", "0"]
