"""Weapons and their counts: what was launched, what was intercepted, and which figure belongs to which."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.event import Document, Figure
from model.parsing import parse_document


def read_bounds(figure: Figure | None) -> tuple[int | None, int | None] | None:
    return (figure.low, figure.high) if figure else None


def list_weapons(text: str) -> list[Any]:
    report = parse_document(Document(id="d", text=text, published=date(2024, 3, 9)))[0]
    assert read_bounds(report.launched) is None
    return [
        (weapon.kind, weapon.model, read_bounds(weapon.launched), read_bounds(weapon.intercepted))
        for weapon in report.weapons
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine says 18 Russian missiles destroyed", [("missile", None, None, (18, 18))]),
        ("A drone targeting Moscow was shot down.", [("drone", None, None, (1, 1))]),
        ("Two missiles have destroyed a school in Lviv.", [("missile", None, (2, 2), None)]),
        ("One of the two missiles hit a school in Lviv.", [("missile", None, (2, 2), None)]),
        ("Dozens of missiles knocked out the power in Lviv.", [("missile", None, (12, None), None)]),
        (
            "Russia sent dozens of drones at Kyiv. Of 46 drones, 32 were shot down.",
            [("drone", None, (46, 46), (32, 32))],
        ),
        ("Ukraine hit Tokmak with drones and destroyed three howitzers.", [("drone", None, None, None)]),
        (
            "Ukraine shot down 39 of 55 missiles and 20 of 21 drones.",
            [("missile", None, (55, 55), (39, 39)), ("drone", None, (21, 21), (20, 20))],
        ),
        (
            "Kyiv was able to shoot down only 12 of 33 launched missiles.",
            [("missile", None, (33, 33), (12, 12))],
        ),
        ("Troops fired a BM-21 'Grad' rocket launcher at Horlivka.", [("artillery", "Grad", None, None)]),
        ("Russia hit Zaporizhzhia with BM-30 Smerch rockets.", [("artillery", "BM-30 Smerch", None, None)]),
    ],
)
def test_interceptions_are_distinguished_from_launches(text: str, expected: list[Any]) -> None:
    assert list_weapons(text) == expected


def test_figure_does_not_belong_to_the_next_weapon_with_a_vague_count() -> None:
    text = "Russia fired hundreds of drones and several missiles at Kyiv."
    assert list_weapons(text) == [("drone", None, (100, None), None), ("missile", None, None, None)]


def test_partial_count_of_an_earlier_one_is_not_reported_again() -> None:
    text = "Russia hit Lviv with a missile barrage, including six ballistic missiles. It fired 81 missiles in total."
    assert list_weapons(text) == [("missile", None, (81, 81), None)]


def test_count_given_with_and_without_the_model_is_one_item() -> None:
    text = "Russia sent 48 drones at Kyiv. A total of 48 Shahed drones were launched."
    assert list_weapons(text) == [("drone", "Shahed", (48, 48), None)]


def test_models_among_those_counted_do_not_take_the_count() -> None:
    text = "Since last night Russia has fired 40 missiles, including Kinzhals, at Kyiv."
    assert list_weapons(text) == [("missile", None, (40, 40), None), ("missile", "Kinzhal", None, None)]


def test_exact_count_after_an_open_bound_matches_it() -> None:
    text = "Ukraine downed dozens of drones. More than 40 UAVs were downed over Kyiv. In all, 52 Shaheds were downed."
    assert list_weapons(text) == [("drone", "Shahed", None, (52, 52))]


def test_possible_launch_is_reported() -> None:
    assert list_weapons("Ukraine may have launched a drone attack on Moscow, officials say.") == [
        ("drone", None, None, None)
    ]


def test_rockets_called_missiles_in_the_text_are_missiles() -> None:
    assert list_weapons("Ukraine hit Donetsk with HIMARS missiles.") == [("missile", "HIMARS", None, None)]
    assert list_weapons("Ukraine hit Donetsk with HIMARS rockets.") == [("artillery", "HIMARS", None, None)]
    assert list_weapons("Two Iskander-M missiles carrying cluster munitions struck Sumy.")[0][:2] == (
        "missile",
        "Iskander-M",
    )


def test_single_interception_is_one_of_the_many_mentioned_later() -> None:
    text = "Debris of a missile shot down over Kyiv hit a house. Ukraine said it destroyed 41 out of 51 missiles."
    assert list_weapons(text) == [("missile", None, (51, 51), (41, 41))]


def test_missile_mentioned_first_is_one_of_the_rockets_counted_later() -> None:
    text = "A missile destroyed a hotel in Kramatorsk. He said three rockets hit the town."
    assert list_weapons(text) == [("missile", None, (3, 3), None)]
