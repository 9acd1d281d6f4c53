"""What makes a strike disputed, and the sentences that say so: the two never part."""

from __future__ import annotations

from typing import Any

from model.event import Report, Weapon
from model.merging import merge
from model.merging.disputes import disputes
from tests.support.event_factories import claim, figure, on, report


def raid(document: str, **told: Any) -> Report:
    """A report of one raid."""
    same = {"when": on("2024-03-02"), "side": "russia", "places": ["Kyiv"], "weapons": ["drone"]}
    return report(document, **{**same, **told})


def said(*reports: Report) -> list[str]:
    """What a strike of these reports is disputed for."""
    (strike,) = merge(reports)
    found = disputes(strike)
    assert strike.disputed == bool(found)
    return found


def test_a_denial_is_told_with_its_side() -> None:
    denials = (claim("russia", denies=True), claim("ukraine", denies=True))
    assert said(raid("a", claims=denials)) == ["denied by Russia and Ukraine"]
    assert said(raid("a", claims=(claim("russia"),))) == []


def test_figures_that_no_count_fits_are_told_with_their_reports() -> None:
    assert said(raid("a", killed=figure(3)), raid("b"), raid("c", killed=figure(4))) == ["killed: 3 [1]; 4 [3]"]
    assert said(raid("a", killed=figure(30, None)), raid("b", killed=figure(32))) == []


def test_so_are_those_of_a_weapon() -> None:
    shaheds = [Weapon(kind="drone", model="Shahed", launched=figure(count)) for count in (20, 24)]
    assert said(raid("a", weapons=shaheds[:1]), raid("b", weapons=shaheds[1:])) == ["Shahed launched: 20 [1]; 24 [2]"]


def test_speakers_of_both_sides_without_a_side_told() -> None:
    both = (claim("russia"), claim("ukraine"))
    assert said(raid("a", side="unknown", claims=both)) == ["both sides speak of it, and no words say who did it"]
    assert said(raid("a", claims=both)) == []
