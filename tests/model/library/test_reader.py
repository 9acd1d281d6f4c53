"""What is asked of a real library: every field finds what the reports tell, as the library has filled it in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from model.event import Damage, Place, Weapon, When
from model.library import Library
from model.query import Query
from tests.support.event_factories import claim, document, figure, fill, on, report, strike

PORT = report(
    "port",
    text="Waves of drones struck the harbour at dusk.",
    title="A night of raids",
    when=on("2023-12-28", "2023-12-29"),
    side="russia",
    places=[Place(name="Odesa", region="Odesa"), Place(name="Білгород-Дністровський")],
    weapons=[Weapon(kind="drone", model="Shahed-136", launched=figure(30, None)), "missile"],
    killed=figure(3, 7),
    injured=figure(None, 20),
    damage=(Damage(object="air_defence", text="the harbour"), Damage(object="energy", text="at dusk")),
    claims=(claim("ukraine", "the Air Force"),),
)
BRIDGE = report(
    "bridge",
    text="In February shells wrecked bridges.",
    when=on("2024-02-01", "2024-02-29", "month"),
    scope="summary",
    side="ukraine",
    places=[Place(name="Antonivka", region="Kherson")],
    weapons=["artillery"],
    killed=figure(0),
)
LATER = report("later", text="Since then bombs fell.", when=When(start=on("2024-03-02").start, precision="open"))
UNDATED = report("undated", text="A depot burned.", places=["Odesa"], weapons=["bomb"], intercepted=figure(2))
REPORTS = (PORT, BRIDGE, LATER, UNDATED)
DOCUMENTS = [
    document("port", f"{PORT.excerpts[0].text} A transformer was replaced.", source="The Harbour Courier"),
    *(document(each.document, each.excerpts[0].text) for each in REPORTS[1:]),
]
ALL = {"port", "bridge", "later", "undated"}


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with Library() as made:
        fill(made, DOCUMENTS, map(strike, REPORTS))
        yield made


def found(library: Library, query: Query) -> set[str]:
    return {each.reports[0].document for each in library.strikes(query)}


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
def test_every_field_finds_what_the_reports_tell(library: Library, query: str, expected: set[str]) -> None:
    asked = Query.parse(query)
    assert found(library, asked) == expected
    assert library.counts(asked).shown == len(expected)


def test_a_strike_is_asked_for_by_its_id(library: Library) -> None:
    keys = {each.id: each.reports[0].document for each in library.strikes(Query())}
    for key, name in keys.items():
        assert found(library, Query.parse(f"id:{key}")) == {name}
        assert found(library, Query.parse(f"id:{key[:6]}*")) == {name}
        assert found(library, Query.parse(f"-id:{key}")) == ALL - {name}
