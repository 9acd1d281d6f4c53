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
from tests.model.library.edits.test_reattachment import make_edit
from tests.support.event_factories import make_claim, make_document, make_figure, make_report, make_when
from tests.support.sample_strike import STAMP

TEXTS = [f"{weapon} struck {place}, says {who}." for weapon, place, who in (
    ("Drones", "Kyiv", "one"), ("Drones", "Kyiv", "two"), ("Missiles", "Odesa", "one"), ("Missiles", "Kyiv", "three")
)]  # fmt: skip
FILE_COUNT = 5
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, FILE_COUNT - 1), st.integers(0, len(TEXTS) - 1)),
        st.tuples(st.just("reparse"), st.integers(0, FILE_COUNT - 1), st.integers(0, 3)),
        st.tuples(
            st.sampled_from(["killed", "when", "tag", "note", "hide", "merge", "split", "undo", "redo"]),
            st.integers(0, 30),
            st.integers(0, 30),
        ),
    ),
    min_size=1,
    max_size=25,
)


def make_account(place: int, text: int, edition: str = "rules") -> ExtractedDocument:
    """The content of a file: one of a few texts, so that two files often hold the same."""
    words, name = TEXTS[text], f"d{place % 3}"  # several files have the same document name
    kind = "drone" if words.startswith("Drones") else "missile"
    report = make_report(
        name,
        0,
        words,
        when=make_when("2024-03-01") if text else make_when(None),
        side="russia",
        places=["Kyiv" if "Kyiv" in words else "Odesa"],
        weapons=[kind],
        killed=make_figure(2),
    )
    return ExtractedDocument(make_document(name, words, published=date(2024, 3, 2)), (report,), edition, f"/{place}")


def count_strikes(database: sqlite3.Connection) -> dict[tuple[int, int, int], int]:
    """The visible strikes counted by day, side and weapons."""
    statement = "SELECT id >> 46, side, weapons, count(*) FROM strikes WHERE marks & 1 = 0 GROUP BY 1, 2, 3"
    return {(day, side, weapons): count for day, side, weapons, count in database.execute(statement)}


def read_tallies(database: sqlite3.Connection) -> dict[tuple[int, int, int], int]:
    """The same counts from the tallies."""
    tallies = {}
    for day, counts in database.execute("SELECT day, counts FROM tallies WHERE day >= 0"):
        numbers = memoryview(counts).cast("I")
        assert numbers[len(SIDES) * 32] == sum(numbers[: len(SIDES) * 32])
        tallies.update({(day, n // 32, n % 32): count for n, count in enumerate(numbers[: len(SIDES) * 32]) if count})
    return tallies


ORPHAN_QUERIES = (
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


def read_rows_and_searches(library: Library) -> list[str]:
    """The rows, and the results of searches."""
    lines = [repr([row[1:] for row in library.iter_rows(Query())])]
    queries = ("drones", "place:kyiv", "odesa", "text:missiles", "text:three", "tag:word3", "sources:2", "says")
    lines += [f"{query} {[row.key for row in library.iter_rows(Query.parse(query))]}" for query in queries]
    return lines


@settings(deadline=None, max_examples=60)
@given(steps=STEPS, order=st.permutations(range(FILE_COUNT)))
def test_library_after_any_steps_equals_a_new_one(steps: list[tuple[str, int, int]], order: list[int]) -> None:
    files: dict[int, tuple[int, str]] = {0: (1, "rules")}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with Library(path) as library, Library() as new_library:
            library.add_documents([make_account(0, 1)])
            for kind, one, other in steps:
                if kind == "put":
                    files[one] = other, "rules"
                    library.add_documents([make_account(one, other)])
                elif kind == "reparse" and one in files:
                    library.add_documents([make_account(one, files[one][0], f"rules {other}")])
                    library.add_documents([make_account(one, files[one][0])])
                elif kind != "reparse":
                    make_edit(library, kind, one, other)
            assert {each.text for each in load_documents(library)} == {TEXTS[text] for text, _ in files.values()}
            with closing(sqlite3.connect(path)) as database:
                assert read_tallies(database) == count_strikes(database)
                assert [database.execute(each).fetchall() for each in ORPHAN_QUERIES] == [[] for _ in ORPHAN_QUERIES]
            if all(kind in ("put", "reparse") for kind, *_ in steps):
                for place in order:
                    if place in files:
                        new_library.add_documents([make_account(place, files[place][0])])
                assert read_rows_and_searches(library) == read_rows_and_searches(new_library)


def load_documents(library: Library) -> list[Document]:
    """The documents of all strikes."""
    strikes = (strike for query in ("", "is:hidden") for strike in library.iter_strikes(Query.parse(query)))
    return [
        library.load_document(name) for name in {report.document for strike in strikes for report in strike.reports}
    ]


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=6), seed=st.randoms())
def test_text_in_many_files_is_the_same_in_any_order(texts: list[int], seed: Random) -> None:
    places = list(enumerate(texts))
    contents = []
    for _ in range(2):
        with Library() as library:
            for place, text in places:
                library.add_documents([make_account(place, text)])
            contents.append(
                [each.model_dump_json() for each in library.iter_strikes(Query())] + read_rows_and_searches(library)
            )
        seed.shuffle(places)
    assert contents[0] == contents[1]


DRONE_COUNTS = [Weapon(kind="drone", launched=make_figure(number)) for number in (9, 36)]
COUNT_LISTS = st.permutations(DRONE_COUNTS).flatmap(
    lambda arms: st.sampled_from([arms[:1], arms])
)  # "36 at Kyiv and 9 at Lviv"
SHAHEDS = [Weapon(kind="drone", model="Shahed", launched=make_figure(9))]
REPORTS = st.builds(
    make_report,
    when=st.sampled_from([make_when("2024-03-02"), make_when("2024-03-01", "2024-03-02")]),
    side=st.sampled_from(["russia", "russia", "russia", "unknown"]),
    places=st.sampled_from([["Kyiv"], ["Kyiv", "Lviv"], ["Lviv"], []]),
    weapons=st.one_of(
        COUNT_LISTS, COUNT_LISTS, st.sampled_from([[], SHAHEDS, ["missile"], [*DRONE_COUNTS, *SHAHEDS, "missile"]])
    ),
    killed=st.sampled_from([None, make_figure(4), make_figure(9), make_figure(4, None)]),
    published=st.sampled_from([None, date(2024, 3, 2), date(2024, 3, 3)]),
    claims=st.sampled_from([(make_claim("ukraine"),), (make_claim("ukraine", "the governor"),), ()]),
)
NAMES = ("report", "report2", "report", "other", "report10")


def make_document_of(number: int, reports: list[Report]) -> ExtractedDocument:
    """A document of these reports; several documents have the same name."""
    document = make_document(
        NAMES[number % len(NAMES)], f"A strike. So says outlet {number}.", source=f"Outlet {number % 3}"
    )
    return ExtractedDocument(
        document, tuple(each.model_copy(update={"document": document.id}) for each in reports), "rules", f"/{number}"
    )


def export_everything(library: Library) -> list[bytes]:
    """Complete strikes with their sources, and the rows."""
    exported = [*export_strikes(library.iter_strikes(Query()), library.load_document, "jsonl", STAMP)]
    strikes = [each.model_dump_json().encode() for each in library.iter_strikes(Query())]
    return exported + strikes + [repr(sorted(row[1:] for row in library.iter_rows(Query()))).encode()]


@settings(deadline=None, max_examples=60)
@given(
    reports_by_document=st.lists(st.lists(REPORTS, min_size=1, max_size=2), min_size=2, max_size=7), chance=st.randoms()
)
def test_documents_in_any_order_and_any_batches_give_the_same_library(
    reports_by_document: list[list[Report]], chance: Random
) -> None:
    accounts = [make_document_of(number, reports) for number, reports in enumerate(reports_by_document)]
    with Library() as library_at_once:
        library_at_once.add_documents(accounts)
        expected = export_everything(library_at_once)
    for batch_size in (1, 3):
        left = chance.sample(accounts, len(accounts))
        with Library() as library:
            while left:
                portion = chance.randint(1, batch_size)
                library.add_documents(left[:portion])
                left = left[portion:]
            assert export_everything(library) == expected


def test_report_with_two_counts_matches_either_count_in_any_order() -> None:
    raid: dict[str, Any] = {
        "when": make_when("2024-03-02"),
        "side": "russia",
        "places": ["Kyiv"],
        "claims": (make_claim("ukraine"),),
    }
    of_two, of_one = make_report(weapons=DRONE_COUNTS[::-1], **raid), make_report(weapons=DRONE_COUNTS[:1], **raid)
    for documents_in_order in ([of_two], [of_one]), ([of_one], [of_two]):
        accounts = [make_document_of(number, reports) for number, reports in enumerate(documents_in_order)]
        for order in accounts, accounts[::-1]:
            with Library() as library:
                for report in order:
                    library.add_documents([report])
                assert [row.sources for row in library.iter_rows(Query())] == [2]
