"""Which strikes a document reports, and the day of each."""

from __future__ import annotations

from datetime import date

import pytest

from model.event import Document, Report
from model.parsing import parse_document

DAY = date(2024, 3, 9)  # a Saturday


def parse_reports(text: str, title: str | None = None, published: date | None = DAY) -> list[Report]:
    return parse_document(Document(id="d", text=text, title=title, published=published))


def read_days(report: Report) -> tuple[str, str] | None:
    start, end = report.when.start, report.when.end
    return (start.isoformat(), end.isoformat()) if start and end else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian missiles hit Odesa over the weekend.", ("2024-03-09", "2024-03-09")),
        ("Last weekend Russian missiles hit Odesa.", ("2024-03-02", "2024-03-03")),
        ("It was the largest drone attack on Odesa since last Monday.", ("2024-03-09", "2024-03-09")),
        (
            "He said on Friday that Thursday's missile attack on Odesa hit a port.",
            ("2024-03-07", "2024-03-07"),
        ),
        ("At a briefing on Friday he spoke of the drone strike on Odesa.", ("2024-03-09", "2024-03-09")),
        ("The people of Odesa live under constant Russian shelling.", None),
        ("A recent drone attack on Odesa damaged the port.", None),
    ],
)
def test_day_is_that_of_the_strike(text: str, expected: tuple[str, str] | None) -> None:
    (report,) = parse_reports(text)
    assert read_days(report) == expected


def test_event_preceding_the_news_is_an_earlier_strike() -> None:
    news, earlier = parse_reports(
        "Russian drones hit Odesa on Friday. The attack came a day after a missile killed six people in Kharkiv. "
        "Two people were injured."
    )
    assert (read_days(news), news.injured and news.injured.low) == (("2024-03-08", "2024-03-08"), 2)
    assert (read_days(earlier), earlier.killed and earlier.killed.low) == (("2024-03-07", "2024-03-07"), 6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Missiles hit Odesa on Friday, two days after drones struck Kharkiv.", ["2024-03-08", "2024-03-06"]),
        ("Missiles hit Odesa a day after the two presidents met in Lviv.", ["2024-03-09"]),
        ("Firefighters were still at work in Odesa a day after Russian missiles hit a depot.", ["2024-03-08"]),
        ("It was the deadliest attack on Odesa since a Russian strike on Dnipro killed 40.", ["2024-03-09", None]),
        ("Since last night forty Russian drones have attacked Odesa.", ["2024-03-08"]),
        ("It was the third missile attack on Odesa this month.", ["2024-03-09"]),
    ],
)
def test_day_before_the_news_is_that_of_the_earlier_strike(text: str, expected: list[str | None]) -> None:
    assert [read_days(report) and read_days(report)[0] for report in parse_reports(text)] == expected  # type: ignore[index]


@pytest.mark.parametrize(
    "text",
    [
        "Critics condemned the use of cluster bombs.",
        "The UK is sending 600 long-range missiles to Ukraine.",
        "Ukraine is using drones to watch the border.",
        "Russian troops unsuccessfully attacked Vuhledar.",
    ],
)
def test_weapons_only_held_or_supplied_are_not_a_strike(text: str) -> None:
    assert parse_reports(text) == []


def test_headline_in_which_a_side_strikes_needs_no_place() -> None:
    (report,) = parse_reports("It went on for hours.", title="Russia Strikes Grain Terminals")
    assert (report.side, read_days(report)) == ("russia", ("2024-03-09", "2024-03-09"))


def test_another_town_in_another_paragraph_is_another_strike() -> None:
    text = (
        "On Friday a Russian missile hit a school in Kharkiv.\nThe mayor spoke of a tragedy.\n"
        "Russian forces also struck a refinery in Kremenchuk."
    )
    kharkiv, kremenchuk = parse_reports(text, title="Missile hits school in Kharkiv")
    assert [place.name for place in kharkiv.places] == ["Kharkiv"]
    assert [place.name for place in kremenchuk.places] == ["Kremenchuk"]


def test_wave_continues_in_the_next_paragraph() -> None:
    text = (
        "Russia launched 70 drones at Ukraine overnight, and Odesa was hit.\n"
        "Drones also struck a refinery in Kremenchuk."
    )
    (wave,) = parse_reports(text)
    assert [place.name for place in wave.places] == ["Odesa", "Kremenchuk"]


def test_news_of_a_place_does_not_take_its_day_from_an_older_strike() -> None:
    news, older = parse_reports(
        "In October a Ukrainian drone had struck a ship there.", title="Drones Hit Sevastopol in Crimea", published=DAY
    )
    assert (read_days(news), read_days(older)) == (("2024-03-09", "2024-03-09"), ("2023-10-01", "2023-10-31"))


def test_denial_of_firing_is_not_another_strike() -> None:
    (report,) = parse_reports("A shell fired from Ukraine hit Belgorod. Ukraine denied firing the missile.")
    assert ("ukraine", "denies") in [(claim.side, claim.stance) for claim in report.claims]


def test_ongoing_attacks_need_more_than_a_place() -> None:
    assert parse_reports("Odesa is under constant Russian attacks, the mayor said.") == []
    (report,) = parse_reports("Russia has stepped up its shelling of Kharkiv.")
    assert read_days(report) is None


def test_day_given_beside_a_vague_period_is_the_day_of_one_strike() -> None:
    (report,) = parse_reports("After heavy losses in recent days, missiles hit Odesa on Friday.")
    assert (report.scope, read_days(report)) == ("strike", ("2024-03-08", "2024-03-08"))


def test_strikes_on_both_countries_in_one_sentence_are_two() -> None:
    parsed = parse_reports("Russian missiles killed two people in Sumy as Moscow airports closed after a drone attack.")
    assert [(report.side, [weapon.kind for weapon in report.weapons]) for report in parsed] == [
        ("russia", ["missile"]),
        ("ukraine", ["drone"]),
    ]


def test_side_that_downed_drones_was_attacked() -> None:
    parsed = parse_reports(
        "Drones hit a tower in Moscow; more attacks on Odesa. Two drones were downed, the Russian army said."
    )
    assert [(report.side, [place.name for place in report.places]) for report in parsed] == [
        ("ukraine", ["Moscow"]),
        ("russia", ["Odesa"]),
    ]


def test_deaths_of_the_war_are_not_strikes() -> None:
    (report,) = parse_reports(
        "Russia shelled Kherson. Officials say 437 children were killed as a result of Russia's war."
    )
    assert report.killed is None


def test_nth_attack_since_a_day_is_a_single_strike() -> None:
    (report,) = parse_reports("A drone hit Kyiv, the 14th such attack since October, and injured two people.")
    assert (report.scope, report.when.start) == ("strike", DAY)


def test_sevastopol_is_in_crimea() -> None:
    (report,) = parse_reports("Ukrainian drones hit a base in Crimea.\nA dock in Sevastopol was damaged by the drones.")
    assert {place.name for place in report.places} == {"Crimea", "Sevastopol"}


def test_daily_toll_is_not_that_of_the_strike_mentioned_before() -> None:
    (report, *_) = parse_reports(
        "A missile hit Kharkiv, wounding 20. Six people were killed in the past 24 hours, officials said."
    )
    assert (report.killed, report.injured and report.injured.low) == (None, 20)


def test_ongoing_attacks_elsewhere_are_separate_from_the_news() -> None:
    news, old = parse_reports("Missiles hit Odesa on Friday. A recent missile attack on Kharkiv killed five people.")
    assert (read_days(news), read_days(old)) == (("2024-03-08", "2024-03-08"), None)


def test_headline_is_news_if_a_side_strikes_and_not_if_strikes_are_only_discussed() -> None:
    (report,) = parse_reports("Envoys met.", title="Russia strikes Danube grain terminals")
    assert report.side == "russia"
    assert not parse_reports("Envoys met.", title="Governor says attacks on Russian soil have no support")


@pytest.mark.parametrize(
    "text",
    [
        "Russian crews fired missiles in an exercise in the Black Sea.",
        "Officials fear that the Ukrainian drones will be shot down over Donbas.",
        "A letter sent by Kyiv names the parts of missiles that hit targets in Crimea in the drills.",
    ],
)
def test_drills_and_potential_interceptions_are_not_strikes(text: str) -> None:
    assert parse_reports(text) == []


def test_strike_on_a_repeatedly_hit_target_is_not_a_total() -> None:
    (report,) = parse_reports(
        "Friday's shelling of Kherson, which has been hit every day since the war began, was heavy."
    )
    assert (report.scope, read_days(report)) == ("strike", ("2024-03-08", "2024-03-08"))


def test_part_of_a_country_names_no_attacker() -> None:
    (report,) = parse_reports("Missiles ripped through Kramatorsk in eastern Ukraine, sending flames into the air.")
    assert (report.side, [place.name for place in report.places]) == ("russia", ["Kramatorsk"])


def test_bracket_before_a_capital_ends_a_heading() -> None:
    (report,) = parse_reports(
        "Southern sector (aim: keep the rear safe from Ukrainian strikes),Russian troops shelled Nikopol on March 8."
    )
    assert (report.side, [place.name for place in report.places]) == ("russia", ["Nikopol"])


def test_event_followed_by_a_strike_is_an_earlier_one() -> None:
    earlier, news = sorted(
        parse_reports("A Russian missile hit Odesa on Friday. The strike followed a barrage on Thursday on Kharkiv."),
        key=lambda report: read_days(report) or ("", ""),
    )
    assert [place.name for place in earlier.places] == ["Kharkiv"]
    assert [place.name for place in news.places] == ["Odesa"]


def test_nation_attacked_in_a_year_is_the_war_and_not_a_strike() -> None:
    assert parse_reports("Russia attacked Ukraine in 2022 because nobody stopped it.") == []


def test_place_where_people_died_was_hit() -> None:
    (report,) = parse_reports(
        "Russian shelling killed ten civilians. Six people died in the Donetsk region and four in Kherson."
    )
    assert [place.name for place in report.places] == ["Donetsk region", "Kherson"]


def test_adjective_of_a_region_names_it() -> None:
    (report,) = parse_reports("Drones attacked the Crimean port of Feodosia.")
    assert [place.name for place in report.places] == ["Crimea", "Feodosia"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Russian forces continue to fire missiles at the port city of Odesa.", "russia"),
        ("Three Ukrainians killed in cross-border shelling", "russia"),
        ("Ukraine launches strikes on Russian territory", "ukraine"),
        ("Russia suffers a heavy drone attack", "ukraine"),
    ],
)
def test_terse_strikes_are_recognised(text: str, side: str) -> None:
    (report,) = parse_reports(text)
    assert report.side == side
