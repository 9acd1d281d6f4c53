"""Strikes as CSV, JSON Lines and GeoJSON: one line each, every value with its source, safe whatever the text."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.event import Document, Place, Strike, Trace, When
from model.event.preferred_figure import preferred_figures
from model.event.user_edits import Correction, Note, UserEdits
from model.exporting.flat_record import STRIKE_COLUMNS
from tests.support import event_factories as factories
from tests.support.sample_strike import (
    DOCUMENTS,
    NOTE_DOCUMENT,
    STAMP,
    STRIKE,
    UNDATED_STRIKE,
    WIRE_DOCUMENT,
    export_text,
    make_repeated_text_strike,
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def read_row(strike: Strike, documents: dict[str, Document] = DOCUMENTS) -> dict[str, str]:
    head, line = csv.reader(export_text("csv", strike, documents=documents).splitlines())
    return dict(zip(head, line, strict=True))


def read_features(*strikes: Strike) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(export_text("geojson", *strikes))["features"]
    return features


# CSV


def test_strike_is_one_flat_csv_line() -> None:
    cells = read_row(STRIKE)
    assert tuple(cells) == STRIKE_COLUMNS
    assert {name: cell for name, cell in cells.items() if cell} == {
        "id": "1a2b3c4d5e6f",
        "scope": "strike",
        "edtf": "2023-12-29",
        "when_start": "2023-12-29",
        "when_end": "2023-12-29",
        "precision": "day",
        "basis": "weekday",
        "when_text": "On Friday",
        "side": "russia",
        "side_basis": "told",
        "places": "Kyiv; Odesa; Bortnychi",
        "regions": "Kyiv; ;",
        "countries": "UA; ;",
        "latitude": "50.45",
        "longitude": "30.52",
        "coordinates": "Kyiv 50.45 30.52; Odesa 46.48 30.73",
        "weapons": "drone Shahed, 36 launched, 30 intercepted (“30 of them”)",
        "killed_low": "2",
        "killed_text": "at least two",
        "killed_first": "2+",
        "killed_first_by": "alone",
        "injured_low": "0",
        "injured_high": "0",
        "injured_text": "nobody",
        "injured_first": "0",
        "injured_first_by": "alone",
        "damage": "housing damaged: two houses",
        "claims": "ukraine asserts: the air force; ukraine asserts weapons.0.intercepted: the air force; russia denies",
        "disputed": "true",
        "documents": "[1] wire [2] note",
        "titles": "[1] 36 drones at Kyiv",
        "sources": "[1] The Harbour Wire [2] A Channel",
        "urls": "[1] https://example.org/raid?id=1&lang=en",
        "published": "[1] 2023-12-30",
        "excerpts": f"[1] {WIRE_DOCUMENT.text} [2] {NOTE_DOCUMENT.text}",
        "unverified": "[1] Kyiv",
        "reasons": "[2] same side and day, both name Kyiv",
        "strikeview": "1.2.3",
        "rules": "abcdef0123456789",
    }


def test_single_source_is_not_numbered() -> None:
    assert read_row(UNDATED_STRIKE)["documents"] == "note"


def test_southern_latitude_keeps_its_sign() -> None:
    south = STRIKE.model_copy(update={"places": (Place(name="S", latitude=-1.5, longitude=-2.5),)})
    assert (read_row(south)["latitude"], read_row(south)["longitude"]) == ("-1.5", "-2.5")


@given(ANY_TEXT)
def test_any_strike_is_one_csv_line(text: str) -> None:
    strike, documents = make_repeated_text_strike(text)
    exported = export_text("csv", strike, documents=documents)
    assert exported.splitlines() == exported.removesuffix("\n").split("\n")
    assert [len(cells) for cells in csv.reader(exported.splitlines())] == [len(STRIKE_COLUMNS)] * 2


@given(
    st.sampled_from(FORMULA_SIGNS),
    st.sampled_from(["", " ", "\t", "\r\n", ";", "; ", ';"', "a; '", "\ufeff="]),
    ANY_TEXT,
)
def test_no_cell_is_a_formula_in_any_locale(sign: str, before: str, text: str) -> None:
    strike, documents = make_repeated_text_strike(f"{before}{sign}{text}")
    exported = export_text("csv", strike, documents=documents)
    cells = [cell for line in csv.reader(exported.splitlines()) for cell in line]
    assert not [cell for cell in cells if cell.startswith(FORMULA_SIGNS)]
    for line in exported.splitlines():
        assert not re.search(r"""(?:^|;)[\s"]*[=+@＝＋－＠-]""", line)


def test_csv_without_strikes_has_its_header() -> None:
    assert export_text("csv") == ",".join(STRIKE_COLUMNS) + "\n"


# JSON Lines


def test_first_of_several_figures_is_named_with_its_rule() -> None:
    early = factories.make_report("wire", 0, "Two died.", killed=factories.make_figure(2), published=date(2023, 12, 29))
    late = factories.make_report(
        "note", 0, "Three died.", killed=factories.make_figure(3), published=date(2023, 12, 31)
    )
    killed = factories.make_figure(2, 3, "2 / 3")
    strike = factories.make_strike(early, late, key="1" * 12, killed=killed)
    strike = strike.model_copy(update={"shown": preferred_figures(strike)})
    assert json.loads(export_text("jsonl", strike))["shown"] == {
        "killed": {"low": 3, "high": 3, "text": "3", "document": "note", "rule": "latest"}
    }
    assert (read_row(strike)["killed_first"], read_row(strike)["killed_first_by"]) == ("3", "latest")
    assert "Killed: 3 (the latest report); 2 to 3 “2 / 3” in all reports" in export_text("md", strike)


def test_json_line_holds_the_strike_and_each_source_with_its_values() -> None:
    record = json.loads(export_text("jsonl", STRIKE))
    assert record["when"] == {
        "start": "2023-12-29",
        "end": "2023-12-29",
        "precision": "day",
        "basis": "weekday",
        "text": "On Friday",
        "edtf": "2023-12-29",
    }
    assert (record["id"], record["side"], record["side_basis"], record["disputed"]) == (
        STRIKE.id,
        "russia",
        "told",
        True,
    )
    assert record["killed"] == {"low": 2, "high": None, "text": "at least two"}
    assert record["injured"] == {"low": 0, "high": 0, "text": "nobody"}
    assert record["weapons"][0]["intercepted"] == {"low": 30, "high": 30, "text": "30 of them"}
    assert [claim["stance"] for claim in record["claims"]] == ["asserts", "asserts", "denies"]
    assert (record["strikeview"], record["rules"]) == (STAMP.program, STAMP.rules)
    first, second = record["sources"]
    assert {name: first[name] for name in ("document", "digest", "title", "url", "source", "published")} == {
        "document": "wire",
        "digest": WIRE_DOCUMENT.digest,
        "title": "36 drones at Kyiv",
        "url": WIRE_DOCUMENT.url,
        "source": "The Harbour Wire",
        "published": "2023-12-30",
    }
    assert first["excerpts"] == [{"start": 0, "end": len(WIRE_DOCUMENT.text), "text": WIRE_DOCUMENT.text}]
    assert (second["published"], second["killed"], second["claims"][0]["stance"]) == (None, None, "denies")


def test_side_is_inferred_unless_a_report_of_that_side_states_it() -> None:
    trace = {"side": Trace(rule="side.inferred_from.place", start=0, end=1)}
    inferred, open_one = factories.make_report("wire", side="russia", trace=trace), factories.make_report("note")
    in_words = factories.make_report("note", side="russia")
    for reports, basis in (
        ((inferred, open_one), "inferred"),
        ((inferred, in_words), "told"),
        ((in_words,), "told"),
        ((open_one,), ""),
    ):
        assert read_row(factories.make_strike(*reports, key="2" * 12))["side_basis"] == basis


def test_missing_source_document_keeps_what_its_report_says() -> None:
    first = json.loads(export_text("jsonl", STRIKE, documents={}))["sources"][0]
    assert (first["document"], first["title"], first["published"]) == ("wire", "36 drones at Kyiv", "2023-12-30")
    assert (first["digest"], first["url"], first["source"]) == (None, None, None)


@given(ANY_TEXT)
def test_any_text_stays_on_one_json_line_and_reads_back_unchanged(text: str) -> None:
    strike, documents = make_repeated_text_strike(text)
    exported = export_text("jsonl", strike, strike, documents=documents)
    assert len(exported.splitlines()) == 2
    record = json.loads(exported.splitlines()[0])
    assert (
        record["killed"]["text"] == record["sources"][0]["excerpts"][0]["text"] == record["sources"][0]["title"] == text
    )


@pytest.mark.parametrize("export_format", ["csv", "jsonl", "geojson", "md", "html"])
@pytest.mark.parametrize("character", ["\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\x85", "\ufeff", "\0"])
def test_no_control_character_reaches_a_terminal_in_any_format(export_format: str, character: str) -> None:
    strike, documents = make_repeated_text_strike(f"a{character}b")
    assert character not in export_text(export_format, strike, documents=documents)


# User edits


EDIT_TIME = "2024-05-01T10:00:00Z"
EDITS = UserEdits(
    corrections=(
        Correction(path="killed", value="3", parsed="2 or more", made=EDIT_TIME),
        Correction(path="side", value="Ukraine", parsed="Russia", made=EDIT_TIME),
        Correction(path="when", value="Sat 30 Dec 2023", parsed="Fri 29 Dec 2023", made=EDIT_TIME),
    ),
    tags=("checked", "grid"),
    notes=(Note(text="=see the second video", made=EDIT_TIME),),
    bookmarked=True,
)
SATURDAY = When(start=date(2023, 12, 30), end=date(2023, 12, 30), precision="day", basis="user")
CORRECTED_STRIKE = STRIKE.model_copy(
    update={"work": EDITS, "killed": factories.make_figure(3, 3, "3"), "side": "ukraine", "when": SATURDAY, "shown": {}}
)


def test_corrected_value_is_exported_beside_the_parsed_one() -> None:
    record = json.loads(export_text("jsonl", CORRECTED_STRIKE))
    assert (record["killed"]["low"], record["side"], record["side_basis"]) == (3, "ukraine", "corrected")
    assert record["when"]["edtf"] == "2023-12-30"  # a date set by the user is certain
    assert record["work"] == {
        "corrections": [
            {"path": "killed", "value": "3", "parsed": "2 or more"},
            {"path": "side", "value": "Ukraine", "parsed": "Russia"},
            {"path": "when", "value": "Sat 30 Dec 2023", "parsed": "Fri 29 Dec 2023"},
        ],
        "tags": ["checked", "grid"],
        "notes": ["=see the second video"],
        "bookmarked": True,
    }
    assert record["sources"][0]["killed"] == {"low": 2, "high": None, "text": "at least two"}
    cells = read_row(CORRECTED_STRIKE)
    assert cells["corrected"].startswith("killed: 3 (parsed: 2 or more); side: Ukraine (parsed: Russia); when: Sat")
    assert (cells["tags"], cells["notes"]) == ("checked; grid", "'=see the second video")


@pytest.mark.parametrize("export_format", ["csv", "jsonl", "geojson", "md", "html"])
def test_time_of_editing_is_never_exported(export_format: str) -> None:
    assert EDIT_TIME[:10] not in export_text(export_format, CORRECTED_STRIKE)


def test_dossier_does_not_attribute_corrections_to_a_source() -> None:
    exported = export_text("md", CORRECTED_STRIKE)
    assert "- Killed: 3 (corrected)" in exported
    assert "- By: Ukraine (corrected)" in exported
    assert "- When: Sat 30 Dec 2023 (EDTF 2023-12-30; known to the day) (corrected)" in exported
    assert "- Corrected: killed: 3; the sources say: 2 or more" in exported
    assert "- Killed: 2 or more “at least two”" in exported
    assert "- Tags: checked, grid" in exported
    assert "- Note: \\=see the second video" in exported or "- Note: =see the second video" in exported


# GeoJSON


def test_strike_is_a_feature_at_its_places_longitude_first() -> None:
    (feature,) = read_features(STRIKE)
    assert (feature["type"], feature["id"]) == ("Feature", STRIKE.id)
    assert feature["geometry"] == {"type": "MultiPoint", "coordinates": [[30.52, 50.45], [30.73, 46.48]]}
    properties = feature["properties"]
    assert (properties["side"], properties["killed_low"], properties["killed_high"], properties["injured_low"]) == (
        "russia",
        2,
        None,
        0,
    )
    assert [source["url"] for source in properties["sources"]] == [WIRE_DOCUMENT.url, None]
    assert properties["sources"][1]["excerpts"][0]["text"] == NOTE_DOCUMENT.text


def test_single_place_is_a_point_and_missing_coordinates_are_null() -> None:
    here = STRIKE.places[0]
    at_one = STRIKE.model_copy(update={"places": (here, here)})
    assert [feature["geometry"] for feature in read_features(at_one, UNDATED_STRIKE)] == [
        {"type": "Point", "coordinates": [30.52, 50.45]},
        None,
    ]


def test_collection_names_its_producer_and_is_complete_when_empty() -> None:
    assert json.loads(export_text("geojson")) == {
        "type": "FeatureCollection",
        "made_by": {"strikeview": STAMP.program, "rules": STAMP.rules, "query": STAMP.query},
        "features": [],
    }
