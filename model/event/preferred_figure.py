"""Chooses which of several reported figures is shown first, and names the rule that chose it.

The latest report is preferred, as in the Global Terrorism Database. Among reports published on one day the most
specific is: an exact count before an approximate one ("nearly 40") and that before a bound, then a report that states
the day, then one that names a place. Of what is left the lower figure is shown, as in ACLED and GTD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from model.event.figures import is_rough
from model.event.report import Figure, Report
from model.event.strike import PreferredFigure, Strike
from model.event.value_path import ValuePath
from model.taxonomy import FIGURE_NAMES, PreferenceRule

STATED_BASES: Final = ("explicit", "weekday", "relative")  # the text itself dates it, not only its publication


def preferred_figure(strike: Strike, path: str) -> PreferredFigure | None:
    """The figure to show at a path ("killed", "weapons.0.launched"); None where the strike has none.

    A figure corrected by the user goes before all reported ones.
    """
    figure = _strike_figure(strike, path)
    if figure is None:
        return None
    if (shown := strike.shown.get(path)) and _is_within_range(shown.figure, figure):
        return shown
    return PreferredFigure(figure=figure, document=strike.reports[0].document, rule="alone")


def preferred_figures(strike: Strike) -> dict[str, PreferredFigure]:
    """The figure to show first at each path where several reports give one."""
    figures = {path: list(_reported_figures(strike, path)) for path in _figure_paths(strike)}
    return {path: _choose_figure(reported) for path, reported in figures.items() if len(reported) > 1}


def _choose_figure(reported: Sequence[tuple[Figure, Report]]) -> PreferredFigure:
    """The best of several figures, with the first rule that sets it apart from all other counts."""
    left = list(reported)
    rule: PreferenceRule = "alike"
    for name, rank in _PREFERENCE_RULES:
        if len({(figure.low, figure.high) for figure, _ in left}) == 1:
            break
        highest = max(rank(*pair) for pair in left)
        best = [pair for pair in left if rank(*pair) == highest]
        if len(best) < len(left):
            left, rule = best, name
    figure, report = min(left, key=lambda pair: (pair[1].document, pair[0].text))
    return PreferredFigure(figure=figure, document=report.document, rule=rule)


def _is_one_number(figure: Figure) -> bool:
    return figure.low is not None and figure.low == figure.high


# The highest rank is preferred.
_PREFERENCE_RULES: Final[tuple[tuple[PreferenceRule, Callable[[Figure, Report], float]], ...]] = (
    ("latest", lambda _, report: report.published.toordinal() if report.published else 0),
    ("exact", lambda figure, _: _is_one_number(figure) and not is_rough(figure)),
    ("rough", lambda figure, _: _is_one_number(figure)),
    ("dated", lambda _, report: report.when.basis in STATED_BASES),
    ("placed", lambda _, report: bool(report.places)),
    ("lower", lambda figure, _: -(figure.low if figure.low is not None else figure.high or 0)),
    ("lower", lambda figure, _: -(figure.high if figure.high is not None else float("inf"))),
)


def _figure_paths(strike: Strike) -> Iterator[str]:
    yield from (name for name in FIGURE_NAMES if getattr(strike, name) is not None)
    for position, weapon in enumerate(strike.weapons):
        yield from (f"weapons.{position}.{name}" for name in FIGURE_NAMES[:2] if getattr(weapon, name) is not None)


def _reported_figures(strike: Strike, path: str) -> Iterator[tuple[Figure, Report]]:
    """The figures of the reports at a path of the strike; weapons are matched by kind and model."""
    value = ValuePath.parse(path)
    weapon = value.find_weapon(strike.weapons)
    for report in strike.reports:
        same = [part for part in report.weapons if weapon and (part.kind, part.model) == (weapon.kind, weapon.model)]
        for owner in same if weapon else [report]:
            if (figure := getattr(owner, value.name)) is not None:
                yield figure, report


def _strike_figure(strike: Strike, path: str) -> Figure | None:
    value = ValuePath.parse(path)
    return getattr(value.find_weapon(strike.weapons) if value.figure else strike, value.name, None)


def _is_within_range(figure: Figure, whole: Figure) -> bool:
    """Whether the range over all reports holds this figure: always so unless the user has corrected it."""
    low = whole.low is None or (figure.low is not None and figure.low >= whole.low)
    return low and (whole.high is None or (figure.high is not None and figure.high <= whole.high))
