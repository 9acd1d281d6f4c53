"""What makes a strike disputed, and the sentences that explain it: the two always agree."""

from __future__ import annotations

from typing import Any

from model.event import Report, Weapon
from model.merging import merge_reports
from model.merging.disputes import list_disputes
from tests.support.event_factories import make_claim, make_figure, make_report, make_when


def make_raid(document: str, **values: Any) -> Report:
    """A report of one raid."""
    same = {"when": make_when("2024-03-02"), "side": "russia", "places": ["Kyiv"], "weapons": ["drone"]}
    return make_report(document, **{**same, **values})


def list_lines(*reports: Report) -> list[str]:
    """The disputes of a strike merged from these reports."""
    (strike,) = merge_reports(reports)
    disputes = list_disputes(strike)
    assert strike.disputed == bool(disputes)
    return disputes


def test_denial_names_the_denying_side() -> None:
    denials = (make_claim("russia", denies=True), make_claim("ukraine", denies=True))
    assert list_lines(make_raid("a", claims=denials)) == ["denied by Russia and Ukraine"]
    assert list_lines(make_raid("a", claims=(make_claim("russia"),))) == []
    unknown = (make_claim("unknown", denies=True),)
    assert list_lines(make_raid("a", claims=unknown)) == ["denied by a speaker of no stated side"]


def test_conflicting_figures_are_listed_with_their_reports() -> None:
    assert list_lines(make_raid("a", killed=make_figure(3)), make_raid("b"), make_raid("c", killed=make_figure(4))) == [
        "killed: 3 [1]; 4 [3]"
    ]
    assert list_lines(make_raid("a", killed=make_figure(30, None)), make_raid("b", killed=make_figure(32))) == []


def test_conflicting_weapon_figures_are_listed_with_their_reports() -> None:
    shaheds = [Weapon(kind="drone", model="Shahed", launched=make_figure(count)) for count in (20, 24)]
    assert list_lines(make_raid("a", weapons=shaheds[:1]), make_raid("b", weapons=shaheds[1:])) == [
        "Shahed launched: 20 [1]; 24 [2]"
    ]


def test_speakers_of_both_sides_dispute_an_unattributed_strike() -> None:
    both = (make_claim("russia"), make_claim("ukraine"))
    assert list_lines(make_raid("a", side="unknown", claims=both)) == [
        "both sides speak about it, and no words say who did it"
    ]
    assert list_lines(make_raid("a", claims=both)) == []
