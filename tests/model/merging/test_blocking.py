"""What merging compares is stored by name, and what older libraries store by position is read the same."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from model.event import ExtractedDocument, Strike
from model.library import Library
from model.merging.blocking import deserialize_features, serialize_features
from model.merging.features import ReportFeatures
from model.query import Query
from tests.support.event_factories import make_claim, make_document, make_figure, make_report, make_when

FULL_FEATURES = ReportFeatures(
    scope="summary",
    side="russia",
    first_day=738_209,
    last_day=738_210,
    is_night=True,
    published_day=738_211,
    is_nationwide=True,
    has_risen_toll=True,
    sites=frozenset({(50.45, 30.52), ("hidden bay", "Odesa")}),
    whole_regions=frozenset({"Sumy"}),
    regions=frozenset({"Kyiv", "Sumy"}),
    weapon_kinds=frozenset({"drone", "missile"}),
    weapon_models=frozenset({("drone", "Shahed")}),
    figures=((("killed", "", ""), (2, None)), (("launched", "drone", "Shahed"), (9, 9))),
    model_totals=((("launched", "drone", ""), (9, 9)),),
    asserting_sides=frozenset({"ukraine"}),
    speakers=frozenset({"zelensky"}),
    dataset="acled",
)
FULL_BY_POSITION = (
    '["summary","russia",738209,738210,true,738211,true,true,[["hidden bay","Odesa"],[50.45,30.52]],["Sumy"],'
    '["Kyiv","Sumy"],["drone","missile"],[["drone","Shahed"]],'
    '[[["killed","",""],[2,null]],[["launched","drone","Shahed"],[9,9]]],[[["launched","drone",""],[9,9]]],'
    '["ukraine"],["zelensky"],"acled"]'
)
EMPTY_BY_POSITION = '["strike","unknown",0,0,false,0,false,false,[],[],[],[],[],[],[],[],[],""]'


@pytest.mark.parametrize(
    ("stored", "features"),
    [
        (FULL_BY_POSITION, FULL_FEATURES),
        (
            FULL_BY_POSITION.replace(',"acled"', ""),
            FULL_FEATURES._replace(dataset=""),
        ),  # as stored before datasets were supported
        (EMPTY_BY_POSITION, ReportFeatures()),
        (serialize_features(FULL_FEATURES), FULL_FEATURES),
        (serialize_features(ReportFeatures()), ReportFeatures()),
    ],
)
def test_stored_features_are_read_in_every_form(stored: str, features: ReportFeatures) -> None:
    assert deserialize_features(stored) == features


def test_features_are_stored_by_name_and_only_where_there_are_any() -> None:
    assert serialize_features(ReportFeatures(side="ukraine", first_day=5, last_day=6, is_night=True)) == (
        '{"side":"ukraine","first":5,"last":6,"night":true}'
    )
    assert len(json.loads(serialize_features(FULL_FEATURES))) == len(FULL_FEATURES)


def make_accounts(names: str) -> list[ExtractedDocument]:
    """Documents on two strikes of one day, in turn: at Kyiv with a toll, and at Odesa."""
    made_accounts = []
    for number, name in enumerate(names):
        place = {"places": ["Odesa"]} if number % 2 else {"places": ["Kyiv"], "killed": make_figure(7)}
        claims = (make_claim("ukraine", f"Speaker {name}"),)
        report = make_report(
            name, side="russia", when=make_when("2024-03-01"), weapons=["drone"], claims=claims, **place
        )
        made_accounts.append(ExtractedDocument(make_document(name), (report,), "rules", name))
    return made_accounts


def list_strikes(library: Library) -> list[Strike]:
    """All strikes, in the order of the timeline."""
    return list(library.iter_strikes(Query()))


def test_a_library_that_stores_positions_is_read_and_added_to(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Library(path) as library:
        library.add_documents(make_accounts("abcd"))
        before = list_strikes(library)
    with closing(sqlite3.connect(path)) as database, database:
        for number, text in database.execute("SELECT id, telling FROM reports").fetchall():
            values = [sorted(each) if isinstance(each, frozenset) else each for each in deserialize_features(text)]
            database.execute("UPDATE reports SET telling = ? WHERE id = ?", (json.dumps(values), number))
    with Library(path) as library, Library() as fresh:
        assert list_strikes(library) == before
        library.add_documents(make_accounts("efgh"))
        fresh.add_documents([*make_accounts("abcd"), *make_accounts("efgh")])
        assert [len(strike.reports) for strike in list_strikes(library)] == [4, 4]
        assert list_strikes(library) == list_strikes(fresh)
