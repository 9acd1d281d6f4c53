"""Queries on a real library: every field finds the reported values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from model.event import Damage, Place, Weapon, When
from model.library import Library
from model.query import Query
from tests.support.event_factories import (
    fill_library,
    make_claim,
    make_document,
    make_figure,
    make_report,
    make_strike,
    make_when,
)

PORT_REPORT = make_report(
    "port",
    text="Waves of drones struck the harbour at dusk.",
    title="A night of raids",
    when=make_when("2023-12-28", "2023-12-29"),
    side="russia",
    places=[Place(name="Odesa", region="Odesa"), Place(name="Білгород-Дністровський")],
    weapons=[Weapon(kind="drone", model="Shahed-136", launched=make_figure(30, None)), "missile"],
    killed=make_figure(3, 7),
    injured=make_figure(None, 20),
    damage=(Damage(object="air_defence", text="the harbour"), Damage(object="energy", text="at dusk")),
    claims=(make_claim("ukraine", "the Air Force"),),
)
BRIDGE_REPORT = make_report(
    "bridge",
    text="In February shells wrecked bridges.",
    when=make_when("2024-02-01", "2024-02-29", "month"),
    scope="summary",
    side="ukraine",
    places=[Place(name="Antonivka", region="Kherson")],
    weapons=["artillery"],
    killed=make_figure(0),
)
LATER_REPORT = make_report(
    "later", text="Since then bombs fell.", when=When(start=make_when("2024-03-02").start, precision="open")
)
UNDATED_REPORT = make_report(
    "undated", text="A depot burned.", places=["Odesa"], weapons=["bomb"], intercepted=make_figure(2)
)
REPORTS = (PORT_REPORT, BRIDGE_REPORT, LATER_REPORT, UNDATED_REPORT)
DOCUMENTS = [
    make_document("port", f"{PORT_REPORT.excerpts[0].text} A transformer was replaced.", source="The Harbour Courier"),
    *(make_document(each.document, each.excerpts[0].text) for each in REPORTS[1:]),
]
ALL_DOCUMENTS = {"port", "bridge", "later", "undated"}


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with Library() as filled_library:
        fill_library(filled_library, DOCUMENTS, map(make_strike, REPORTS))
        yield filled_library


def find_documents(library: Library, query: Query) -> set[str]:
    return {each.reports[0].document for each in library.iter_strikes(query)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL_DOCUMENTS),
        ("side:russia weapon:drone weapon:missile", {"port"}),
        ("weapon:bomb,artillery", {"bridge", "undated"}),
        ('model:shahed-136 place:odesa region:odesa source:courier speaker:"air force"', {"port"}),
        ("place:ODESA", {"port", "undated"}),
        ('place:"білгород-дніст*"', {"port"}),
        ("place:odes", set()),
        ("-place:odesa", {"bridge", "later"}),
        ("damage:energy", {"port"}),
        ("damage:air-defence,port", {"port"}),
        ("-has:damage", ALL_DOCUMENTS - {"port"}),
        ("harbour raid", {"port"}),
        ('"harbour at" -"at harbour"', {"port"}),
        ("text:transformer -transformer", {"port"}),
        ("-text:trans*", ALL_DOCUMENTS - {"port"}),
        ("since:2023-12-29 until:2024-01", {"port"}),
        ("since:2024-02-29", {"bridge", "later"}),
        ("on:2024-02-10,2030", {"bridge", "later"}),
        ("-has:day", {"undated"}),
        ("killed:>2", {"port"}),
        ("killed:0", {"bridge"}),
        ("killed:? -injured:*", {"later", "undated"}),
        ("injured:<=20", {"port"}),
        ("launched:>=30", {"port"}),
        ("launched:>30", set()),
        ("intercepted:2", {"undated"}),
        ("sources:1 scope:strike", ALL_DOCUMENTS - {"bridge"}),
        ("precision:open,month", {"bridge", "later"}),
        ("disputed:", set()),
        ("is:hidden", set()),
        ("-has:note,tag,correction", ALL_DOCUMENTS),
    ],
)
def test_every_field_finds_reported_values(library: Library, query: str, expected: set[str]) -> None:
    parsed_query = Query.parse(query)
    assert find_documents(library, parsed_query) == expected
    assert library.count_filters(parsed_query).matches == len(expected)


def test_strike_is_found_by_its_id(library: Library) -> None:
    keys = {each.id: each.reports[0].document for each in library.iter_strikes(Query())}
    for key, name in keys.items():
        assert find_documents(library, Query.parse(f"id:{key}")) == {name}
        assert find_documents(library, Query.parse(f"id:{key[:6]}*")) == {name}
        assert find_documents(library, Query.parse(f"-id:{key}")) == ALL_DOCUMENTS - {name}
