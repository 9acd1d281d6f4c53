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

PORT = make_report(
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
BRIDGE = make_report(
    "bridge",
    text="In February shells wrecked bridges.",
    when=make_when("2024-02-01", "2024-02-29", "month"),
    scope="summary",
    side="ukraine",
    places=[Place(name="Antonivka", region="Kherson")],
    weapons=["artillery"],
    killed=make_figure(0),
)
LATER = make_report(
    "later", text="Since then bombs fell.", when=When(start=make_when("2024-03-02").start, precision="open")
)
UNDATED = make_report("undated", text="A depot burned.", places=["Odesa"], weapons=["bomb"], intercepted=make_figure(2))
REPORTS = (PORT, BRIDGE, LATER, UNDATED)
DOCUMENTS = [
    make_document("port", f"{PORT.excerpts[0].text} A transformer was replaced.", source="The Harbour Courier"),
    *(make_document(each.document, each.excerpts[0].text) for each in REPORTS[1:]),
]
ALL = {"port", "bridge", "later", "undated"}


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with Library() as made:
        fill_library(made, DOCUMENTS, map(make_strike, REPORTS))
        yield made


def found(library: Library, query: Query) -> set[str]:
    return {each.reports[0].document for each in library.iter_strikes(query)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("side:russia weapon:drone weapon:missile", {"port"}),
        ("weapon:bomb,artillery", {"bridge", "undated"}),
        ('model:shahed-136 place:odesa region:odesa source:courier speaker:"air force"', {"port"}),
        ("place:ODESA", {"port", "undated"}),
        ('place:"білгород-дніст*"', {"port"}),
        ("place:odes", set()),
        ("-place:odesa", {"bridge", "later"}),
        ("damage:energy", {"port"}),
        ("damage:air-defence,port", {"port"}),
        ("-has:damage", ALL - {"port"}),
        ("harbour raid", {"port"}),
        ('"harbour at" -"at harbour"', {"port"}),
        ("text:transformer -transformer", {"port"}),
        ("-text:trans*", ALL - {"port"}),
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
        ("sources:1 scope:strike", ALL - {"bridge"}),
        ("precision:open,month", {"bridge", "later"}),
        ("disputed:", set()),
        ("is:hidden", set()),
        ("-has:note,tag,correction", ALL),
    ],
)
def test_every_field_finds_reported_values(library: Library, query: str, expected: set[str]) -> None:
    asked = Query.parse(query)
    assert found(library, asked) == expected
    assert library.count_filters(asked).matches == len(expected)


def test_strike_is_found_by_its_id(library: Library) -> None:
    keys = {each.id: each.reports[0].document for each in library.iter_strikes(Query())}
    for key, name in keys.items():
        assert found(library, Query.parse(f"id:{key}")) == {name}
        assert found(library, Query.parse(f"id:{key[:6]}*")) == {name}
        assert found(library, Query.parse(f"-id:{key}")) == ALL - {name}
