"""The library: what it shows under a query, in which order, and what it stores."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Damage, ExtractedDocument, Place, Strike, Weapon
from model.library import DayStrikes, Library, LibraryError, StrikeRow
from model.query import Query, QueryError
from model.taxonomy import SIDES, WEAPON_KINDS, Side, WeaponKind
from tests.support.event_factories import (
    fill_library,
    make_claim,
    make_document,
    make_figure,
    make_report,
    make_strike,
    make_when,
)

SAMPLES = [
    make_strike(
        make_report(
            "one",
            text="Waves of drones struck the port.",
            title="A night of raids",
            when=make_when("2024-03-01"),
            side="russia",
            places=[Place(name="Odesa", region="Odesa"), "Izmail"],
            weapons=[Weapon(kind="drone", model="Shahed", launched=make_figure(30, None)), "missile"],
            killed=make_figure(3),
            damage=(Damage(object="air_defence", text="the port"),),
            claims=(make_claim("ukraine", "the Air Force"),),
        )
    ),
    make_strike(
        make_report(
            "two", when=make_when("2024-02-28", "2024-03-01"), side="ukraine", places=["Енгельс"], weapons=["drone"]
        )
    ),
    make_strike(
        make_report("two", 40, when=make_when("2024-03-01"), side="ukraine", places=["Mar'inka"], weapons=["artillery"])
    ),
    make_strike(make_report("one", 90, side="russia", text="Гради обстріляли Кривий Ріг.", places=["Kryvyi Rih"])),
    make_strike(
        make_report("three", side="unknown", text="An S-300 fell on a café.", weapons=[Weapon(kind="missile")])
    ),
]
DOCUMENTS = [
    make_document("one", "Waves of drones struck the port.", source="The Harbour Gazette"),
    make_document("two"),
    make_document("three", title="Elsewhere"),
]


ALL_STRIKES = Query()


@pytest.fixture
def library() -> Iterator[Library]:
    with Library() as filled_library:
        fill_library(filled_library, DOCUMENTS, SAMPLES)
        yield filled_library


def list_keys(library: Library, query: Query = ALL_STRIKES) -> list[str]:
    """Where the strikes shown begin ("one-90": at character 90 of document "one"), in timeline order."""
    rows = [row for day, strikes in library.list_days(query) for row in library.read_page(query, day, day, 0, strikes)]
    return [find_start(library, row) for row in rows]


def find_start(library: Library, row: StrikeRow) -> str:
    """Where the strike of a row begins."""
    first = library.load_strike(row.id).reports[0]
    return f"{first.document}-{first.excerpts[0].start}"


def test_days_ascend_and_undated_strikes_come_last(library: Library) -> None:
    assert library.list_days(Query()) == [DayStrikes("2024-02-28", 1), DayStrikes("2024-03-01", 2), DayStrikes(None, 2)]
    assert list_keys(library) == ["two-0", "two-40", "one-0", "one-90", "three-0"]


def test_strikes_of_a_day_are_ordered_by_end_time() -> None:
    with Library() as library:
        strikes_of_day = [
            make_when("2024-03-01", "2024-03-31", "month"),
            make_when("2024-03-01", "2024-03-02"),
            make_when("2024-03-01"),
        ]
        strikes = [make_strike(make_report(name, when=when)) for name, when in zip("abc", strikes_of_day, strict=True)]
        fill_library(library, [make_document(name) for name in "abc"], strikes)
        assert list_keys(library) == ["c-0", "b-0", "a-0"]


def test_row_holds_everything_the_timeline_shows(library: Library) -> None:
    (row,) = library.read_page(Query.parse("harbour"), "2024-03-01", "2024-03-01", 0, 1)
    assert row._replace(id=0) == (
        *(0, library.load_strike(row.id).id, "2024-03-01", "2024-03-01", "day", "strike", "russia"),
        (("drone", "30+", None), ("missile", None, None)),
        *(None, None, ("Odesa", "Izmail"), "3", None, 1, False, "explicit", False, 0),
    )


def test_kind_appears_once_in_a_row_however_many_models_are_named() -> None:
    weapons = [Weapon(kind="missile", model="Kh-101", launched=make_figure(8)), Weapon(kind="missile", model="Kalibr")]
    weapons += [Weapon(kind="drone", model="Shahed"), Weapon(kind="drone")]
    with Library() as library:
        fill_library(library, [make_document()], [make_strike(make_report(weapons=weapons))])
        assert library.read_page(Query(), None, None, 0, 9)[0].weapons == (
            ("missile", "8", None),
            ("drone", None, None),
        )


def test_stored_strikes_and_documents_are_loaded_unchanged(library: Library) -> None:
    (row,) = library.read_page(Query.parse("shahed"), "2024-03-01", "2024-03-01", 0, 9)
    whole = library.load_strike(row.id)
    assert whole == SAMPLES[0].model_copy(update={"id": whole.id})
    assert library.find_strike(whole.id) == library.find_strike(whole.id[:9]) == whole
    with pytest.raises(KeyError):
        library.find_strike("no such id")
    assert library.load_document("one") == DOCUMENTS[0]
    assert library.count_documents() == 3
    with pytest.raises(KeyError):
        library.load_strike(99)
    with pytest.raises(KeyError):
        library.load_document("four")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("odesa", ["one-0"]),
        ("ODE izm", ["one-0"]),  # all the words, each a prefix
        ("odesa artillery", []),
        ("engels", []),
        ("ЕНГЕЛЬС", ["two-0"]),
        ("кривии рiг", []),  # a Latin i is a different letter
        ("кривий ріг", ["one-90"]),
        ("кривий риг", []),
        ("cafe", ["three-0"]),
        ("CAFÉ", ["three-0"]),
        ("s-300", ["three-0"]),
        ("mar’inka", ["two-40"]),
        ('"waves of drones"', ["one-0"]),
        ('"drones of waves"', []),
        ('"waves of dron"', []),
        ('"waves of dron', ["one-0"]),  # still being typed
        ("russian", ["one-0", "one-90"]),
        ("shah", ["one-0"]),
        ("air defence", ["one-0"]),  # what was hit
        ("air force", ["one-0"]),
        ('place:"odesa izmail"', []),  # a phrase does not span two names
        ("place:odesa place:izmail", ["one-0"]),
        ("gazette", ["one-0", "one-90"]),  # the document's source
        ("raids", ["one-0"]),  # the document's title
        ("...", ["two-0", "two-40", "one-0", "one-90", "three-0"]),  # no letter, so nothing to search for
    ],
)
def test_searching(library: Library, words: str, expected: list[str]) -> None:
    assert list_keys(library, Query.parse(words)) == expected


@settings(deadline=None, max_examples=300)
@given(typed=st.text() | st.text(alphabet="\"'*()-+:^{}ANDORTNEAR \x00kyivé🔥\ud800"))
def test_no_search_is_an_error(typed: str) -> None:
    with Library() as library:
        fill_library(library, [make_document()], [make_strike(make_report())])
        try:
            query = Query.parse(typed)
        except QueryError:  # an unknown field before a colon
            return
        assert library.count_filters(query).total == 1


def test_pasted_article_is_a_valid_search(library: Library) -> None:
    assert list_keys(library, Query.parse("drones struck the port " * 50_000)) == ["one-0"]
    assert list_keys(library, Query.parse(" ".join(f"word{n}" for n in range(9_000)))) == []


def test_filters_narrow_together(library: Library) -> None:
    assert list_keys(library, Query(sides=frozenset({"ukraine"}))) == ["two-0", "two-40"]
    assert list_keys(library, Query(sides=frozenset({"ukraine", "unknown"}))) == ["two-0", "two-40", "three-0"]
    assert list_keys(library, Query(weapons=frozenset({"drone", "artillery"}))) == ["two-0", "two-40", "one-0"]
    assert list_keys(library, Query.parse("side:russia weapon:missile odesa")) == ["one-0"]
    assert list_keys(library, Query.parse("side:russia weapon:missile café")) == []


def test_each_filter_is_counted_under_the_others(library: Library) -> None:
    counts = library.count_filters(Query(frozenset({"russia"}), frozenset({"missile"})))
    assert (counts.matches, counts.total) == (1, 5)
    assert counts.sides == {"russia": 1, "ukraine": 0, "other": 0, "unknown": 1}
    assert counts.weapons == {"drone": 1, "missile": 1, "artillery": 0, "bomb": 0, "other": 0}
    assert library.count_filters(Query.parse("s-300")).sides["unknown"] == 1
    assert library.count_filters(Query.parse("s-300")).sides["russia"] == 0


def test_pages_of_a_day_join_without_gap() -> None:
    with Library() as library:
        fill_library(
            library,
            [make_document()],
            [make_strike(make_report(at=n, when=make_when("2024-03-01"))) for n in range(25)],
        )
        pages = [
            [row.id for row in library.read_page(Query(), "2024-03-01", "2024-03-01", first, 10)]
            for first in range(0, 40, 10)
        ]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        ids = [identifier for page in pages for identifier in page]
        assert ids == sorted(set(ids))


def test_additions_are_seen(library: Library) -> None:
    query = Query.parse("drones")
    assert len(list_keys(library, query)) == 1
    fill_library(
        library,
        [make_document("four")],
        [make_strike(make_report("four", text="Drones again.", when=make_when("2024-03-01")))],
    )
    assert list_keys(library, query) == ["one-0", "four-0"]


def test_interrupted_addition_leaves_the_library_unchanged(library: Library) -> None:
    def iter_interrupted() -> Iterator[Strike]:
        yield make_strike(make_report("five"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_library(library, [make_document("five")], iter_interrupted())
    assert library.count_documents() == 3
    assert library.count_filters(Query()).total == 5
    fill_library(library, [make_document("five")], [make_strike(make_report("five"))])
    assert library.count_filters(Query()).total == 6


def test_documents_with_the_same_id_are_distinguished() -> None:
    one, other = make_document("a", "first"), make_document("a", "second")
    with Library() as library:
        library.add_documents([ExtractedDocument(one), ExtractedDocument(other)])
        assert library.count_documents() == 2
        for document in (one, other):
            assert library.load_document(f"a#{document.digest[:6]}").text == document.text
        with pytest.raises(KeyError):
            library.load_document("a")


def test_same_document_counts_once_wherever_it_is_stored() -> None:
    with Library() as library:
        first = library.add_documents([ExtractedDocument(make_document(), (make_report(),), "rules", "/here/a.txt")])
        second_result = library.add_documents(
            [ExtractedDocument(make_document(), (make_report(),), "rules", "/there/a.txt")] * 2
        )
        assert (first.new_documents, first.unchanged_documents, first.report_count) == (1, 0, 1)
        assert (second_result.new_documents, second_result.unchanged_documents, second_result.report_count) == (0, 2, 0)
        assert library.count_filters(Query()).total == 1


def test_changed_document_replaces_the_former_one() -> None:
    with Library() as library:
        library.add_documents(
            [ExtractedDocument(make_document("a", "Old."), (make_report(), make_report(at=9)), "rules", "/a.txt")]
        )
        added = library.add_documents(
            [ExtractedDocument(make_document("a", "New."), (make_report(text="New."),), "rules", "/a.txt")]
        )
        assert (added.new_documents, added.changed_documents) == (0, 1)
        assert (library.count_documents(), library.count_filters(Query()).total) == (1, 1)
        assert library.load_document("a").text == "New."
        assert (len(list_keys(library, Query.parse("new"))), len(list_keys(library, Query.parse("strike")))) == (1, 0)


def test_other_rules_parse_a_document_again() -> None:
    with Library() as library:
        library.add_documents([ExtractedDocument(make_document(), (make_report(side="russia"),), "old rules")])
        library.add_documents([ExtractedDocument(make_document(), (make_report(side="ukraine"),), "new rules")])
        assert library.count_filters(Query()).sides["ukraine"] == library.count_filters(Query()).total == 1


def test_strike_is_found_again_when_the_filters_change(library: Library) -> None:
    day = "2024-03-01"
    (row,) = library.read_page(Query.parse("inka"), None, None, 0, 9) or library.read_page(
        Query.parse("mar'inka"), day, day, 0, 9
    )
    assert library.find_position(Query(), row.id) == ("2024-03-01", 0)
    assert library.find_position(Query(sides=frozenset({"ukraine"})), row.id) == ("2024-03-01", 0)
    assert library.find_position(Query(sides=frozenset({"russia"})), row.id) is None
    assert library.find_position(Query(), 99) is None


def test_nearest_strike_is_the_next_or_else_the_last(library: Library) -> None:
    (row,) = library.read_page(Query.parse("mar'inka"), "2024-03-01", "2024-03-01", 0, 9)
    assert library.find_nearest(Query(), row.id) == ("2024-03-01", 0)
    assert library.find_nearest(Query(sides=frozenset({"russia"})), row.id) == ("2024-03-01", 0)
    assert library.find_nearest(Query.parse("odesa"), row.id) == ("2024-03-01", 0)
    assert library.find_nearest(Query.parse("nowhere"), row.id) is None


DATES = st.sampled_from(
    [make_when(None), make_when("2024-01-01"), make_when("2024-01-01", "2024-01-02"), make_when("2024-01-03")]
)
STRIKES = st.lists(
    st.builds(
        lambda n, when, side, kinds, word: make_strike(
            make_report(f"d{n}", when=when, side=side, weapons=kinds, text=word)
        ),
        st.integers(0, 9),
        DATES,
        st.sampled_from(SIDES),
        st.lists(st.sampled_from(WEAPON_KINDS), unique=True),
        st.sampled_from(["dawn raid", "dusk raid", "noon"]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(
    strikes=STRIKES,
    sides=st.frozensets(st.sampled_from(SIDES)),
    weapons=st.frozensets(st.sampled_from(WEAPON_KINDS)),
    words=st.sampled_from(["", "raid", "du ra", "nothing"]),
)
def test_days_pages_counts_and_positions_agree_with_a_plain_reading(
    strikes: list[Strike], sides: frozenset[Side], weapons: frozenset[WeaponKind], words: str
) -> None:
    def is_shown(strike: Strike, sides: frozenset[Side], weapons: frozenset[WeaponKind]) -> bool:
        kinds = {weapon.kind for weapon in strike.weapons}
        tokens = strike.reports[0].excerpts[0].text.split()
        searched = all(any(token.startswith(word) for token in tokens) for word in words.split())
        return (not sides or strike.side in sides) and (not weapons or bool(weapons & kinds)) and searched

    query = Query(sides, weapons).replace_terms(words)
    with Library() as library:
        fill_library(library, [make_document(f"d{n}") for n in range(10)], strikes)
        rows = [row for day, count in library.list_days(query) for row in library.read_page(query, day, day, 0, count)]
        expected = [strike for strike in strikes if is_shown(strike, sides, weapons)]
        assert sorted(find_start(library, row) for row in rows) == sorted(strike.id for strike in expected)
        assert [row.start or "undated" for row in rows] == sorted(row.start or "undated" for row in rows)

        counts = library.count_filters(query)
        assert (counts.matches, counts.total) == (len(rows), len(strikes))
        for side in SIDES:
            assert counts.sides[side] == sum(is_shown(strike, frozenset({side}), weapons) for strike in strikes)
        for kind in WEAPON_KINDS:
            assert counts.weapons[kind] == sum(is_shown(strike, sides, frozenset({kind})) for strike in strikes)

        days = [day for day, _ in library.list_days(query)]
        for first, since in enumerate(days):
            until = days[-1 - first // 2]
            within = [row for row in rows if row.start in days[first : days.index(until) + 1]]
            for skip in range(len(within) + 1):
                assert library.read_page(query, since, until, skip, 2) == within[skip : skip + 2]

        lines = {row.id: line for line, row in enumerate(rows)}
        flat = [(day, index) for day, count in library.list_days(query) for index in range(count)]
        everything = [
            row for day, count in library.list_days(Query()) for row in library.read_page(Query(), day, day, 0, count)
        ]
        for place, row in enumerate(everything):
            following = [lines[later.id] for later in everything[place:] if later.id in lines]
            near = following[0] if following else len(rows) - 1
            assert library.find_nearest(query, row.id) == (flat[near] if rows else None)
            assert library.find_position(query, row.id) == (flat[lines[row.id]] if row.id in lines else None)


def test_library_in_a_file_can_be_reopened(tmp_path: Path) -> None:
    place = tmp_path / "a library.db"
    with Library(place) as library:
        fill_library(library, DOCUMENTS, SAMPLES)
    with Library(place, read_only=True) as library:
        assert list_keys(library, Query.parse("odesa")) == ["one-0"]


def test_copy_is_the_same_library(library: Library, tmp_path: Path) -> None:
    library.save_copy(tmp_path / "copy.db")
    with Library(tmp_path / "copy.db") as copy:
        assert list_keys(copy) == list_keys(library)
    assert [each.name for each in tmp_path.iterdir()] == ["copy.db"]
    with pytest.raises(LibraryError, match="cannot be written"):
        library.save_copy(tmp_path / "nowhere" / "copy.db")


def test_other_file_is_refused_in_one_line(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Not a library at all, but long enough to be read as one. " * 20)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as database:
        database.execute("CREATE TABLE mine (x)")
    for path in (text, foreign, tmp_path):
        with pytest.raises(LibraryError) as error:
            Library(path)
        assert str(path) in str(error.value)
        assert "\n" not in str(error.value)
    with pytest.raises(LibraryError):
        Library(tmp_path / "absent.db", read_only=True)
    assert not (tmp_path / "absent.db").exists()


def test_showing_a_library_never_loads_the_event_model(library: Library, tmp_path: Path) -> None:
    library.save_copy(tmp_path / "copy.db")
    program = (
        "import sys; from model.library import Library; from model.query import Query\n"
        "library, query = Library(sys.argv[1]), Query.parse('odesa')\n"
        "day = library.list_days(query)[0].day\n"
        "assert library.read_page(query, day, day, 0, 9) and library.count_filters(query).matches == 1\n"
        "assert not {'pydantic', 'textual', 'rich'} & set(sys.modules), 'loaded'"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "copy.db")], check=True)


def test_ten_thousand_shuffled_strikes_are_sorted() -> None:
    days = [f"{2023 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(672)]
    strikes = [make_strike(make_report(at=n, when=make_when(days[n % 672]), side=SIDES[n % 4])) for n in range(10_000)]
    random.Random(5).shuffle(strikes)
    with Library() as library:
        fill_library(library, [make_document()], strikes)
        assert [day.day for day in library.list_days(Query())] == sorted(days)
        assert library.count_filters(Query(sides=frozenset({"russia"}))).matches == 2_500


def test_documents_with_one_name_are_counted_and_found_separately() -> None:
    accounts = {
        "when": make_when("2024-03-01"),
        "side": "russia",
        "places": ["Kyiv"],
        "weapons": ["drone"],
        "killed": make_figure(2),
    }
    texts = ["Drones struck Kyiv.", "Kyiv was hit by drones."]
    with Library() as library:
        library.add_documents(
            ExtractedDocument(make_document("a", text), (make_report("a", 0, text, **accounts),), "rules", f"/{text}")
            for text in texts
        )
        (row,) = library.iter_rows(Query())
        assert (row.sources, library.count_filters(Query.parse("sources:2")).matches) == (2, 1)
        (strike,) = library.iter_strikes(Query())
        assert {library.load_document(each.document).text for each in strike.reports} == set(texts)


@pytest.mark.parametrize("key", ["\ud800", "\U0010ffff", "a\ud7ff", "", "%", "a\0"])
def test_unknown_id_raises_key_error(library: Library, key: str) -> None:
    with pytest.raises(KeyError):
        library.find_strike(key)


def test_library_with_corrupt_contents_is_reported_in_one_line(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    library.save_copy(file)
    with sqlite3.connect(file) as database:
        database.execute("UPDATE reports SET body = x'00ff12'")
        database.execute("UPDATE documents SET body = x'00ff12'")
    database.close()
    with Library(file) as damaged:
        with pytest.raises(LibraryError, match="damaged"):
            damaged.load_document("one")
        row = next(damaged.iter_rows(Query()))
        with pytest.raises(LibraryError, match="damaged"):
            damaged.load_strike(row.id)
