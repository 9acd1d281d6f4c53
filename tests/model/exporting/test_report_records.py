"""Reports as JSON and CSV: one line each, whatever the text, and safe in spreadsheets and terminals."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.event import Claim, Damage, Figure, Place, Report, Span, Trace, Weapon, When
from model.exporting.reports import REPORT_COLUMNS, report_csv_lines, report_to_json

TEXT = "On Friday 36 drones, 30 of them shot down, were sent at Kyiv, the air force said; at least two died."
FULL_REPORT = Report(
    document="raid",
    title="36 drones at Kyiv",
    published=date(2023, 12, 30),
    when=When(start=date(2023, 12, 29), end=date(2023, 12, 29), precision="day", basis="weekday", text="On Friday"),
    side="russia",
    places=(
        Place(name="Kyiv", region="Kyiv", country="UA", latitude=50.45, longitude=30.52),
        Place(name="Odesa"),
    ),
    weapons=(
        Weapon(
            kind="drone",
            launched=Figure(low=36, high=36, text="36"),
            intercepted=Figure(low=30, high=30, text="30"),
        ),
        Weapon(kind="missile", model="Kh-101"),
    ),
    killed=Figure(low=2, high=None, text="at least two"),
    damage=(
        Damage(
            object="housing",
            text="two houses",
            count=Figure(low=2, high=2, text="two"),
            effect="destroyed",
            effect_text="levelled",
        ),
        Damage(object="air_defence", text="a radar"),
    ),
    claims=(
        Claim(side="ukraine", speaker="the air force"),
        Claim(side="ukraine", speaker="the air force", of="weapons.0.intercepted"),
        Claim(side="russia", stance="denies"),
        Claim(side="russia", speaker="Moscow", responsibility=True),
    ),
    unverified=Span(start=54, end=58, text="Kyiv"),
    excerpts=(
        Span(start=0, end=len(TEXT), text=TEXT),
        Span.model_validate({"start": 0, "end": 9, "text": "36 drones", "in": "title"}),
    ),
    trace={
        "side": Trace(rule="side.target", start=54, end=58),
        "weapons.0": Trace.model_validate({"rule": "weapon.word", "start": 3, "end": 9, "in": "title"}),
    },
)


def make_report_of_text(text: str, **values: Any) -> Report:
    return Report(document="a", excerpts=(Span(start=0, end=len(text), text=text),), **values)


def test_json_format_is_exact() -> None:
    assert report_to_json(FULL_REPORT) == (
        '{"document": "raid", "title": "36 drones at Kyiv", "published": "2023-12-30", "scope": "strike", '
        '"when": {"start": "2023-12-29", "end": "2023-12-29", "precision": "day", "basis": "weekday", '
        '"text": "On Friday"}, "side": "russia", '
        '"places": [{"name": "Kyiv", "region": "Kyiv", "country": "UA", "latitude": 50.45, "longitude": 30.52}, '
        '{"name": "Odesa", "region": null, "country": null, "latitude": null, "longitude": null}], '
        '"weapons": [{"kind": "drone", "model": null, "launched": {"low": 36, "high": 36, "text": "36"}, '
        '"intercepted": {"low": 30, "high": 30, "text": "30"}}, '
        '{"kind": "missile", "model": "Kh-101", "launched": null, "intercepted": null}], '
        '"launched": null, "intercepted": null, '
        '"killed": {"low": 2, "high": null, "text": "at least two"}, "injured": null, '
        '"damage": [{"object": "housing", "text": "two houses", "count": {"low": 2, "high": 2, "text": "two"}, '
        '"effect": "destroyed", "effect_text": "levelled"}, '
        '{"object": "air_defence", "text": "a radar", "count": null, "effect": null, "effect_text": null}], '
        '"claims": [{"side": "ukraine", "speaker": "the air force", "stance": "asserts", "of": null, '
        '"responsibility": false}, '
        '{"side": "ukraine", "speaker": "the air force", "stance": "asserts", "of": "weapons.0.intercepted", '
        '"responsibility": false}, '
        '{"side": "russia", "speaker": null, "stance": "denies", "of": null, "responsibility": false}, '
        '{"side": "russia", "speaker": "Moscow", "stance": "asserts", "of": null, "responsibility": true}], '
        '"unverified": {"start": 54, "end": 58, "text": "Kyiv"}, '
        f'"excerpts": [{{"start": 0, "end": {len(TEXT)}, "text": "{TEXT}"}}, '
        '{"start": 0, "end": 9, "text": "36 drones", "in": "title"}], '
        '"trace": {"side": {"rule": "side.target", "start": 54, "end": 58}, '
        '"weapons.0": {"rule": "weapon.word", "start": 3, "end": 9, "in": "title"}}}'
    )


def test_written_report_reads_back_unchanged() -> None:
    assert Report.model_validate_json(report_to_json(FULL_REPORT)) == FULL_REPORT


def test_report_without_values_is_null() -> None:
    record = json.loads(report_to_json(make_report_of_text("A strike.")))
    assert record["when"] == {"start": None, "end": None, "precision": "unknown", "basis": "unresolved", "text": None}
    assert [record[key] for key in ("title", "published", "launched", "killed", "injured")] == [None] * 5
    assert (record["side"], record["places"], record["weapons"], record["claims"]) == ("unknown", [], [], [])


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_stays_on_one_line_and_reads_back_unchanged(text: str) -> None:
    line = report_to_json(make_report_of_text(text, title=text))
    assert line.splitlines() == [line]
    assert json.loads(line)["excerpts"][0]["text"] == text
    assert json.loads(line)["title"] == text


@pytest.mark.parametrize("character", ["\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\x85", "\ufeff"])
def test_no_control_character_reaches_a_terminal_in_either_format(character: str) -> None:
    report = make_report_of_text(f"A strike{character}.", title=f"{character}title")
    assert character not in report_to_json(report)
    assert not any(character in row for row in report_csv_lines([report]))


def read_cells(report: Report) -> dict[str, str]:
    head, row = report_csv_lines([report])
    return dict(zip(next(csv.reader([head])), next(csv.reader([row])), strict=True))


def test_report_is_one_flat_csv_line() -> None:
    row = read_cells(FULL_REPORT)
    assert tuple(row) == REPORT_COLUMNS
    assert {name: cell for name, cell in row.items() if cell} == {
        "document": "raid",
        "title": "36 drones at Kyiv",
        "published": "2023-12-30",
        "scope": "strike",
        "when_start": "2023-12-29",
        "when_end": "2023-12-29",
        "precision": "day",
        "basis": "weekday",
        "when_text": "On Friday",
        "side": "russia",
        "side_basis": "told",
        "places": "Kyiv; Odesa",
        "weapons": "drone 36, 30 intercepted; missile Kh-101",
        "killed_low": "2",
        "killed_text": "at least two",
        "claims": "ukraine asserts: the air force; ukraine asserts weapons.0.intercepted: the air force; "
        "russia denies; russia asserts responsibility: Moscow",
        "unverified": "Kyiv",
        "excerpt": f"{TEXT} […] 36 drones",
        "damage": "housing destroyed: two houses; air_defence attacked: a radar",
    }


def test_zero_is_written_and_unknown_is_empty() -> None:
    row = read_cells(make_report_of_text("Nobody died.", killed=Figure(low=0, high=0, text="Nobody")))
    assert (row["killed_low"], row["killed_high"], row["injured_low"]) == ("0", "0", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "\r@", "\n-"])
def test_no_cell_is_a_formula(start: str) -> None:
    row = read_cells(make_report_of_text(f"{start}1+1", title=f"{start}cmd()"))
    assert row["title"] == f"'{start.strip()}cmd()"
    assert row["excerpt"] == f"'{start.strip()}1+1"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=3))
def test_any_report_is_one_csv_line(texts: list[str]) -> None:
    rows = list(report_csv_lines(make_report_of_text(text) for text in texts))
    assert len(rows) == 1 + len(texts)
    assert all(row.splitlines() == [row] and len(next(csv.reader([row]))) == len(REPORT_COLUMNS) for row in rows)


def test_csv_without_reports_has_its_header() -> None:
    assert list(report_csv_lines([])) == [",".join(REPORT_COLUMNS)]
