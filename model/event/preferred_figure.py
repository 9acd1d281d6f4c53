"""Which figure of a strike is shown first, where its sources tell several, and the rule that chose it.

The latest report counts most, as in the Global Terrorism Database; among those of one day of publication the most
specific: an exact count before a rough one ("nearly 40") and that before a bound, one whose words give the day, one
that names a place. Where all that leaves two figures, the lower is shown, as ACLED and GTD do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from model.event.figures import is_rough
from model.event.report import Figure, Report
from model.event.strike import PreferredFigure, Strike
from model.event.value_path import ValuePath
from model.taxonomy import FIGURE_NAMES, PreferenceRule

_TEXT_DATED_BASES: Final = ("explicit", "weekday", "relative")


def preferred_figure(strike: Strike, path: str) -> PreferredFigure | None:
    """The figure to show first at a path ("killed", "weapons.0.launched"); None where the strike has none there.

    What the user has set in the place of a figure goes before what any source tells.
    """
    figure = _strike_figure(strike, path)
    if figure is None:
        return None
    if (shown := strike.shown.get(path)) and _is_within_range(shown.figure, figure):
        return shown
    return PreferredFigure(figure=figure, document=strike.reports[0].document, rule="alone")


def preferred_figures(strike: Strike) -> dict[str, PreferredFigure]:
    """For each figure that several reports tell: the one to show first."""
    found = {}
    for path in _figure_paths(strike):
        told = list(_reported_figures(strike, path))
        if len(told) > 1:
            found[path] = _choose_figure(told)
    return found


def _choose_figure(told: Sequence[tuple[Figure, Report]]) -> PreferredFigure:
    """The first of several figures; `rule` is the first rule that parts it from all other counts."""
    left = list(told)
    rule: PreferenceRule = "alike"
    for name, merit in _PREFERENCE_RULES:
        if len({(figure.low, figure.high) for figure, _ in left}) == 1:
            break
        best = max(merit(*each) for each in left)
        kept = [each for each in left if merit(*each) == best]
        if len(kept) < len(left):
            left, rule = kept, name
    figure, report = min(left, key=lambda each: (each[1].document, each[0].text))
    return PreferredFigure(figure=figure, document=report.document, rule=rule)


def _rank_recency(_: Figure, report: Report) -> float:
    return report.published.toordinal() if report.published else 0


def _rank_exactness(figure: Figure, report: Report) -> float:
    return _one_number(figure, report) and not is_rough(figure)


def _one_number(figure: Figure, _: Report) -> float:
    return figure.low is not None and figure.low == figure.high


def _rank_dated(_: Figure, report: Report) -> float:
    return report.when.basis in _TEXT_DATED_BASES


def _rank_placed(_: Figure, report: Report) -> float:
    return bool(report.places)


def _rank_low_bound(figure: Figure, _: Report) -> float:
    return -(figure.low if figure.low is not None else figure.high or 0)


def _rank_high_bound(figure: Figure, _: Report) -> float:
    return -(figure.high if figure.high is not None else float("inf"))


_PREFERENCE_RULES: Final[tuple[tuple[PreferenceRule, Callable[[Figure, Report], float]], ...]] = (
    ("latest", _rank_recency),
    ("exact", _rank_exactness),
    ("rough", _one_number),
    ("dated", _rank_dated),
    ("placed", _rank_placed),
    ("lower", _rank_low_bound),
    ("lower", _rank_high_bound),
)


def _figure_paths(strike: Strike) -> Iterator[str]:
    yield from (name for name in FIGURE_NAMES if getattr(strike, name) is not None)
    for number, weapon in enumerate(strike.weapons):
        yield from (f"weapons.{number}.{name}" for name in FIGURE_NAMES[:2] if getattr(weapon, name) is not None)


def _reported_figures(strike: Strike, path: str) -> Iterator[tuple[Figure, Report]]:
    """What each report tells at a path of the strike, where a weapon goes by its kind and model."""
    value = ValuePath.parse(path)
    weapon = value.find_weapon(strike.weapons)
    for report in strike.reports:
        same = [part for part in report.weapons if weapon and (part.kind, part.model) == (weapon.kind, weapon.model)]
        for part in same if weapon else [report]:
            if (figure := getattr(part, value.name)) is not None:
                yield figure, report


def _strike_figure(strike: Strike, path: str) -> Figure | None:
    value = ValuePath.parse(path)
    return getattr(value.find_weapon(strike.weapons) if value.figure else strike, value.name, None)


def _is_within_range(figure: Figure, whole: Figure) -> bool:
    """Whether the range over all reports holds this figure, as it does until the user sets another."""
    low = whole.low is None or (figure.low is not None and figure.low >= whole.low)
    return low and (whole.high is None or (figure.high is not None and figure.high <= whole.high))
