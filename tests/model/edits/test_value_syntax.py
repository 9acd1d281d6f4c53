"""The syntax of typed values: what they mean, and the errors for invalid ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.edits.errors import EditError
from model.edits.value_paths import parse_path
from model.edits.value_syntax import describe_value, format_value, from_json, parse_value, to_json
from model.event import Figure, Place, Precision, Weapon, When


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("5", 5, 5),
        ("0", 0, 0),
        (">=5", 5, None),
        ("5+", 5, None),
        ("> 5", 6, None),
        ("at least 5", 5, None),
        ("5 or more", 5, None),
        ("<=20", None, 20),
        ("≤20", None, 20),
        ("up to 20", None, 20),
        ("<20", None, 19),
        ("5-7", 5, 7),
        ("5–7", 5, 7),
        ("5 .. 7", 5, 7),
        ("5 to 7", 5, 7),
        ("1,200", 1200, 1200),
        ("about 50", 50, 50),
        ("~50", 50, 50),
    ],
)
def test_counts(typed: str, low: int | None, high: int | None) -> None:
    figure = parse_value("killed", typed)
    assert (figure.low, figure.high) == (low, high)
    assert parse_value("killed", format_value("killed", figure)) == figure


def test_approximate_count_stays_approximate() -> None:
    assert describe_value("killed", parse_value("killed", "~50")) == "about 50"


@pytest.mark.parametrize("path", ["killed", "launched:drone Shahed", "when", "places", "weapons", "side"])
@pytest.mark.parametrize("typed", ["", "unknown", " Unknown "])
def test_values_not_stated(path: str, typed: str) -> None:
    assert describe_value(path, parse_value(path, typed)) in ("not stated", "not known")


@pytest.mark.parametrize(
    ("typed", "start", "end", "precision"),
    [
        ("2024-03-01", "2024-03-01", "2024-03-01", "day"),
        ("night of 2024-02-28", "2024-02-28", "2024-02-29", "night"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("2024-03-01..2024-03-05", "2024-03-01", "2024-03-05", "days"),
        ("2024-03-01..", "2024-03-01", None, "open"),
        ("..2024-03-01", None, "2024-03-01", "open"),
    ],
)
def test_times(typed: str, start: str | None, end: str | None, precision: Precision) -> None:
    when = parse_value("when", typed)
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    assert when == When(start=days[0], end=days[1], precision=precision, basis="user")
    assert format_value("when", when) == typed


def test_places_are_looked_up() -> None:
    kyiv, engels = parse_value("places", "kyiv; Pokrovsk (Saratov)")
    assert (kyiv.name, kyiv.country, kyiv.latitude) == ("Kyiv", "UA", pytest.approx(50.45, abs=0.1))
    assert (engels.region, engels.country) == ("Saratov", "RU")
    assert format_value("places", (kyiv, engels)) == "Kyiv; Engels"


def test_unlisted_place_can_carry_its_region_or_coordinates() -> None:
    assert parse_value("places", "Three Ponds (Kharkiv)") == (
        Place(name="Three Ponds", region="Kharkiv", country="UA"),
    )
    assert parse_value("places", "Three Ponds (50.1, 36.2)") == (
        Place(name="Three Ponds", latitude=50.1, longitude=36.2),
    )


def test_weapons_sides_and_scope() -> None:
    assert parse_value("weapons", "drones; missile kinzhal") == (
        Weapon(kind="drone"),
        Weapon(kind="missile", model="Kinzhal"),
    )
    assert parse_value("weapons", "shahed") == (Weapon(kind="drone", model="Shahed"),)
    assert (parse_value("side", "Russian"), parse_value("scope", "total")) == ("russia", "summary")
    assert parse_path("Launched: drones shahed") == "launched:drone Shahed"


@pytest.mark.parametrize(
    ("path", "typed", "expected"),
    [
        ("killed", "several", "is not a count; write 5"),
        ("killed", "-5", "is not a count"),
        ("killed", "7-5", "its end is below"),
        ("killed", "9" * 30, "too large"),
        ("killed", "about >=5", "is not a count"),
        ("when", "1 March", "is not a time; write 2024-03-01"),
        ("when", "2024-02-30", "is not a day"),
        ("when", "2024-13", "is not a month"),
        ("when", "2024-03-05..2024-03-01", "ends before it begins"),
        ("when", "1024-03-01", "out of range"),
        ("places", "Three Ponds", "is not in the list of places; write its region"),
        ("places", "Kyiv (95, 10)", "these degrees do not exist"),
        ("places", "()", "is not a place"),
        ("side", "nobody", "is not one of russia, ukraine"),
        ("scope", "", "is not one of strike, summary"),
        ("weapons", "bow", "is not a weapon; write its kind"),
    ],
)
def test_mistakes_are_reported_in_one_line(path: str, typed: str, expected: str) -> None:
    with pytest.raises(EditError) as error:
        parse_value(path, typed)
    assert str(error.value).startswith(f"{path}: ")
    assert expected in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("typed", "hint"), [("kiled", "did you mean killed"), ("damage", "these can be"), ("", "be")])
def test_unknown_path_is_reported_with_a_hint(typed: str, hint: str) -> None:
    with pytest.raises(EditError, match=hint):
        parse_path(typed)


@given(path=st.sampled_from(["killed", "when", "places", "weapons", "side", "scope"]), typed=st.text(max_size=40))
def test_any_input_is_a_value_or_an_edit_error(path: str, typed: str) -> None:
    try:
        value = parse_value(path, typed)
    except EditError:
        return
    assert from_json(path, to_json(path, value)) == value


COUNTS = st.integers(0, 500)
FIGURES = (
    st.tuples(COUNTS, st.none())
    | st.tuples(st.none(), COUNTS)
    | st.tuples(COUNTS, COUNTS).map(lambda both: (min(both), max(both)))
)


@given(FIGURES)
def test_count_survives_a_round_trip(bounds: tuple[Any, Any]) -> None:
    figure = Figure(low=bounds[0], high=bounds[1], text="so many")
    parsed_again = parse_value("killed", format_value("killed", figure))
    assert (parsed_again.low, parsed_again.high) == bounds
