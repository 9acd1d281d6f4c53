"""The columns of ACLED and VIINA."""

from __future__ import annotations

from datetime import date

import pytest

from model.event import Figure
from model.merging import merge_reports
from tests.support.dataset_tables import ACLED_COLUMNS, VIINA_COLUMNS, read_single_report, read_table

EVENT = {
    "event_id_cnty": "UKR900001",
    "event_date": "2024-03-05",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Russia (2000-)",
    "country": "Ukraine",
    "admin1": "Kharkiv",
    "location": "Kharkiv",
    "latitude": "49.9808",
    "longitude": "36.2527",
    "geo_precision": "1",
    "notes": "Forces shelled the city.",
    "fatalities": "3",
}
LABELLED = {
    "viina_version": "bert_20240306",
    "event_id_1pd": "77",
    "date": "20240305",
    "asciiname": "Lyman",
    "ADM1_NAME": "Donets'k",
    "longitude": "37.82245",
    "latitude": "48.96409",
    "GEO_PRECISION": "ADM3",
    "t_mil_b": "1",
    "a_rus_init_b": "1",
    "a_ukr_init_b": "0",
    "t_airstrike_b": "0",
    "t_uav_b": "1",
    "t_artillery_b": "0",
}


def test_acled_event_is_one_report_under_its_own_id() -> None:
    accounts, problems = read_table(ACLED_COLUMNS, [EVENT])
    assert problems == []
    (account,) = accounts
    document, (report,) = account.document, account.reports
    assert (document.id, document.source) == ("acled:UKR900001", "ACLED")
    assert account.origin == document.id
    assert (report.side, report.side_is_inferred) == ("russia", False)
    assert (report.when.start, report.when.precision) == (date(2024, 3, 5), "day")
    assert [(place.name, place.region, place.country) for place in report.places] == [("Kharkiv", "Kharkiv", "UA")]
    assert report.weapons == ()


def test_acled_fatalities_are_a_lower_bound() -> None:
    assert read_single_report(ACLED_COLUMNS, EVENT).killed == Figure(low=3, high=None, text="3")


def test_two_events_of_one_dataset_are_never_one_strike() -> None:
    later = {"event_id_cnty": "UKR900002", "sub_event_type": "Air/drone strike"}
    accounts, _ = read_table(ACLED_COLUMNS, [EVENT, EVENT | later, EVENT | {"event_id_cnty": "UKR900003"}])
    reports = [report for account in accounts for report in account.reports]
    assert len(merge_reports(reports)) == 3
    news, _ = read_table(
        VIINA_COLUMNS, [LABELLED | {"asciiname": "Kharkiv", "latitude": "49.98", "longitude": "36.25"}]
    )
    assert len(merge_reports([*reports, *news[0].reports])) == 3


def test_acled_zero_fatalities_is_not_a_stated_zero() -> None:
    assert read_single_report(ACLED_COLUMNS, EVENT | {"fatalities": "0"}).killed is None


@pytest.mark.parametrize(
    ("precision", "start", "end", "expected"),
    [
        ("2", date(2024, 3, 2), date(2024, 3, 8), "week"),
        ("3", date(2024, 3, 1), date(2024, 3, 31), "month"),
    ],
)
def test_acled_time_precision_widens_the_day_to_a_week_or_month(
    precision: str, start: date, end: date, expected: str
) -> None:
    when = read_single_report(ACLED_COLUMNS, EVENT | {"time_precision": precision}).when
    assert (when.start, when.end, when.precision, when.text) == (start, end, expected, "2024-03-05")


def test_acled_geo_precision_widens_the_town_to_its_region() -> None:
    (place,) = read_single_report(ACLED_COLUMNS, EVENT | {"geo_precision": "3"}).places
    assert (place.name, place.region) == ("Kharkiv region", "Kharkiv")


def test_distant_namesake_is_not_the_place() -> None:
    (place,) = read_single_report(ACLED_COLUMNS, EVENT | {"location": "Odesa", "admin1": "Kharkiv"}).places
    assert (place.latitude, place.longitude) == (49.9808, 36.2527)
    assert place.region == "Kharkiv"


@pytest.mark.parametrize(
    ("actor", "side"),
    [
        ("Military Forces of Russia (2000-) Air Force", "russia"),
        ("Military Forces of Ukraine (2019-)", "ukraine"),
        ("Unidentified Armed Group (Ukraine)", "unknown"),
        ("", "unknown"),
    ],
)
def test_acled_side_is_that_of_the_first_actor(actor: str, side: str) -> None:
    assert read_single_report(ACLED_COLUMNS, EVENT | {"actor1": actor}).side == side


@pytest.mark.parametrize("exported_date", ["05 March 2024", "5 march 2024", "05/03/2024"])
def test_acled_dates_in_other_export_formats_are_read(exported_date: str) -> None:
    assert read_single_report(ACLED_COLUMNS, EVENT | {"event_date": exported_date}).when.start == date(2024, 3, 5)


def test_events_that_are_not_strikes_or_happened_elsewhere_are_left_out_and_reported() -> None:
    accounts, problems = read_table(
        ACLED_COLUMNS,
        [
            EVENT | {"sub_event_type": "Armed clash"},
            EVENT | {"sub_event_type": "Disrupted weapons use"},
            EVENT | {"country": "Sudan"},
            EVENT | {"country": "Russia"},
        ],
    )
    assert len(accounts) == 1
    assert problems == [
        "table.csv: 2 rows are left out: their sub_event_type is not a remote strike",
        "table.csv: 1 row is left out: they are about countries other than Ukraine and Russia",
    ]


def test_table_with_uppercase_headers_is_the_same_table() -> None:
    accounts, _ = read_table(
        [name.upper() for name in ACLED_COLUMNS], [{name.upper(): cell for name, cell in EVENT.items()}]
    )
    assert accounts[0].document.id == "acled:UKR900001"
    assert accounts[0].document.text.startswith("EVENT_DATE: 2024-03-05\n")


def test_viina_event_is_dated_by_its_news_report() -> None:
    accounts, problems = read_table(VIINA_COLUMNS, [LABELLED])
    assert problems == []
    document, (report,) = accounts[0].document, accounts[0].reports
    assert document.id == "viina:77-20240305"
    assert (document.published, document.published_from) == (date(2024, 3, 5), "record")
    assert (report.when.start, report.when.basis, report.when.text) == (date(2024, 3, 5), "carried", None)
    assert [(weapon.kind, weapon.model) for weapon in report.weapons] == [("drone", None)]
    assert report.side == "russia"
    assert [(place.name, place.region) for place in report.places] == [("Lyman", "Donetsk")]


def test_attacker_is_unknown_when_both_sides_are_labelled() -> None:
    assert read_single_report(VIINA_COLUMNS, LABELLED | {"a_ukr_init_b": "1"}).side == "unknown"


def test_viina_geo_precision_widens_the_place_to_its_region() -> None:
    (place,) = read_single_report(VIINA_COLUMNS, LABELLED | {"GEO_PRECISION": "ADM1"}).places
    assert place.name == "Donetsk region"


def test_labels_other_than_strikes_are_left_out() -> None:
    accounts, problems = read_table(
        VIINA_COLUMNS, [LABELLED | {"t_uav_b": "0"}, LABELLED | {"a_rus_init_b": "0"}, LABELLED | {"t_mil_b": "0"}]
    )
    assert accounts == []
    assert len(problems) == 3


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("Dnipropetrovs'k", "Dnipropetrovsk region"),
        ("Kiev", "Kyiv region"),
        ("Kiev City", "Kyiv"),
        ("Sevastopol City", "Sevastopol"),
        ("Transcarpathia", "Zakarpattia region"),
        ("Crimea", "Crimea"),
    ],
)
def test_regions_are_named_as_in_articles(region: str, name: str) -> None:
    (place,) = read_single_report(VIINA_COLUMNS, LABELLED | {"GEO_PRECISION": "ADM1", "ADM1_NAME": region}).places
    assert place.name == name
    assert place.latitude is not None


def test_viina_reports_joined_with_their_labels_are_read_one_by_one() -> None:
    columns = [*VIINA_COLUMNS, "event_id", "time", "source", "url", "text", "lang"]
    row = LABELLED | {"event_id": "5", "url": "https://news.example/5", "text": "Безпілотник влучив у склад"}
    accounts, problems = read_table(columns, [row, row | {"event_id": "6", "url": ""}])
    assert problems == []
    assert [account.origin for account in accounts] == ["viina_reports:5", "viina_reports:6"]
    assert [account.document.url for account in accounts] == ["https://news.example/5", None]
    assert "text: Безпілотник влучив у склад" in accounts[0].document.text
