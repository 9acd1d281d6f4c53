"""Place roles: targets, distinguished from ships, speakers, launch sites and landmarks."""

from __future__ import annotations

from datetime import date

import pytest

from model.event import Document
from model.parsing import parse_document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russian landing ship Saratov was sunk by a missile in Berdiansk.", ["Berdiansk"]),
        ("Drones hit Crimea overnight, Moscow says", ["Crimea"]),
        ("Missile strike on Bakhmut killed two - Kyiv", ["Bakhmut"]),
        ("Eight were killed in a Russian strike in Lyman, authorities say.", ["Lyman"]),
        ("In Moscow, officials said drones had struck Kazan.", ["Kazan"]),
        ("Drones launched by Russia from annexed Crimea hit Odesa.", ["Odesa"]),
        ("Russian forces shelled Nikopol and near Myrne.", ["Nikopol", "Myrne"]),
        ("Their van left for the front towards Bakhmut and was shelled near Chasiv Yar.", ["Chasiv Yar"]),
        ("Missiles hit Crimea and destroyed a radar near Yevpatoria.", ["Crimea", "Yevpatoria"]),
        ("Missiles hit Bucha, a town near Kyiv.", ["Bucha"]),
        ("Two drones exploded over the Kremlin.", ["Kremlin"]),
        ("Death toll from Dnipro missile attack rises to 4", ["Dnipro"]),
        ("Families fled from Irpin when Russia shelled the town.", ["Irpin"]),
        ("Kyiv mayor says two were killed by Russian missiles", ["Kyiv"]),
        ("Shelling wounded ten people in occupied eastern Ukraine.", ["eastern Ukraine"]),
        ("Missiles hit the town of Izium in Ukrainian-controlled Kharkiv region.", ["Izium", "Kharkiv region"]),
        ("Kyiv and Moscow traded blame over the drone strike on Enerhodar.", ["Enerhodar"]),
        ("Missiles hit Odesa as troops tried to capture the towns of Lyman and Bakhmut.", ["Odesa"]),
        ("Shelling killed two in the recaptured city of Kherson.", ["Kherson"]),
        ("KYIV, March 9, 2024 - Missiles hit Odesa.", ["Odesa"]),
        ("Drones attacked Moscow's Black Sea fleet in Sevastopol.", ["Sevastopol"]),
        ("Residents of Verbovatka, Ukraine, fled as Russia shelled houses in Verbovatka, Ukraine.", ["Verbovatka"]),
        ("Missiles hit the Kupiansk Central Hospital.", ["Kupiansk"]),
        ("A drone wounded six people in Saltivskyi District, Kharkiv.", ["Saltivskyi District", "Kharkiv"]),
    ],
)
def test_places_are_those_that_were_hit(text: str, expected: list[str]) -> None:
    report = parse_document(Document(id="d", text=text, published=date(2024, 3, 9)))[0]
    assert [place.name for place in report.places] == expected


def test_region_locating_one_town_is_not_the_place_of_another() -> None:
    text = (
        "Russian shelling killed eight people in Toretsk in Donetsk region on Friday. "
        "An explosion in Olenivka killed another 53 people on the same day."
    )
    reports = parse_document(Document(id="d", text=text, published=date(2024, 3, 9)))
    places = [[place.name for place in report.places] for report in reports]
    assert places == [["Toretsk", "Donetsk region"], ["Olenivka"]]


def test_toll_in_a_district_belongs_to_the_town_mentioned_before() -> None:
    text = "A Russian air attack hit Kyiv. Three people died and four people were injured in the Desnyansky district."
    report = parse_document(Document(id="d", text=text, published=date(2024, 3, 9)))[0]
    assert (report.killed, report.injured) != (None, None)
    assert [place.name for place in report.places] == ["Kyiv", "Desnyansky district"]


def test_deaths_in_ground_fighting_are_not_strikes() -> None:
    text = "Russian shelling of Kherson killed two people. The army lost 90 soldiers, killed in action near Vuhledar."
    report = parse_document(Document(id="d", text=text, published=date(2024, 3, 9)))[0]
    assert report.killed is not None
    assert report.killed.low == 2
