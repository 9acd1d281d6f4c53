"""Merging: which reports are one strike, what the merged strike says, and that report order does not matter."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Damage, Figure, Place, Report, Strike, Weapon, When
from model.merging import merge_reports
from model.merging.features import ReportFeatures
from model.merging.fusion import natural_sort_key
from model.merging.similarity import cannot_link, score_similarity
from tests.support.event_factories import make_claim, make_figure, make_report, make_when

DAY = "2024-03-02"
NIGHT = make_when("2024-03-01", DAY)


def make_raid(document: str, **values: Any) -> Report:
    """A report of the same raid, with these values replaced."""
    return make_report(
        document, **{"when": make_when(DAY), "side": "russia", "places": ["Kyiv"], "weapons": ["drone"], **values}
    )


def make_drones(launched: int | None = None, intercepted: int | None = None, model: str | None = None) -> Weapon:
    """Drones with their figures."""
    launched_figure, intercepted_figure = (None if n is None else make_figure(n) for n in (launched, intercepted))
    return Weapon(kind="drone", model=model, launched=launched_figure, intercepted=intercepted_figure)


def list_documents(strikes: Sequence[Strike]) -> list[list[str]]:
    """The documents of each strike."""
    return [[each.document for each in strike.reports] for strike in strikes]


def is_one(*reports: Report) -> bool:
    """True if the reports merge into one strike, in either order."""
    in_order, reversed_order = merge_reports(reports), merge_reports(reversed(reports))
    assert in_order == reversed_order
    return len(in_order) == 1


def test_reports_with_the_same_side_day_place_and_weapon_are_one_strike() -> None:
    assert is_one(make_raid("a"), make_raid("b"))
    assert is_one(make_raid("a"), make_raid("b", weapons=[]))  # states no weapon
    assert is_one(make_raid("a"), make_raid("b", places=["Lviv", "kyiv"], weapons=["missile", "drone"]))


@pytest.mark.parametrize(
    "differing",
    [
        {"side": "ukraine"},
        {"when": make_when("2024-03-03")},
        {"when": make_when(None)},
        {"places": ["Lviv"]},
        {"weapons": ["missile"]},
        {"scope": "summary"},
        {"document": "a", "at": 50},
    ],
)
def test_one_difference_keeps_reports_apart(differing: dict[str, Any]) -> None:
    assert not is_one(make_raid("a"), make_raid(**{"document": "b", **differing}))


def test_undated_reports_and_totals_are_never_merged() -> None:
    same = {"killed": make_figure(12), "weapons": [make_drones(30)]}
    assert not is_one(make_raid("a", when=make_when(None), **same), make_raid("b", when=make_when(None), **same))
    assert not is_one(make_raid("a", scope="summary", **same), make_raid("b", scope="summary", **same))
    since = When(start=date(2024, 3, 2), precision="open", basis="explicit")
    assert not is_one(make_raid("a", when=since, **same), make_raid("b", when=since, **same))


def test_night_matches_the_day_on_which_it_ends() -> None:
    assert is_one(make_raid("a", when=NIGHT), make_raid("b"))
    assert is_one(make_raid("a", when=NIGHT), make_raid("b", when=NIGHT))
    assert not is_one(make_raid("a", when=NIGHT), make_raid("b", when=make_when("2024-03-01")))
    assert not is_one(
        make_raid("a", when=NIGHT, killed=make_figure(4)),
        make_raid("b", when=make_when("2024-03-01"), killed=make_figure(4)),
    )


def test_two_nights_stay_apart_even_with_a_report_of_the_day_between() -> None:
    nights = make_raid("a", when=NIGHT), make_raid("b", when=make_when(DAY, "2024-03-03"))
    assert not is_one(*nights)
    strikes = merge_reports([*nights, make_raid("c")])
    assert list_documents(strikes) == [["a", "c"], ["b"]]


def test_monthly_reports_merge_only_with_a_matching_figure() -> None:
    march = make_when("2024-03-01", "2024-03-31", "month")
    assert not is_one(make_raid("a", when=march), make_raid("b", when=march))
    assert not is_one(make_raid("a", when=march, killed=make_figure(9)), make_raid("b", killed=make_figure(9)))
    assert is_one(make_raid("a", when=march, killed=make_figure(9)), make_raid("b", when=march, killed=make_figure(9)))


def test_region_matches_its_towns() -> None:
    region = Place(name="Kharkiv Oblast", region="Kharkiv")
    town = Place(name="Izium", region="Kharkiv")
    city = Place(name="Kharkiv", region="Kharkiv")
    assert is_one(make_raid("a", places=[region]), make_raid("b", places=[town]))
    assert not is_one(make_raid("a", places=[region]), make_raid("b", places=[town], weapons=[]))
    assert not is_one(make_raid("a", places=[city]), make_raid("b", places=[town]))


def test_part_of_the_country_matches_towns_of_its_regions() -> None:
    part = Place(name="eastern Ukraine", country="UA")
    town = Place(name="Izium", region="Kharkiv")
    missiles = {"weapons": ["missile"]}
    assert is_one(make_raid("a", places=[part], **missiles), make_raid("b", places=[town], **missiles))
    assert not is_one(
        make_raid("a", places=[part], **missiles),
        make_raid("b", places=[Place(name="Stryi", region="Lviv")], **missiles),
    )
    assert not is_one(make_raid("a", places=[part], weapons=[]), make_raid("b", places=[town], **missiles))
    shelling = {"weapons": ["artillery"]}
    assert not is_one(make_raid("a", places=[part], **shelling), make_raid("b", places=[town], **shelling))
    deadly_shelling = {**shelling, "killed": make_figure(6)}
    assert is_one(make_raid("a", places=[part], **deadly_shelling), make_raid("b", places=[town], **deadly_shelling))


def test_spellings_of_a_place_match_and_namesakes_do_not() -> None:
    spellings = [Place(name=name, latitude=50.45, longitude=30.52) for name in ("Kiev", "Kyiv")]
    assert is_one(make_raid("a", places=spellings[:1]), make_raid("b", places=spellings[1:]))
    namesakes = [Place(name="Pervomaisk", region=region) for region in ("Luhansk", "Mykolaiv")]
    assert not is_one(make_raid("a", places=namesakes[:1]), make_raid("b", places=namesakes[1:]))


def test_differing_exact_figures_of_one_speaker_keep_reports_apart() -> None:
    make_toll_report = {"claims": (make_claim("ukraine"),)}
    assert not is_one(
        make_raid("a", killed=make_figure(3), **make_toll_report),
        make_raid("b", killed=make_figure(4), **make_toll_report),
    )
    assert not is_one(
        make_raid("a", weapons=[make_drones(30)], **make_toll_report),
        make_raid("b", weapons=[make_drones(31)], **make_toll_report),
    )
    assert is_one(
        make_raid("a", killed=make_figure(3), **make_toll_report),
        make_raid("b", killed=make_figure(4), claims=(make_claim("russia"),)),
    )
    assert is_one(
        make_raid("a", killed=make_figure(3), **make_toll_report),
        make_raid("b", killed=make_figure(2, None), **make_toll_report),
    )


def test_agreeing_count_is_used_or_else_the_highest() -> None:
    make_toll_report = {"claims": (make_claim("ukraine"),), "places": ["Kyiv", "Lviv"]}
    two = {"weapons": [make_drones(36), make_drones(9)], **make_toll_report}
    assert is_one(make_raid("a", **two), make_raid("b", **two))
    for first, second in ("ab", "ba"):
        assert is_one(make_raid(first, **two), make_raid(second, weapons=[make_drones(36)], **make_toll_report))
        assert is_one(make_raid(first, **two), make_raid(second, weapons=[make_drones(9)], **make_toll_report))
        assert not is_one(make_raid(first, **two), make_raid(second, weapons=[make_drones(37)], **make_toll_report))
        silent = {**two, "claims": ()}
        assert is_one(make_raid(first, **silent), make_raid(second, weapons=[make_drones(30)]))
        assert not is_one(make_raid(first, **silent), make_raid(second, weapons=[make_drones(12)]))
    (strike,) = merge_reports([make_raid("a", **two), make_raid("b", **two)])
    assert strike.reasons == (
        "same side and day, both name Kyiv and Lviv, drone figures agree (36), drone figures agree (9)",
    )


def test_speaker_may_update_a_toll_and_generic_speakers_are_not_compared() -> None:
    def make_toll_report(document: str, killed: int, speaker: str, **values: Any) -> Report:
        return make_raid(document, killed=make_figure(killed), claims=(make_claim("ukraine", speaker),), **values)

    early, late = {"published": date(2024, 3, 2)}, {"published": date(2024, 3, 3)}
    assert not is_one(make_toll_report("a", 3, "the governor"), make_toll_report("b", 4, "Governor"))
    assert is_one(make_toll_report("a", 3, "the governor"), make_toll_report("b", 4, "the mayor"))
    assert is_one(make_toll_report("a", 3, "officials"), make_toll_report("b", 4, "officials"))
    assert is_one(make_toll_report("a", 3, "the governor", **early), make_toll_report("b", 4, "the governor", **late))
    assert not is_one(
        make_toll_report("a", 4, "the governor", **early), make_toll_report("b", 3, "the governor", **late)
    )
    assert is_one(
        make_toll_report("a", 3, "the governor"),
        make_toll_report("b", 4, "the governor", text="The toll has risen to 4."),
    )
    assert is_one(
        make_toll_report("a", 3, "the governor", injured=make_figure(9)),
        make_toll_report("b", 4, "the governor", injured=make_figure(9)),
    )


def test_distant_figures_need_one_that_agrees_or_speakers_of_both_sides() -> None:
    few, many = {"killed": make_figure(6)}, {"killed": make_figure(12, None, "dozens")}
    early, late = {"published": date(2024, 3, 2)}, {"published": date(2024, 3, 3)}
    assert is_one(make_raid("a", **late, **few), make_raid("b", **early, killed=make_figure(8)))
    assert not is_one(make_raid("a", **late, **few), make_raid("b", **early, **many))
    assert is_one(
        make_raid("a", **late, injured=make_figure(40), **few), make_raid("b", **early, injured=make_figure(40), **many)
    )
    by_russia, by_ukraine = {"claims": (make_claim("russia"),)}, {"claims": (make_claim("ukraine"),)}
    assert is_one(make_raid("a", **late, **few, **by_russia), make_raid("b", **early, **many, **by_ukraine))


def test_toll_may_rise_in_a_later_report() -> None:
    few, many = {"killed": make_figure(6)}, {"killed": make_figure(12, None, "dozens")}
    assert is_one(make_raid("a", **few), make_raid("b", **many))
    assert is_one(make_raid("a", published=date(2024, 3, 2), **few), make_raid("b", published=date(2024, 3, 4), **many))
    assert not is_one(make_raid("a", weapons=[make_drones(6)]), make_raid("b", weapons=[make_drones(12)]))


def test_without_a_place_a_weapon_and_a_figure_must_agree() -> None:
    placeless = {"places": [], "weapons": [make_drones(36)]}
    assert is_one(make_raid("a", **placeless), make_raid("b", weapons=[make_drones(36)]))
    assert is_one(make_raid("a", **placeless), make_raid("b", **placeless))
    assert not is_one(make_raid("a", **placeless), make_raid("b", weapons=[make_drones(35)]))
    assert not is_one(make_raid("a", places=[]), make_raid("b"))
    assert not is_one(
        make_raid("a", places=[], weapons=[], killed=make_figure(4)), make_raid("b", killed=make_figure(4))
    )


@pytest.mark.parametrize("toll", [make_figure(0), make_figure(1), make_figure(12, None, "dozens")])
def test_common_figures_are_no_evidence(toll: Figure) -> None:
    assert not is_one(make_raid("a", places=[], killed=toll), make_raid("b", places=[], killed=toll))


def test_unattributed_report_needs_matching_place_weapon_and_figure() -> None:
    assert not is_one(make_raid("a", side="unknown"), make_raid("b"))
    assert not is_one(make_raid("a", side="unknown"), make_raid("b", side="unknown"))
    (strike,) = merge_reports(
        [make_raid("a", side="unknown", injured=make_figure(7)), make_raid("b", injured=make_figure(7, None))]
    )
    assert strike.side == "russia"


def test_differing_models_need_a_matching_figure() -> None:
    shahed, geran = make_drones(model="Shahed"), make_drones(model="Gerbera")
    assert not is_one(make_raid("a", weapons=[shahed]), make_raid("b", weapons=[geran]))
    assert is_one(
        make_raid("a", weapons=[shahed], killed=make_figure(5)), make_raid("b", weapons=[geran], killed=make_figure(5))
    )


def test_reports_that_differ_are_not_linked_through_a_third() -> None:
    both = make_raid("b", places=["Kyiv", "Lviv"])
    strikes = merge_reports([make_raid("a"), both, make_raid("c", places=["Lviv"])])
    assert len(strikes) == 2
    assert {"Kyiv", "Lviv"} in [{place.name for place in strike.places} for strike in strikes]


def test_whole_country_is_one_place() -> None:
    wave = {"places": [], "text": "Missiles fell on cities across Ukraine."}
    assert is_one(make_raid("a", **wave), make_raid("b", **wave))
    assert is_one(
        make_raid("a", **wave), make_raid("b", places=["Kyiv"], text="Kyiv and other Ukrainian cities were hit.")
    )
    assert is_one(make_raid("a", **wave), make_raid("b", places=[Place(name="Ukraine", country="UA")]))
    assert not is_one(make_raid("a", **wave), make_raid("b", places=["Kyiv"]))
    assert not is_one(make_raid("a", **wave), make_raid("b", **{**wave, "weapons": ["missile"]}))
    assert not is_one(make_raid("a", **wave), make_raid("b", places=[], text="A drone fell."))


def test_sum_of_models_is_a_figure_of_their_kind() -> None:
    shaheds, gerberas = make_drones(30, model="Shahed"), make_drones(6, model="Gerbera")
    models = {"places": [], "weapons": [shaheds, gerberas]}
    assert is_one(make_raid("a", **models), make_raid("b", places=[], weapons=[make_drones(36)]))
    assert not is_one(make_raid("a", **models), make_raid("b", places=[], weapons=[make_drones(30)]))


def test_air_strike_may_use_missiles_and_a_rocket_may_be_called_a_missile() -> None:
    assert is_one(make_raid("a", weapons=["other"]), make_raid("b", weapons=["missile"]))
    assert is_one(make_raid("a", weapons=["artillery"], text="A rocket fell."), make_raid("b", weapons=["missile"]))
    assert not is_one(make_raid("a", weapons=["artillery"]), make_raid("b", weapons=["missile"]))
    assert is_one(
        make_raid("a", weapons=["artillery"], killed=make_figure(9)),
        make_raid("b", weapons=["missile"], killed=make_figure(9)),
    )


def test_shelling_along_a_front_is_not_shelling_of_a_town() -> None:
    front = {"weapons": ["artillery"], "places": ["Nikopol", "Marhanets", "Ochakiv"]}
    assert not is_one(make_raid("a", **front), make_raid("b", weapons=["artillery"], places=["Nikopol"]))
    deadly_front = {**front, "killed": make_figure(3)}
    assert is_one(
        make_raid("a", **deadly_front), make_raid("b", weapons=["artillery"], places=["Nikopol"], killed=make_figure(3))
    )


def test_stronger_evidence_wins() -> None:
    both = make_raid("b", places=["Kyiv", "Lviv"], killed=make_figure(8))
    assert list_documents(
        merge_reports([make_raid("a"), both, make_raid("c", places=["Lviv"], killed=make_figure(8))])
    ) == [
        ["a"],
        ["b", "c"],
    ]


def test_two_strikes_in_one_document_match_two_in_another_one_to_one() -> None:
    reports = [make_raid(name, at=at) for name in "ab" for at in (0, 50)]
    assert sorted(list_documents(merge_reports(reports))) == [["a", "b"], ["a", "b"]]


def test_figures_become_ranges_with_all_their_words() -> None:
    (strike,) = merge_reports(
        [
            make_raid("a", killed=make_figure(3), injured=make_figure(20), weapons=[make_drones(36, 30)]),
            make_raid(
                "b",
                killed=make_figure(4),
                injured=make_figure(15, None, "at least 15"),
                weapons=[make_drones(36), "missile"],
            ),
            make_raid("c", killed=make_figure(3), launched=make_figure(60)),
        ]
    )
    assert strike.killed == Figure(low=3, high=4, text="3 / 4")
    assert strike.injured == Figure(low=15, high=None, text="20 / at least 15")
    assert strike.launched == make_figure(60)
    assert strike.weapons == (make_drones(36, 30), Weapon(kind="missile"))


def test_open_bounds_on_either_side_still_make_a_range() -> None:
    (strike,) = merge_reports(
        [make_raid("a", killed=make_figure(30, None)), make_raid("b", killed=make_figure(None, 50, "up to 50"))]
    )
    assert (strike.killed and strike.killed.low, strike.killed and strike.killed.high) == (30, 50)


def test_named_model_is_listed_beside_its_kind() -> None:
    (strike,) = merge_reports(
        [make_raid("a", weapons=[make_drones(36)]), make_raid("b", weapons=[make_drones(20, model="Shahed")])]
    )
    assert strike.weapons == (make_drones(36), make_drones(20, model="Shahed"))


def test_most_named_places_come_first() -> None:
    named = [["Lviv", "Kyiv"], ["Dnipro", "Kyiv"], ["Kyiv", "Dnipro"]]
    (strike,) = merge_reports(make_raid(name, places=places) for name, places in zip("abc", named, strict=True))
    assert [place.name for place in strike.places] == ["Kyiv", "Dnipro", "Lviv"]


def test_most_precise_report_dates_the_strike() -> None:
    (strike,) = merge_reports([make_raid("a", when=NIGHT), make_raid("b", when=make_when(DAY, precision="time"))])
    assert strike.when.precision == "time"
    carried = When(start=date(2024, 3, 2), end=date(2024, 3, 2), precision="day", basis="carried")
    (strike,) = merge_reports([make_raid("a", when=carried), make_raid("b", when=NIGHT)])
    assert strike.when == NIGHT


def test_reports_are_ordered_by_publication() -> None:
    published = [date(2024, 3, 4), None, date(2024, 3, 2)]
    (strike,) = merge_reports(make_raid(name, published=when) for name, when in zip("abc", published, strict=True))
    assert list_documents([strike]) == [["c", "a", "b"]]


def test_denials_conflicting_figures_and_unknown_attackers_are_disputes() -> None:
    def is_disputed(*reports: Report) -> bool:
        (strike,) = merge_reports(reports)
        return strike.disputed

    assert not is_disputed(make_raid("a", claims=(make_claim("russia"), make_claim("ukraine"))))
    assert is_disputed(make_raid("a", claims=(make_claim("russia", denies=True),)))
    assert is_disputed(make_raid("a", side="unknown", claims=(make_claim("russia"), make_claim("ukraine"))))
    assert is_disputed(make_raid("a", killed=make_figure(3)), make_raid("b", killed=make_figure(4)))
    assert is_disputed(make_raid("a", weapons=[make_drones(3)]), make_raid("b", weapons=[make_drones(4)]))
    assert is_disputed(make_raid("a", killed=make_figure(30, None)), make_raid("b", killed=make_figure(20)))
    assert not is_disputed(make_raid("a", killed=make_figure(30, None)), make_raid("b", killed=make_figure(32)))


def test_each_claim_is_kept_once() -> None:
    mayor, ministry = make_claim("ukraine", "the mayor"), make_claim("russia", "the ministry", denies=True)
    (strike,) = merge_reports([make_raid("a", claims=(mayor,)), make_raid("b", claims=(ministry, mayor))])
    assert strike.claims == (mayor, ministry)


def test_claim_about_a_weapon_figure_stays_with_the_weapon() -> None:
    missile, drone = Weapon(kind="missile", launched=make_figure(3)), Weapon(kind="drone", launched=make_figure(9))
    claim = make_claim("ukraine", "the air force").model_copy(update={"of": "weapons.0.launched"})
    (strike,) = merge_reports(
        [make_raid("a", weapons=[missile, drone]), make_raid("b", weapons=[drone], claims=(claim,))]
    )
    assert [weapon.kind for weapon in strike.weapons] == ["missile", "drone"]
    assert [each.of for each in strike.claims] == ["weapons.1.launched"]


def test_damage_is_the_union_of_all_reports() -> None:
    school, grid = Damage(object="school", text="a school", effect="hit"), Damage(object="energy", text="the grid")
    (strike,) = merge_reports([make_raid("a", damage=(school,)), make_raid("b", damage=(grid, school))])
    assert strike.damage == (school, grid)


def test_each_further_report_has_its_reason() -> None:
    where = ["Kyiv", "Kharkiv"]
    missiles = Weapon(kind="missile", launched=make_figure(122))
    reports = [make_raid(name, places=where, weapons=[missiles]) for name in "ab"]
    reports.append(
        make_raid("c", when=NIGHT, places=["Kyiv", "Lviv"], weapons=["missile", "drone"], killed=make_figure(30, None))
    )
    reports.append(
        make_raid("d", when=NIGHT, places=["Kyiv", "Lviv"], weapons=["drone", "missile"], killed=make_figure(30))
    )
    (strike,) = merge_reports(reports)
    assert strike.reasons == (
        "same side and day, both name Kyiv and Kharkiv, missile figures agree (122)",
        "same side, the night of one and the day of the other overlap, both name Kyiv, both report missiles",
        "as in c: same side and night, both name Kyiv and Lviv, both report missiles and drones, "
        "killed figures agree (30)",
    )


def test_reasons_name_models_and_regions() -> None:
    shaheds = {"weapons": [make_drones(36, 30, "Shahed"), "bomb"]}
    region, town = Place(name="Kharkiv region", region="Kharkiv"), Place(name="Izium", region="Kharkiv")
    (strike,) = merge_reports([make_raid("a", places=[region], **shaheds), make_raid("b", places=[town], **shaheds)])
    assert strike.reasons == (
        "same side and day, one names the region of the other's place, both name Shahed, both report bombs, "
        "Shahed figures agree (36), intercepted Shahed figures agree (30)",
    )


def test_strikes_are_ordered_by_time_and_undated_ones_by_document() -> None:
    march = make_when("2024-03-01", "2024-03-31", "month")
    whens = {
        "item 10": make_when(None),
        "item 9": make_when(None),
        "c": march,
        "d": make_when("2024-03-01"),
        "e": make_when("2024-02-01"),
    }
    strikes = merge_reports(make_report(name, when=when) for name, when in whens.items())
    assert list_documents(strikes) == [["e"], ["d"], ["c"], ["item 9"], ["item 10"]]


def test_reports_of_one_day_are_in_natural_order_of_their_documents() -> None:
    names = ["report", "report2", "report2b", "report10"]
    (strike,) = merge_reports(make_raid(name) for name in reversed(names))
    assert list_documents([strike]) == [names]


DOCUMENT_IDS = st.one_of(st.text("aB0129#.٣", max_size=6), st.text(max_size=4))


@given(ids=st.lists(DOCUMENT_IDS, max_size=9), chance=st.randoms())
def test_natural_order_is_total_over_any_ids(ids: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(ids, len(ids))
    assert sorted(shuffled, key=natural_sort_key) == sorted(ids, key=natural_sort_key)
    assert len(set(map(natural_sort_key, ids))) == len(set(ids))


@given(head=DOCUMENT_IDS, numbers=st.tuples(st.integers(0, 200), st.integers(0, 200)), tail=DOCUMENT_IDS)
def test_natural_order_compares_whole_numbers(head: str, numbers: tuple[int, int], tail: str) -> None:
    one, other = (natural_sort_key(f"{head}-{number}-{tail}") for number in numbers)
    assert (one < other) == (numbers[0] < numbers[1])


def test_ids_depend_on_the_reports_alone() -> None:
    alone = merge_reports([make_raid("a")])[0].id
    assert alone == merge_reports([make_raid("a", killed=make_figure(3)), make_raid("z", side="other")])[0].id
    assert (
        alone != merge_reports([make_raid("a", at=10)])[0].id != merge_reports([make_raid("a"), make_raid("b")])[0].id
    )
    twice = merge_reports([make_raid("a"), make_raid("a", places=["Lviv"])])  # two strikes in one sentence
    assert len({strike.id for strike in twice}) == 2


WHENS = [
    make_when(None),
    make_when("2024-03-01"),
    make_when(DAY),
    NIGHT,
    make_when(DAY, "2024-03-03"),
    make_when("2024-03-01", "2024-03-31", "month"),
]
FIGURES = st.sampled_from([None, make_figure(4), make_figure(5), make_figure(4, None), make_figure(None, 6)])
REPORTS = st.lists(
    st.builds(
        make_report,
        st.sampled_from("abcd"),
        st.integers(0, 3),
        when=st.sampled_from(WHENS),
        side=st.sampled_from(["russia", "russia", "ukraine", "unknown"]),
        scope=st.sampled_from(["strike", "strike", "strike", "summary"]),
        places=st.lists(st.sampled_from(["Kyiv", "Lviv", Place(name="Crimea", region="Crimea")]), max_size=2),
        weapons=st.lists(
            st.sampled_from(["drone", make_drones(4), make_drones(5), make_drones(4, model="Shahed"), "missile"]),
            max_size=2,
        ),
        killed=FIGURES,
        injured=FIGURES,
        claims=st.sampled_from([(), (make_claim("russia"),), (make_claim("ukraine"),)]),
    ),
    max_size=9,
)


COUNTED_REPORTS = st.lists(
    st.builds(
        make_raid,
        st.sampled_from("abcd"),
        weapons=st.lists(st.sampled_from([make_drones(4), make_drones(9), make_drones(4, model="Shahed")]), max_size=3),
        claims=st.sampled_from([(), (make_claim("ukraine"),)]),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=200)
@given(reports=REPORTS, seed=st.integers())
def test_any_order_gives_the_same_strikes(reports: list[Report], seed: int) -> None:
    shuffled = list(reports)
    random.Random(seed).shuffle(shuffled)
    assert merge_reports(shuffled) == merge_reports(reports)


@settings(deadline=None, max_examples=200)
@given(reports=st.one_of(REPORTS, COUNTED_REPORTS))
def test_similarity_is_symmetric(reports: list[Report]) -> None:
    for one, other in combinations(map(ReportFeatures.from_report, reports), 2):
        assert score_similarity(one, other) == score_similarity(other, one)
        assert cannot_link(one, other) == cannot_link(other, one)


@settings(deadline=None, max_examples=200)
@given(reports=REPORTS)
def test_every_report_is_in_one_strike_and_compatible_with_the_others(reports: list[Report]) -> None:
    strikes = merge_reports(reports)
    merged = [report.model_dump_json() for strike in strikes for report in strike.reports]
    assert sorted(merged) == sorted(report.model_dump_json() for report in reports)
    assert len({strike.id for strike in strikes}) == len(strikes)
    for strike in strikes:
        assert len({report.document for report in strike.reports}) == len(strike.reports)
        assert len(strike.reasons) == len(strike.reports) - 1
        for one, other in combinations(strike.reports, 2):
            assert not cannot_link(ReportFeatures.from_report(one), ReportFeatures.from_report(other))


@settings(deadline=None, max_examples=200)
@given(reports=REPORTS)
def test_range_includes_every_reported_figure(reports: list[Report]) -> None:
    for strike in merge_reports(reports):
        for name in ("killed", "injured"):
            figures = [figure for report in strike.reports if (figure := getattr(report, name))]
            merged = getattr(strike, name)
            assert (merged is None) == (not figures)
            numbers = [bound for figure in figures for bound in (figure.low, figure.high) if bound is not None]
            assert all((merged.low or 0) <= number for number in numbers)
            assert all(merged.high is None or number <= merged.high for number in numbers)


def test_ten_thousand_reports_merge_in_seconds() -> None:
    chance = random.Random(11)
    towns = [Place(name=f"Town {n}", region=f"Region {n % 20}") for n in range(200)]
    reports = [
        make_raid(
            f"d{n}",
            when=make_when((date(2022, 3, 1) + timedelta(days=chance.randrange(900))).isoformat()),
            side=chance.choice(["russia", "ukraine"]),
            places=chance.sample(towns, 3),
            killed=make_figure(chance.randrange(40)),
        )
        for n in range(10_000)
    ]
    started = time.process_time()
    strikes = merge_reports(reports)
    assert time.process_time() - started < 5  # takes about one second; quadratic time would be minutes
    assert 5_000 < len(strikes) < 10_000


def test_text_copied_thousands_of_times_is_one_strike() -> None:
    started = time.process_time()
    (strike,) = merge_reports(make_raid(f"d{n}") for n in range(5_000))
    assert time.process_time() - started < 5
    assert len(strike.reports) == 5_000
