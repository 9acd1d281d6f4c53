"""Reported counts: approximate or exact, their short form, and the range over several."""

from __future__ import annotations

from collections.abc import Iterable

from model.event.report import Figure

# An approximate count has equal bounds all the same: those of "about 50" are 50 and 50.
APPROXIMATION_PREFIXES = (
    "about ", "around ", "some ", "nearly ", "almost ", "approx", "roughly ", "estimated ", "an estimated ",
    "close to ", "circa ",
)  # fmt: skip


def is_rough(figure: Figure) -> bool:
    """Whether its words make it an approximate count: "nearly 40"."""
    return figure.text.casefold().startswith(APPROXIMATION_PREFIXES)


def short_form(figure: Figure) -> str:
    """The bounds in a few characters: "122" exact, "~50" about, "30+" at least, "≤20" at most, "20–30" a range."""
    if figure.low is None:
        return f"≤{figure.high}"
    if figure.high is None:
        return f"{figure.low}+"
    if figure.low != figure.high:
        return f"{figure.low}–{figure.high}"
    return f"~{figure.low}" if is_rough(figure) else str(figure.low)


def combined_range(figures: Iterable[Figure]) -> Figure | None:
    """The range from the lowest low to the highest high, with the distinct words joined by " / "; None for no figures.

    A bound that is open in one figure is open in the range. If both would be open ("30 or more" and "up to 50"), the
    range is that of the stated numbers.
    """
    figures = list(figures)
    if not figures:
        return None
    lows = [figure.low for figure in figures if figure.low is not None]
    highs = [figure.high for figure in figures if figure.high is not None]
    low = min(lows) if len(lows) == len(figures) else None
    high = max(highs) if len(highs) == len(figures) else None
    if low is None and high is None:
        low, high = min(lows + highs), max(lows + highs)
    return Figure(low=low, high=high, text=" / ".join(dict.fromkeys(figure.text for figure in figures)))
