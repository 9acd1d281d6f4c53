"""What was hit and the effect on it, in whole documents."""

from __future__ import annotations

import time
from datetime import date

import pytest

from model.event import Damage, Document, Report
from model.parsing import parse_document
from model.parsing.clauses.damage_lexicon import pluralize_noun

DAY = date(2024, 3, 9)


def parse_reports(text: str, title: str | None = None) -> list[Report]:
    return parse_document(Document(id="d", text=text, title=title, published=DAY))


def parse_single_report(text: str, title: str | None = None) -> Report:
    reports = parse_reports(text, title)
    assert len(reports) == 1, reports
    return reports[0]


def list_damage(text: str, title: str | None = None) -> list[tuple[str, str | None, str]]:
    return [(item.object, item.effect, item.text) for item in parse_single_report(text, title).damage]


def test_damage_has_its_words_count_and_rules() -> None:
    text = "A Russian drone attack on Sumy on Friday damaged at least 12 houses."
    report = parse_single_report(text)
    (damage,) = report.damage
    assert (damage.object, damage.text, damage.effect, damage.effect_text) == (
        "housing",
        "at least 12 houses",
        "damaged",
        "damaged",
    )
    assert damage.count is not None
    assert (damage.count.low, damage.count.high, damage.count.text) == (12, None, "at least 12")
    quoted = {path: text[trace.start : trace.end] for path, trace in report.trace.items() if path.startswith("damage")}
    assert quoted == {
        "damage.0": "at least 12 houses",
        "damage.0.count": "at least 12",
        "damage.0.effect": "damaged",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian missiles hit a military hospital in Kharkiv.", [("hospital", "hit", "a military hospital")]),
        ("A drone strike on an oil depot in Tver killed one.", [("fuel", "hit", "an oil depot")]),
        ("Russian shelling of Kherson set a church ablaze.", [("religious", "fire", "a church")]),
        ("A school in Sumy was destroyed by a Russian missile.", [("school", "destroyed", "A school")]),
        ("Two bridges damaged in a drone strike on Kherson.", [("road", "damaged", "Two bridges")]),
        ("A Russian drone attack sparked a fire at a warehouse in Odesa.", [("industry", "fire", "a warehouse")]),
        ("A Russian missile strike left Sumy without power.", [("energy", "outage", "power")]),
        ("Ukrainian drones hit the Belbek airfield in Crimea.", [("airfield", "hit", "the Belbek airfield")]),
        ("Ukrainian drones struck the Crimean Bridge on Friday.", [("road", "hit", "the Crimean Bridge")]),
        (
            "Russian drones damaged the roof of a museum in Odesa.",
            [("culture", "damaged", "the roof of a museum")],
        ),
        (
            "Russian missiles hit energy and port infrastructure in Odesa.",
            [("energy", "hit", "energy and port infrastructure"), ("port", "hit", "energy and port infrastructure")],
        ),
        (
            "Russian shells damaged three shops, a clinic in the centre and dozens of cars in Kherson.",
            [
                ("business", "damaged", "three shops"),
                ("hospital", "damaged", "a clinic"),
                ("vehicle", "damaged", "dozens of cars"),
            ],
        ),
        (
            "A house near the airport was hit by a Russian missile in Odesa.",
            [("housing", "hit", "A house")],
        ),
        (
            "Russian missiles hit a substation in Odesa, causing a large fire.",
            [("energy", "fire", "a substation")],
        ),
    ],
)
def test_object_is_named_with_the_effect_on_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert list_damage(text) == expected


def test_object_only_attacked_has_no_effect() -> None:
    (damage,) = parse_single_report("Russia launched 20 drones targeting energy infrastructure in Odesa.").damage
    assert (damage.effect, damage.effect_text) == (None, "targeting")


def test_damaged_or_destroyed_counts_as_damaged() -> None:
    (damage,) = parse_single_report("Russian shelling of Sumy left 30 homes damaged or destroyed.").damage
    assert (damage.effect, damage.effect_text) == ("damaged", "damaged or destroyed")


@pytest.mark.parametrize(
    "text",
    [
        "Russian missiles hit Odesa; no critical infrastructure was damaged.",
        "A Russian missile strike on Odesa could damage the power grid, officials fear.",
        "Russian missiles hit the port city of Odesa.",
        "A Russian drone hit a field near a school in Sumy.",
        "A Russian drone wounded two hospital workers in Kherson.",
        "The Zaporizhzhia nuclear power plant said a Russian drone attack on Enerhodar killed one.",
        "A Russian missile hit the site that houses the archive in Odesa.",
        "Russian drones left thousands of residents of Sumy evacuated.",
        "Russia fired five missiles at Odesa to destroy a bridge.",
    ],
)
def test_object_not_hit_is_not_damage(text: str) -> None:
    assert [damage for report in parse_reports(text) for damage in report.damage] == []


def test_object_mentioned_twice_is_one_with_the_strongest_effect() -> None:
    assert list_damage(
        "A Russian missile hit a nine-storey apartment building in Sumy. The attack destroyed the building.",
        title="Missile hits apartment building in Sumy",
    ) == [("housing", "destroyed", "a nine-storey apartment building")]


def test_the_facility_refers_to_the_refinery_mentioned_before() -> None:
    assert list_damage(
        "Ukrainian drones hit an oil refinery in Ryazan on Friday. The attack set the facility on fire."
    ) == [("fuel", "fire", "an oil refinery")]


def test_two_of_a_kind_in_one_list_are_two() -> None:
    assert [
        item.text
        for item in parse_single_report("Russian drones damaged a house, two houses and a cottage in Sumy.").damage
    ] == [
        "a house",
        "two houses",
        "a cottage",
    ]


def test_sentence_of_damage_alone_belongs_to_the_preceding_strike() -> None:
    text = "A Russian drone strike on Sumy wounded three people. Two shops and a kindergarten were gutted."
    report = parse_single_report(text)
    assert [item.text for item in report.damage] == ["Two shops", "a kindergarten"]
    assert [span.text.strip() for span in report.excerpts] == [part.strip() + "." for part in text.split(".") if part]


def test_damage_in_another_town_or_on_another_day_is_not_of_this_strike() -> None:
    start = "A Russian drone strike on Sumy on Friday wounded three people. "
    assert parse_single_report(start + "A kindergarten in Poltava was badly damaged.").damage == ()
    assert parse_single_report(start + "A kindergarten was badly damaged on 2 February.").damage == ()


def test_each_half_of_a_sentence_keeps_its_own_damage() -> None:
    reports = parse_reports(
        "Russian missiles hit a hospital in Kharkiv, while Ukrainian drones damaged a refinery in Ryazan."
    )
    assert [(report.side, [damage.object for damage in report.damage]) for report in reports] == [
        ("russia", ["hospital"]),
        ("ukraine", ["fuel"]),
    ]


@pytest.mark.parametrize(
    ("noun", "several"),
    [("factory", "factories"), ("church", "churches"), ("bus", "buses"), ("highway", "highways"), ("house", "houses")],
)
def test_plurals_are_understood(noun: str, several: str) -> None:
    assert pluralize_noun(noun) == several
    assert list_damage(f"Russian drones damaged several {several} in Sumy.")[0][2] == f"several {several}"


def test_unknown_damage_object_is_refused() -> None:
    with pytest.raises(ValueError, match="object"):
        Damage.model_validate({"object": "castle", "text": "a castle"})


def test_long_list_of_damage_takes_linear_time() -> None:
    text = "A Russian missile hit Kharkiv. " + " ".join(
        f"The blast damaged {number} houses." for number in range(2, 5002)
    )
    started = time.process_time()
    assert len(parse_single_report(text).damage) == 5000
    assert time.process_time() - started < 6  # takes about two seconds; quadratic time would be 15
