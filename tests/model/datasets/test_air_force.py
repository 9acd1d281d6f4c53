"""The table of the Ukrainian Air Force's daily reports."""

from __future__ import annotations

import random
from datetime import date

import pytest

from model import reading
from model.event import Claim, Document, ExtractedDocument, Figure, Place
from model.library import Library
from model.merging import merge_reports
from model.parsing import parse_document
from model.parsing.diagnostics.explanations import explain_report
from model.query import Query
from model.reading.sources import Source, bundled_documents_path
from tests.support.dataset_tables import AIR_FORCE_COLUMNS, WAVE_ROWS, read_single_report, read_table

ROW = WAVE_ROWS[0] | {"time_start": "2024-02-03 06:00", "time_end": "2024-02-03 06:40", "target": "Odesa oblast"}
REGIONAL_ROW = ROW | {"source": "PvKPivden/posts/pfbid0south", "time_start": "2024-02-03", "time_end": "2024-02-03"}


def make_exact_figure(count: int) -> Figure:
    return Figure(low=count, high=count, text=str(count))


def test_rows_of_a_wave_are_one_strike() -> None:
    accounts, problems = read_table(AIR_FORCE_COLUMNS, WAVE_ROWS)
    assert problems == []
    assert len(accounts) == 1
    (report,) = accounts[0].reports
    assert (report.when.start, report.when.end, report.when.precision) == (
        date(2023, 12, 28),
        date(2023, 12, 29),
        "night",
    )
    assert report.when.text == "2023-12-28 23:00 – 2023-12-29 06:00"
    launched = {(weapon.kind, weapon.model): weapon.launched for weapon in report.weapons}
    assert launched["drone", "Shahed-131/136"] == make_exact_figure(36)
    assert launched["missile", "Kh-101/Kh-555"] == make_exact_figure(90)
    assert launched["missile", "Kh-22/Kh-32"] == make_exact_figure(8)
    assert launched["missile", "S-300/S-400/Iskander-M"] == make_exact_figure(14)
    missiles = [figure.low or 0 for (kind, _), figure in launched.items() if figure and kind == "missile"]
    assert sum(missiles) == 122
    assert {weapon.model: weapon.intercepted for weapon in report.weapons}["Kinzhal"] == make_exact_figure(0)
    assert {place.name for place in report.places} == {
        "Ukraine",
        "Kharkiv region",
        "northern Ukraine",
        "central Ukraine",
    }


def test_attacker_is_inferred_and_the_reporting_side_is_a_claim() -> None:
    report = read_single_report(AIR_FORCE_COLUMNS, ROW)
    assert (report.side, report.side_is_inferred) == ("russia", True)
    assert report.claims == (Claim(side="ukraine", speaker="Ukrainian Air Force"),)
    assert read_single_report(AIR_FORCE_COLUMNS, ROW | {"source": "https://t.me/war_monitor/1"}).claims == ()


def test_value_is_explained_by_its_cell() -> None:
    ((document, (report,), *_),), _ = read_table(AIR_FORCE_COLUMNS, [ROW])
    explanation = explain_report(report, document)
    says = {
        ground.path: (ground.span and ground.span.text, ground.description) for ground in explanation.justifications
    }
    assert explanation.is_complete
    assert says["weapons.0.launched"] == ("1", "the cell of the column “launched”, as the mapping “air_force” reads it")
    assert says["side"][1].endswith("the whole dataset is about one side's attacks")


def test_every_value_names_its_source_column() -> None:
    report = read_single_report(AIR_FORCE_COLUMNS, ROW)
    rules = {path: trace.rule for path, trace in report.trace.items()}
    assert rules["weapons.0"] == "dataset.air_force.model"
    assert rules["weapons.0.launched"] == "dataset.air_force.launched"
    assert rules["weapons.0.intercepted"] == "dataset.air_force.destroyed"
    assert rules["places.0"] == "dataset.air_force.target"
    assert rules["when"] == "dataset.air_force.time_start"


def test_same_rows_in_any_order_are_the_same_document() -> None:
    (first,), _ = read_table(AIR_FORCE_COLUMNS, WAVE_ROWS)
    mixed = WAVE_ROWS[:]
    random.Random(5).shuffle(mixed)
    (account_again,), _ = read_table(AIR_FORCE_COLUMNS, mixed)
    assert account_again == first


def test_total_launched_is_counted_once_when_an_article_breaks_it_down_by_kind() -> None:
    article = bundled_documents_path() / "004_friday_onslaught.txt"
    (document,) = (each for each in reading.read_source(Source(str(article))) if isinstance(each, Document))
    accounts, _ = read_table(AIR_FORCE_COLUMNS, WAVE_ROWS)
    with Library() as library:
        library.add_documents([*accounts, ExtractedDocument(document, tuple(parse_document(document)))])
        for query, matches in (("launched:158", True), ("launched:>158", False), ("intercepted:114", True)):
            assert bool(list(library.iter_rows(Query.parse(query)))) == matches


def test_corrected_count_replaces_the_old_one() -> None:
    (first,), _ = read_table(AIR_FORCE_COLUMNS, WAVE_ROWS)
    (account_again,), _ = read_table(AIR_FORCE_COLUMNS, [WAVE_ROWS[0] | {"destroyed": "1.0"}, *WAVE_ROWS[1:]])
    with Library() as library:
        assert library.add_documents([first]).new_documents == 1
        assert library.add_documents([account_again]).changed_documents == 1


def test_strikes_of_one_post_have_distinct_origins() -> None:
    rows = [*WAVE_ROWS, WAVE_ROWS[1], WAVE_ROWS[1] | {"launched": "3.0"}, WAVE_ROWS[1] | {"target": "Kyiv oblast"}]
    accounts, _ = read_table(AIR_FORCE_COLUMNS, rows)
    assert len(accounts) == len({account.origin for account in accounts}) == 4


def test_figures_for_another_night_in_the_same_post_are_another_strike() -> None:
    accounts, _ = read_table(
        AIR_FORCE_COLUMNS,
        [*WAVE_ROWS, WAVE_ROWS[3] | {"time_start": "2023-12-30 03:00", "time_end": "2023-12-30 04:00"}],
    )
    assert [account.reports[0].when.end for account in accounts] == [date(2023, 12, 29), date(2023, 12, 30)]


def test_weapon_reported_twice_in_a_post_is_never_summed() -> None:
    accounts, _ = read_table(
        AIR_FORCE_COLUMNS, [*WAVE_ROWS, WAVE_ROWS[1] | {"launched": "3.0", "target": "Kyiv oblast"}]
    )
    counts = [
        weapon.launched.text
        for account in accounts
        for weapon in account.reports[0].weapons
        if weapon.model == "Kinzhal" and weapon.launched
    ]
    assert sorted(counts) == ["3", "5"]


def test_regional_rows_stay_apart_from_the_national_one_and_from_each_other() -> None:
    shahed = {"model": "Shahed-136/131", "launched": "5.0", "destroyed": "5.0"}
    accounts, _ = read_table(
        AIR_FORCE_COLUMNS, [ROW | shahed, REGIONAL_ROW | shahed, REGIONAL_ROW | shahed | {"target": "Kherson oblast"}]
    )
    assert len(accounts) == 3


def test_launched_is_unknown_when_a_regional_command_only_counts_interceptions() -> None:
    report = read_single_report(
        AIR_FORCE_COLUMNS, REGIONAL_ROW | {"model": "Shahed-136/131", "launched": "5.0", "destroyed": "5.0"}
    )
    assert (report.weapons[0].launched, report.weapons[0].intercepted) == (None, make_exact_figure(5))
    assert report.scope == "strike"


def test_daily_count_of_all_drones_in_a_region_is_a_total() -> None:
    report = read_single_report(
        AIR_FORCE_COLUMNS,
        REGIONAL_ROW | {"model": "Unknown UAV", "target": "south", "launched": "82", "destroyed": "82"},
    )
    assert (report.scope, [place.name for place in report.places]) == ("summary", ["southern Ukraine"])
    assert report.weapons[0].intercepted == make_exact_figure(82)


def test_reconnaissance_drones_are_left_out_and_reported() -> None:
    rows = [ROW | {"model": model} for model in ("Orlan-10", "ZALA", "Orlan-10 and Supercam", "Lancet")]
    accounts, problems = read_table(AIR_FORCE_COLUMNS, rows)
    assert [account.reports[0].weapons[0].model for account in accounts] == ["Lancet"]
    assert problems == ["table.csv: 3 rows are left out: a reconnaissance drone that was shot down is not a strike"]


@pytest.mark.parametrize(
    ("spelling", "model"),
    [
        ("X-101/X-555", "Kh-101/Kh-555"),
        ("C-300", "S-300"),
        ("X-31P", "Kh-31"),
        ("Iskander-K and Kalibr", "Iskander-K/Kalibr"),
        ("Молнія", "Molniya"),
        ("Unknown Missile", None),
    ],
)
def test_models_have_the_names_used_in_news_reports(spelling: str, model: str | None) -> None:
    assert read_single_report(AIR_FORCE_COLUMNS, ROW | {"model": spelling}).weapons[0].model == model


def test_launch_sites_are_not_targets() -> None:
    assert read_single_report(AIR_FORCE_COLUMNS, ROW | {"target": "", "launch_place": "Kursk oblast"}).places == ()


def test_country_and_its_parts_are_places_without_coordinates() -> None:
    assert read_single_report(AIR_FORCE_COLUMNS, ROW | {"target": "Ukraine and south"}).places == (
        Place(name="Ukraine", country="UA"),
        Place(name="southern Ukraine", country="UA"),
    )


def test_regions_hit_are_read_from_a_list() -> None:
    report = read_single_report(
        AIR_FORCE_COLUMNS, ROW | {"target": "", "affected region": "['Kyiv oblast', 'Sumy oblast']"}
    )
    assert [place.name for place in report.places] == ["Kyiv region", "Sumy region"]


def test_source_is_a_url_if_the_cell_holds_one() -> None:
    addresses = ("kpszsu/posts/pfbid02", "https://t.me/kpszsu/1", "kharkivoda.gov.ua/news/1", "javascript:alert(1)")
    accounts, _ = read_table(AIR_FORCE_COLUMNS, [ROW | {"source": address} for address in addresses])
    assert [account.document.url for account in accounts] == [
        "https://www.facebook.com/kpszsu/posts/pfbid02",
        "https://t.me/kpszsu/1",
        None,
        None,
    ]


def test_wave_merges_with_the_strike_in_an_article() -> None:
    article = bundled_documents_path() / "004_friday_onslaught.txt"
    (document,) = (each for each in reading.read_source(Source(str(article))) if isinstance(each, Document))
    accounts, _ = read_table(AIR_FORCE_COLUMNS, WAVE_ROWS)
    strikes = merge_reports(
        [*parse_document(document), *(report for account in accounts for report in account.reports)]
    )
    together = [strike for strike in strikes if len(strike.reports) == 2]
    assert [strike.when.end for strike in together] == [date(2023, 12, 29)]
