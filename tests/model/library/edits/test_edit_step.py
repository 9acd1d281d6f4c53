"""User edits in a library: what they change, how they are undone, and what they survive."""

from __future__ import annotations

import sqlite3
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from model.edits.errors import EditError
from model.event import Document, ExtractedDocument, Report, Strike, Weapon
from model.library import Library, LibraryError
from model.parsing import parse_document
from model.query import Query
from tests.support.event_factories import make_document, make_figure, make_report, make_when

KYIV = "Drones struck Kyiv."
KYIV_AGAIN = "Kyiv was hit by drones."
ODESA = "A missile fell on Odesa."


def make_raid(name: str, text: str, place: str = "Kyiv", **values: object) -> ExtractedDocument:
    """A document and its only report, on 1 March."""
    defaults = {
        "when": make_when("2024-03-01"),
        "side": "russia",
        "places": [place],
        "weapons": ["drone"],
        "killed": make_figure(2),
    }
    return ExtractedDocument(
        make_document(name, text), (make_report(name, 0, text, **{**defaults, **values}),), "rules", f"/{name}"
    )


@pytest.fixture
def library() -> Iterator[Library]:
    """Two strikes: one on Kyiv by "one" and "two", one on Odesa by "three"."""
    with Library() as filled_library:
        filled_library.add_documents(
            [
                make_raid("one", KYIV),
                make_raid("two", KYIV_AGAIN),
                make_raid("three", ODESA, "Odesa", weapons=["missile"]),
            ]
        )
        yield filled_library


def find_strike_of(library: Library, name: str, query: str = "") -> Strike:
    """The strike that a document reports."""
    (strike,) = (
        strike
        for strike in library.iter_strikes(Query.parse(query))
        if name in [report.document.partition("#")[0] for report in strike.reports]
    )
    return strike


def group_documents(library: Library) -> set[frozenset[str]]:
    """The sets of documents that report the same strike."""
    return {frozenset(report.document for report in strike.reports) for strike in library.iter_strikes(Query())}


def count_matches(library: Library, query: str) -> int:
    return library.count_filters(Query.parse(query)).matches


SEPARATE_GROUPS = {frozenset({"one", "two"}), frozenset({"three"})}


def test_corrected_value_is_kept_beside_the_parsed_one(library: Library) -> None:
    key = find_strike_of(library, "one").id
    with library.edit_step() as step:
        step.correct_value(key[:9], "killed", ">=5")
    strike = library.find_strike(key)
    assert strike.killed == make_figure(5, None, "5 or more")
    (correction,) = strike.work.corrections
    assert (correction.path, correction.value, correction.parsed) == ("killed", "5 or more", "2")
    assert correction.made.endswith("Z")
    assert step.messages == [f"{key}: killed: 2 -> 5 or more"]
    assert [report.killed for report in strike.reports] == [make_figure(2), make_figure(2)]
    (row,) = library.iter_rows(Query.parse("killed:>4"))
    assert (row.key, row.killed) == (key, "5+")
    assert [listed_row.key for listed_row in library.iter_rows(Query.parse("has:correction"))] == [key]


def test_every_value_can_be_corrected(library: Library) -> None:
    key = find_strike_of(library, "three").id
    typed = {
        "scope": "summary",
        "side": "ukraine",
        "when": "2024-04",
        "places": "Kyiv; Lviv",
        "weapons": "missile; drone Shahed",
        "launched:drone shahed": "36",
        "intercepted": "about 20",
        "injured": "7-9",
        "killed": "",
    }
    with library.edit_step() as step:
        for path, value in typed.items():
            step.correct_value(key, path, value)
    strike = library.find_strike(key)
    assert (strike.scope, strike.side, strike.when.end) == ("summary", "ukraine", date(2024, 4, 30))
    assert [place.name for place in strike.places] == ["Kyiv", "Lviv"]
    assert strike.weapons == (
        Weapon(kind="missile"),
        Weapon(kind="drone", model="Shahed", launched=make_figure(36, 36, "36")),
    )
    assert (strike.killed, strike.injured and strike.injured.high) == (None, 9)
    assert len(strike.work.corrections) == len(typed)
    (day,) = [day.day for day in library.list_days(Query.parse("side:ukraine weapon:drone"))]
    assert day == "2024-04-01"
    with library.edit_step() as step:
        for path in typed:
            step.correct_value(key, path, "parsed")
    assert not library.find_strike(key).work


def test_search_finds_corrections_tags_and_notes(library: Library) -> None:
    key = find_strike_of(library, "three").id
    with library.edit_step() as step:
        step.correct_value(key, "places", "Lviv")
        step.set_tag(key, "to check")
        step.add_note(key, "The harbourmaster says otherwise")
    for query in ("place:Lviv", 'tag:"to check"', "harbourmaster", "has:note", "has:tag", "odesa"):
        assert find_strike_of(library, "three", query).id == key
    assert count_matches(library, "place:Odesa") == 0


def test_hidden_strikes_leave_lists_and_counts(library: Library) -> None:
    key = find_strike_of(library, "three").id
    with library.edit_step() as step:
        step.set_hidden(key)
        step.set_bookmarked(key)
    assert (
        count_matches(library, ""),
        count_matches(library, "weapon:missile"),
        count_matches(library, "is:hidden"),
    ) == (1, 0, 1)
    assert library.count_filters(Query()).total == 1
    assert find_strike_of(library, "three", "is:hidden,bookmarked").work.hidden
    with library.edit_step() as step:
        step.set_hidden(key, False)
    assert (
        count_matches(library, ""),
        count_matches(library, "is:hidden"),
        count_matches(library, "is:bookmarked"),
    ) == (2, 0, 1)


def test_strikes_are_merged_and_reports_split_off(library: Library) -> None:
    one, three = find_strike_of(library, "one").id, find_strike_of(library, "three").id
    with library.edit_step() as step:
        step.merge_strikes(one, three)
    assert group_documents(library) == {frozenset({"one", "two", "three"})}
    whole = library.find_strike(one)
    assert whole.id == library.find_strike(three).id == min(one, three)
    assert "you said that they are one strike" in whole.reasons
    assert [decision.kind for decision in whole.work.decisions] == ["merge"]
    with library.edit_step() as step:
        step.split_document(whole.id, "two")
    assert group_documents(library) == {frozenset({"one", "three"}), frozenset({"two"})}
    assert {split.other for split in find_strike_of(library, "two").work.decisions} == {"one", "three"}
    with library.edit_step() as step:
        step.split_document(find_strike_of(library, "one").id, "one")
    assert group_documents(library) == {frozenset({"one"}), frozenset({"two"}), frozenset({"three"})}
    with library.edit_step() as step:
        step.merge_strikes(find_strike_of(library, "one").id, find_strike_of(library, "two").id)
    assert group_documents(library) == SEPARATE_GROUPS
    for _ in range(4):
        assert library.undo_step()
    assert group_documents(library) == SEPARATE_GROUPS
    assert not find_strike_of(library, "one").work


def test_document_linking_two_merged_strikes_can_be_split_off(library: Library) -> None:
    library.add_documents([make_raid("four", "Sumy was shelled.", "Sumy", weapons=["artillery"])])
    with library.edit_step() as step:
        step.merge_strikes(find_strike_of(library, "one").id, find_strike_of(library, "three").id)
    with library.edit_step() as step:
        step.merge_strikes(find_strike_of(library, "three").id, find_strike_of(library, "four").id)
    with library.edit_step() as step:
        step.split_document(find_strike_of(library, "three").id, "three")
    assert group_documents(library) == {frozenset({"one", "two", "four"}), frozenset({"three"})}


def test_merged_strike_absorbs_reports_similar_to_either_part(library: Library) -> None:
    with library.edit_step() as step:
        step.merge_strikes(find_strike_of(library, "one").id, find_strike_of(library, "three").id)
    library.add_documents([make_raid("four", "In Odesa a missile struck.", "Odesa", weapons=["missile"])])
    assert group_documents(library) == {frozenset({"one", "two", "three", "four"})}


def test_steps_are_undone_and_redone_one_by_one(library: Library) -> None:
    key = find_strike_of(library, "one").id
    for tag in ("first", "second"):
        with library.edit_step() as step:
            step.set_tag(key, tag)
            step.correct_value(key, "killed", f"{len(tag)}")
    assert library.find_strike(key).work.tags == ("first", "second")
    assert library.undo_step() == ["tag", "correction"]
    assert library.find_strike(key).work.tags == ("first",)
    assert library.find_strike(key).killed == make_figure(5, 5, "5")
    assert library.undo_step() == ["tag", "correction"]
    assert not library.find_strike(key).work
    assert library.undo_step() == []
    assert library.redo_step() == library.redo_step() == ["tag", "correction"]
    assert library.redo_step() == []
    assert library.find_strike(key).work.tags == ("first", "second")
    library.undo_step()
    with library.edit_step() as step:
        step.add_note(key, "Something else")
    assert library.redo_step() == []  # a new step discards what was undone before
    assert library.find_strike(key).work.tags == ("first",)


def tag_and_correct(library: Library, key: str, typed: str) -> None:
    with library.edit_step() as step:
        step.set_tag(key, "kept?")
        step.correct_value(key, "killed", typed)


def test_failed_step_changes_nothing(library: Library) -> None:
    key = find_strike_of(library, "one").id
    for wrong in ("several", "2"):  # not a count, and the value already reported
        with pytest.raises(EditError):
            tag_and_correct(library, key, wrong)
    with pytest.raises(EditError, match="no strike has this id"), library.edit_step() as step:
        step.set_tag("ffff", "x")
    with pytest.raises(EditError, match="has only one report"), library.edit_step() as step:
        step.split_document(find_strike_of(library, "three").id, "three")
    with pytest.raises(EditError, match="it is reported by one, two"), library.edit_step() as step:
        step.split_document(key, "nobody")
    with pytest.raises(EditError, match="needs text"), library.edit_step() as step:
        step.add_note(key, " \n ")
    assert not library.find_strike(key).work
    assert list(library.iter_journal()) == []


def test_edits_are_kept_when_the_library_is_reopened(tmp_path: Path) -> None:
    with Library(tmp_path / "mine.db") as library:
        library.add_documents([make_raid("one", KYIV)])
        with library.edit_step() as step:
            step.add_note(find_strike_of(library, "one").id, "Kept")
    with Library(tmp_path / "mine.db") as library:
        assert find_strike_of(library, "one").work.notes[0].text == "Kept"
        assert library.undo_step() == ["note"]
    with Library(tmp_path / "mine.db", read_only=True) as library:
        with pytest.raises(LibraryError), library.edit_step() as step:
            step.add_note(find_strike_of(library, "one").id, "Not kept")
        assert not find_strike_of(library, "one").work


# Edits and changed documents


def test_edits_survive_a_change_of_rules(library: Library) -> None:
    """The report begins elsewhere and has another key, but contains the same words."""
    lead, text = "First a word. ", "Drones struck Sumy."
    values = {"when": make_when("2024-03-02"), "side": "russia", "places": ["Sumy"], "weapons": ["drone"]}
    both = make_document("four", lead + text)
    library.add_documents([ExtractedDocument(both, (make_report("four", len(lead), text, **values),), "old rules")])
    key = find_strike_of(library, "four").id
    with library.edit_step() as step:
        step.set_tag(key, "checked")
    library.add_documents([ExtractedDocument(both, (make_report("four", 0, lead + text, **values),), "new rules")])
    strike = find_strike_of(library, "four")
    assert strike.work.tags == ("checked",)
    assert strike.id != key
    library.undo_step()
    assert not find_strike_of(library, "four").work


def test_edits_carry_over_to_a_later_text(library: Library) -> None:
    with library.edit_step() as step:
        step.correct_value(find_strike_of(library, "three").id, "killed", "7")
        step.merge_strikes(find_strike_of(library, "one").id, find_strike_of(library, "three").id)
    newer = ODESA.replace("A missile", "Update: a missile")
    library.add_documents([make_raid("three", newer, "Odesa", weapons=["missile"])])
    assert group_documents(library) == {frozenset({"one", "two", "three"})}
    assert find_strike_of(library, "three").killed == make_figure(7, 7, "7")
    library.add_documents([make_raid("three", "Nothing of that kind was ever told.", "Odesa")])
    assert group_documents(library) == SEPARATE_GROUPS
    assert [entry.is_attached for entry in library.iter_journal()] == [
        False,
        False,
    ]  # kept, although their document is missing
    library.add_documents([make_raid("three", newer, "Odesa", weapons=["missile"])])
    assert find_strike_of(library, "one").killed == make_figure(7, 7, "7")
    assert all(entry.is_attached for entry in library.iter_journal())


def parse_article(text: str, day: str | None = "2024-03-10", name: str = "news") -> ExtractedDocument:
    """A document parsed by the current rules."""
    document = Document(
        id=name,
        text=text,
        title="Evening news",
        published=date.fromisoformat(day) if day else None,
        published_from="record" if day else None,
    )
    return ExtractedDocument(document, tuple(parse_document(document)), "rules", f"/{name}")


NEWS_TEXT = "Russian drones struck Kharkiv on Friday. Two people were killed, the governor said."


@pytest.mark.parametrize("day", ["2024-03-10", None])
def test_document_with_a_new_date_is_parsed_again(day: str | None) -> None:
    with Library() as library:
        library.add_documents([parse_article(NEWS_TEXT, day)])
        before = find_strike_of(library, "news")
        with library.edit_step() as step:
            step.set_publication_date("news", "2024-05-02")
        strike, dated = find_strike_of(library, "news"), library.load_document("news")
        assert strike.when.start == date(2024, 4, 26)  # the Friday before
        assert strike.id == before.id
        assert (dated.published, dated.published_from) == (date(2024, 5, 2), "user")
        assert dated.published_told == (date.fromisoformat(day) if day else None)
        assert dated.digest == parse_article(NEWS_TEXT, day).document.digest
        Report.model_validate(strike.reports[0].model_dump(), context={"document": dated})
        for edition in ("rules", "other rules"):  # the same rules, and other ones
            library.add_documents([parse_article(NEWS_TEXT, day)._replace(edition=edition)])
            assert find_strike_of(library, "news").when.start == date(2024, 4, 26)
        assert library.undo_step() == ["publication date"]
        assert find_strike_of(library, "news").when == before.when
        assert library.load_document("news").published == (date.fromisoformat(day) if day else None)


def test_later_text_keeps_the_date_of_the_document() -> None:
    with Library() as library:
        library.add_documents([parse_article(NEWS_TEXT)])
        with library.edit_step() as step:
            step.set_publication_date("news", "2024-05-02")
        library.add_documents([parse_article(f"{NEWS_TEXT} Three more were hurt, the police said later.")])
        assert find_strike_of(library, "news").when.start == date(2024, 4, 26)
        with library.edit_step() as step:
            step.set_publication_date("news", "parsed")
        assert find_strike_of(library, "news").when.start == date(2024, 3, 8)


def test_invalid_publication_dates_are_refused(library: Library) -> None:
    library.add_documents([make_raid("rows", "A row of a table.")._replace(edition="")])
    for name, typed, message in [
        ("one", "yesterday", "not a day; write YYYY-MM-DD"),
        ("nobody", "2024-03-01", "no document has this name"),
        ("rows", "2024-03-01", "correct `when` of its strike instead"),
    ]:
        with pytest.raises(EditError, match=message), library.edit_step() as step:
            step.set_publication_date(name, typed)


def test_cost_of_adding_a_document_does_not_depend_on_the_number_of_edits(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    with Library(path) as library:
        library.add_documents([make_raid("one", KYIV), make_raid("two", KYIV_AGAIN)])
    with sqlite3.connect(path) as database:  # inserted directly, since single edits would take hours
        database.execute(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 100000) INSERT INTO anchors"
            " (key, digest, name, start, words, report) SELECT 'k' || n, 'd' || n, 'n' || n, 0, '', 1000 + n FROM n"
        )
    database.close()
    with Library(path) as library:
        library.add_documents([make_raid("warm", "Kyiv was struck again.")])
        tracemalloc.start()
        try:
            library.add_documents([make_raid("three", ODESA, "Odesa", weapons=["missile"])])
            assert tracemalloc.get_traced_memory()[1] < 1_000_000
        finally:
            tracemalloc.stop()
