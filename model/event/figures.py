"""Reckoning with reported counts: their short notation, and the range over several."""

from __future__ import annotations

from collections.abc import Iterable

from model.event.report import Figure

# How words that make a number a rough one begin; the bounds of "about 50" are 50 and 50 all the same.
APPROXIMATION_PREFIXES = (
    "about ", "around ", "some ", "nearly ", "almost ", "approx", "roughly ", "estimated ", "an estimated ",
    "close to ", "circa ",
)  # fmt: skip


def is_rough(figure: Figure) -> bool:
    """Whether the words make it no exact count: "nearly 40"."""
    return figure.text.casefold().startswith(APPROXIMATION_PREFIXES)


def short_form(figure: Figure) -> str:
    """The bounds as a row shows them: "122" exact, "~50" about, "30+" and up, "≤20" at most, "20–30" a range."""
    if figure.low is None:
        return f"≤{figure.high}"
    if figure.high is None:
        return f"{figure.low}+"
    if figure.low != figure.high:
        return f"{figure.low}–{figure.high}"
    return f"~{figure.low}" if is_rough(figure) else str(figure.low)


def combined_range(figures: Iterable[Figure]) -> Figure | None:
    """The range over several figures: from the lowest low to the highest high, their distinct words joined by " / ".

    A bound that one of them leaves open is open. Where that leaves neither bound (one says "30 or more", another "up
    to 50"), the range is that of the numbers told. None where there are no figures.
    """
    several = list(figures)
    if not several:
        return None
    lows = [figure.low for figure in several if figure.low is not None]
    highs = [figure.high for figure in several if figure.high is not None]
    low = min(lows) if len(lows) == len(several) else None
    high = max(highs) if len(highs) == len(several) else None
    if low is None and high is None:
        low, high = min(lows + highs), max(lows + highs)
    return Figure(low=low, high=high, text=" / ".join(dict.fromkeys(figure.text for figure in several)))
