"""After any changes a library equals one built from scratch: tallies, words, keys, rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Document, ExtractedDocument, Report, Weapon
from model.exporting import export_strikes
from model.library import Library
from model.query import Query
from model.taxonomy import SIDES
from tests.model.library.edits.test_reattachment import act
from tests.support.event_factories import make_claim, make_document, make_figure, make_report, make_when
from tests.support.sample_strike import STAMP

TEXTS = [f"{weapon} struck {place}, says {who}." for weapon, place, who in (
    ("Drones", "Kyiv", "one"), ("Drones", "Kyiv", "two"), ("Missiles", "Odesa", "one"), ("Missiles", "Kyiv", "three")
)]  # fmt: skip
PLACES = 5
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, PLACES - 1), st.integers(0, len(TEXTS) - 1)),
        st.tuples(st.just("reparse"), st.integers(0, PLACES - 1), st.integers(0, 3)),
        st.tuples(
            st.sampled_from(["killed", "when", "tag", "note", "hide", "merge", "split", "undo", "redo"]),
            st.integers(0, 30),
            st.integers(0, 30),
        ),
    ),
    min_size=1,
    max_size=25,
)


def account(place: int, text: int, edition: str = "rules") -> ExtractedDocument:
    """The content of a file: one of a few texts, so that two files often hold the same."""
    words, name = TEXTS[text], f"d{place % 3}"  # some places bring the same name
    kind = "drone" if words.startswith("Drones") else "missile"
    told = make_report(
        name,
        0,
        words,
        when=make_when("2024-03-01") if text else make_when(None),
        side="russia",
        places=["Kyiv" if "Kyiv" in words else "Odesa"],
        weapons=[kind],
        killed=make_figure(2),
    )
    return ExtractedDocument(make_document(name, words, published=date(2024, 3, 2)), (told,), edition, f"/{place}")


def recounted(database: sqlite3.Connection) -> dict[tuple[int, int, int], int]:
    """The visible strikes counted by day, side and weapons."""
    asked = "SELECT id >> 46, side, weapons, count(*) FROM strikes WHERE marks & 1 = 0 GROUP BY 1, 2, 3"
    return {(day, side, weapons): count for day, side, weapons, count in database.execute(asked)}


def tallied(database: sqlite3.Connection) -> dict[tuple[int, int, int], int]:
    """The same counts from the tallies."""
    found = {}
    for day, counts in database.execute("SELECT day, counts FROM tallies WHERE day >= 0"):
        numbers = memoryview(counts).cast("I")
        assert numbers[len(SIDES) * 32] == sum(numbers[: len(SIDES) * 32])
        found.update({(day, n // 32, n % 32): count for n, count in enumerate(numbers[: len(SIDES) * 32]) if count})
    return found


ORPHANS = (
    "SELECT id FROM reports WHERE document NOT IN (SELECT id FROM documents)",
    "SELECT id FROM reports WHERE strike NOT IN (SELECT id FROM strikes)",
    "SELECT id FROM strikes WHERE id NOT IN (SELECT strike FROM reports)",
    "SELECT id FROM strikes WHERE id NOT IN (SELECT id FROM lines)",
    "SELECT id FROM lines WHERE id NOT IN (SELECT id FROM strikes)",
    "SELECT rowid FROM told WHERE rowid NOT IN (SELECT id FROM strikes)",
    "SELECT id FROM strikes WHERE id NOT IN (SELECT rowid FROM told)",
    "SELECT report FROM meets WHERE report NOT IN (SELECT id FROM reports)",
    "SELECT report FROM anchors WHERE report NOT IN (SELECT id FROM reports)",
    "SELECT document FROM anchors WHERE document NOT IN (SELECT id FROM documents)",
    "SELECT document FROM elsewhere WHERE document NOT IN (SELECT id FROM documents)",
)


def told_of(library: Library) -> list[str]:
    """The rows, and the results of searches."""
    told = [repr([row[1:] for row in library.iter_rows(Query())])]
    asked = ("drones", "place:kyiv", "odesa", "text:missiles", "text:three", "tag:word3", "sources:2", "says")
    told += [f"{query} {[row.key for row in library.iter_rows(Query.parse(query))]}" for query in asked]
    return told


@settings(deadline=None, max_examples=60)
@given(steps=STEPS, order=st.permutations(range(PLACES)))
def test_library_after_any_steps_equals_a_new_one(steps: list[tuple[str, int, int]], order: list[int]) -> None:
    lies: dict[int, tuple[int, str]] = {0: (1, "rules")}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with Library(path) as library, Library() as anew:
            library.add_documents([account(0, 1)])
            for kind, one, other in steps:
                if kind == "put":
                    lies[one] = other, "rules"
                    library.add_documents([account(one, other)])
                elif kind == "reparse" and one in lies:
                    library.add_documents([account(one, lies[one][0], f"rules {other}")])
                    library.add_documents([account(one, lies[one][0])])
                elif kind != "reparse":
                    act(library, kind, one, other)
            assert {each.text for each in documents(library)} == {TEXTS[text] for text, _ in lies.values()}
            with closing(sqlite3.connect(path)) as database:
                assert tallied(database) == recounted(database)
                assert [database.execute(each).fetchall() for each in ORPHANS] == [[] for _ in ORPHANS]
            if all(kind in ("put", "reparse") for kind, *_ in steps):
                for place in order:
                    if place in lies:
                        anew.add_documents([account(place, lies[place][0])])
                assert told_of(library) == told_of(anew)


def documents(library: Library) -> list[Document]:
    """The documents of all strikes."""
    shown = (each for query in ("", "is:hidden") for each in library.iter_strikes(Query.parse(query)))
    return [library.load_document(name) for name in {told.document for each in shown for told in each.reports}]


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=6), seed=st.randoms())
def test_text_in_many_files_is_the_same_in_any_order(texts: list[int], seed: Random) -> None:
    places = list(enumerate(texts))
    told = []
    for _ in range(2):
        with Library() as library:
            for place, text in places:
                library.add_documents([account(place, text)])
            told.append([each.model_dump_json() for each in library.iter_strikes(Query())] + told_of(library))
        seed.shuffle(places)
    assert told[0] == told[1]


ARMS = [Weapon(kind="drone", launched=make_figure(number)) for number in (9, 36)]
COUNTS = st.permutations(ARMS).flatmap(lambda arms: st.sampled_from([arms[:1], arms]))  # "36 at Kyiv and 9 at Lviv"
SHAHEDS = [Weapon(kind="drone", model="Shahed", launched=make_figure(9))]
REPORTS = st.builds(
    make_report,
    when=st.sampled_from([make_when("2024-03-02"), make_when("2024-03-01", "2024-03-02")]),
    side=st.sampled_from(["russia", "russia", "russia", "unknown"]),
    places=st.sampled_from([["Kyiv"], ["Kyiv", "Lviv"], ["Lviv"], []]),
    weapons=st.one_of(COUNTS, COUNTS, st.sampled_from([[], SHAHEDS, ["missile"], [*ARMS, *SHAHEDS, "missile"]])),
    killed=st.sampled_from([None, make_figure(4), make_figure(9), make_figure(4, None)]),
    published=st.sampled_from([None, date(2024, 3, 2), date(2024, 3, 3)]),
    claims=st.sampled_from([(make_claim("ukraine"),), (make_claim("ukraine", "the governor"),), ()]),
)
NAMES = ("report", "report2", "report", "other", "report10")


def told_by(number: int, reports: list[Report]) -> ExtractedDocument:
    """A document of these reports; several documents have the same name."""
    told = make_document(
        NAMES[number % len(NAMES)], f"A strike. So says outlet {number}.", source=f"Outlet {number % 3}"
    )
    return ExtractedDocument(
        told, tuple(each.model_copy(update={"document": told.id}) for each in reports), "rules", f"/{number}"
    )


def given_out(library: Library) -> list[bytes]:
    """Complete strikes with their sources, and the rows."""
    exported = [*export_strikes(library.iter_strikes(Query()), library.load_document, "jsonl", STAMP)]
    strikes = [each.model_dump_json().encode() for each in library.iter_strikes(Query())]
    return exported + strikes + [repr(sorted(row[1:] for row in library.iter_rows(Query()))).encode()]


@settings(deadline=None, max_examples=60)
@given(told=st.lists(st.lists(REPORTS, min_size=1, max_size=2), min_size=2, max_size=7), chance=st.randoms())
def test_documents_in_any_order_and_any_batches_give_the_same_library(told: list[list[Report]], chance: Random) -> None:
    accounts = [told_by(number, reports) for number, reports in enumerate(told)]
    with Library() as at_once:
        at_once.add_documents(accounts)
        expected = given_out(at_once)
    for most in (1, 3):
        left = chance.sample(accounts, len(accounts))
        with Library() as library:
            while left:
                portion = chance.randint(1, most)
                library.add_documents(left[:portion])
                left = left[portion:]
            assert given_out(library) == expected


def test_report_with_two_counts_matches_either_count_in_any_order() -> None:
    raid: dict[str, Any] = {
        "when": make_when("2024-03-02"),
        "side": "russia",
        "places": ["Kyiv"],
        "claims": (make_claim("ukraine"),),
    }
    of_two, of_one = make_report(weapons=ARMS[::-1], **raid), make_report(weapons=ARMS[:1], **raid)
    for told in ([of_two], [of_one]), ([of_one], [of_two]):
        accounts = [told_by(number, reports) for number, reports in enumerate(told)]
        for order in accounts, accounts[::-1]:
            with Library() as library:
                for each in order:
                    library.add_documents([each])
                assert [row.sources for row in library.iter_rows(Query())] == [2]
