"""Cells that the tables of reports and of strikes have in common; loads no rich, no pydantic and no sqlite3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tui.rendering.phrases import sort_by_figure

UNKNOWN_CELL: Final = "?"


def mark_publication_day(days: str, basis: str) -> str:
    """The days, with "~" before them if no day is stated and they come from the day of publication."""
    return f"~{days}" if basis in ("carried", "user") else days


def list_weapons(
    weapons: Iterable[tuple[str, str | None, str | None]], launched: str | None, intercepted: str | None, scope: str
) -> list[str]:
    """Each (name, launched, intercepted) as a text, the largest figure first: "drone 36, 27 intercepted".

    `launched` and `intercepted` are the figures of several kinds together.
    """
    figures = [(f"{name} {up}" if up else name, up, down) for name, up, down in weapons]
    if launched or intercepted:
        figures.append((f"{launched} together" if launched else "together", launched, intercepted))
    texts = sort_by_figure((f"{text}, {down} intercepted" if down else text, up or down) for text, up, down in figures)
    if scope == "summary":
        texts = [f"total: {texts[0]}" if texts else "total:", *texts[1:]]
    return texts
