"""The preferred figure of a strike: from the latest and most specific source; if several remain, the lowest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.event import Figure, PreferredFigure, Report, Weapon, When
from model.event.preferred_figure import preferred_figure
from model.merging import merge_reports
from tests.support.event_factories import make_figure, make_report, make_when

DAY = "2024-03-02"
CARRIED_DAY = When(start=date(2024, 3, 2), end=date(2024, 3, 2), precision="day", basis="carried")


def make_published_report(document: str, killed: Figure, day: int = 2, **more: Any) -> Report:
    """A report of one raid, published on a day of March."""
    same = {"when": make_when(DAY), "side": "russia", "places": ["Kyiv"], "weapons": ["drone"]}
    return make_report(document, killed=killed, published=date(2024, 3, day), **{**same, **more})


def find_preferred_figure(*reports: Report, path: str = "killed") -> PreferredFigure:
    """The preferred figure of the merged reports, which must not depend on their order."""
    (strike,), (other,) = merge_reports(reports), merge_reports(reversed(reports))
    assert strike.shown == other.shown
    preferred = preferred_figure(strike, path)
    assert preferred
    return preferred


@pytest.mark.parametrize(
    ("reports", "count", "document", "rule"),
    [
        ([make_published_report("a", make_figure(3))], 3, "a", "alone"),
        ([make_published_report("a", make_figure(3)), make_published_report("b", make_figure(3), 4)], 3, "a", "alike"),
        (
            [make_published_report("a", make_figure(9), 3), make_published_report("b", make_figure(5), 2)],
            9,
            "a",
            "latest",
        ),
        (
            [
                make_published_report("a", make_figure(5, None), 3),
                make_published_report("b", make_figure(6), 3),
                make_published_report("c", make_figure(4), 2),
            ],
            6,
            "b",
            "exact",
        ),
        (
            [
                make_published_report("a", make_figure(40, text="nearly 40")),
                make_published_report("b", make_figure(9, None)),
            ],
            40,
            "a",
            "rough",
        ),
        (
            [make_published_report("a", make_figure(40, text="Some 40")), make_published_report("b", make_figure(41))],
            41,
            "b",
            "exact",
        ),
        (
            [make_published_report("a", make_figure(5), when=CARRIED_DAY), make_published_report("b", make_figure(6))],
            6,
            "b",
            "dated",
        ),
        ([make_published_report("a", make_figure(5)), make_published_report("b", make_figure(6))], 5, "a", "lower"),
    ],
)
def test_each_rule_is_named(reports: list[Report], count: int, document: str, rule: str) -> None:
    preferred = find_preferred_figure(*reports)
    assert (preferred.figure.low, preferred.document, preferred.rule) == (count, document, rule)


def test_report_that_names_a_place_is_preferred() -> None:
    drones = Weapon(kind="drone", launched=make_figure(30))
    nowhere = make_published_report("a", make_figure(4), weapons=[drones], places=[])
    preferred = find_preferred_figure(nowhere, make_published_report("b", make_figure(5), weapons=[drones]))
    assert (preferred.document, preferred.rule) == ("b", "placed")


def test_lower_of_two_bounds_is_preferred() -> None:
    assert (
        find_preferred_figure(
            make_published_report("a", make_figure(5, None)), make_published_report("b", make_figure(5, 8))
        ).document
        == "b"
    )


def test_weapon_figures_have_their_own_preference() -> None:
    early = make_published_report(
        "a", make_figure(3), weapons=["missile", Weapon(kind="drone", launched=make_figure(20))]
    )
    late = make_published_report(
        "b", make_figure(3), 3, weapons=[Weapon(kind="drone", launched=make_figure(24)), "missile"]
    )
    preferred = find_preferred_figure(early, late, path="weapons.1.launched")
    assert (preferred.figure.low, preferred.document, preferred.rule) == (24, "b", "latest")


def test_unstated_figure_has_no_preference() -> None:
    (strike,) = merge_reports([make_published_report("a", make_figure(3)), make_published_report("b", make_figure(4))])
    assert preferred_figure(strike, "injured") is None
    assert preferred_figure(strike, "weapons.0.launched") is None
    assert preferred_figure(strike, "weapons.7.launched") is None


def test_user_edited_figure_is_preferred_to_reported_ones() -> None:
    (strike,) = merge_reports(
        [make_published_report("a", make_figure(3)), make_published_report("b", make_figure(4), 3)]
    )
    mended = strike.model_copy(update={"killed": make_figure(7)})
    preferred = preferred_figure(mended, "killed")
    assert preferred
    assert preferred.figure == make_figure(7)
