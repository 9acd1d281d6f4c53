"""`--date`: undated documents are given a date when they are added or later; a given date is kept."""

from __future__ import annotations

import json
import os
import random
from datetime import date
from pathlib import Path

import pytest

from model.event import Document, ExtractedDocument
from model.ingest.pipeline import ingest_sources
from model.library import Library
from model.library.records.serialization import pack_document
from model.library.writer import AddResult
from model.query import Query
from model.reading import find_sources

DAY, OTHER = date(2024, 3, 10), date(2024, 5, 2)  # a Sunday, a Thursday
FRIDAY = "Russian drones struck Kharkiv on Friday, killing two people."
UNDATED_NAMES = {"a", "b", "r1", "no-id"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four undated documents, one of them without an id, and two dated ones."""
    place = tmp_path / "articles"
    place.mkdir()
    (place / "a.txt").write_text(f"{FRIDAY} So says a.")
    (place / "b.txt").write_text(f"{FRIDAY} So says b.")
    (place / "own.md").write_text(f"---\npublished: 2024-02-04\n---\n{FRIDAY} So says another.\n")
    records = [
        {"id": "r1", "text": f"{FRIDAY} So says r1."},
        {"id": "r2", "text": f"{FRIDAY} So says r2.", "published": "2024-02-04"},
        {"text": f"{FRIDAY} So says no-id."},
    ]
    (place / "more.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    return place


def add_folder(library: Library, path: Path, day: date | None = None) -> AddResult:
    return ingest_sources(library, find_sources([str(path)]), default_date=day, jobs=1).add_result


def read_days(library: Library) -> dict[str, str]:
    """The day of each document's strike."""
    days = {}
    for strike in library.iter_strikes(Query()):
        for report in strike.reports:
            name = library.load_document(report.document).text.partition("So says ")[2].strip(" .\n")
            days[name] = str(strike.when.start)
    return days


def test_undated_documents_dated_later_equal_those_dated_at_once(folder: Path) -> None:
    with Library() as library_later, Library() as library_at_once:
        assert add_folder(library_later, folder).new_documents == 6
        assert {read_days(library_later)[name] for name in UNDATED_NAMES} == {"None"}
        dated = add_folder(library_later, folder, DAY)
        assert (dated.new_documents, dated.changed_documents, dated.report_count, dated.user_dated) == (0, 4, 4, 0)
        add_folder(library_at_once, folder, DAY)
        assert [row[1:] for row in library_later.iter_rows(Query())] == [
            row[1:] for row in library_at_once.iter_rows(Query())
        ]
        assert list(library_later.iter_strikes(Query())) == list(library_at_once.iter_strikes(Query()))
        assert library_later.load_document("a") == library_at_once.load_document("a")
        assert {read_days(library_later)[name] for name in UNDATED_NAMES} == {"2024-03-08"}
        second_result = add_folder(library_later, folder, DAY)
        assert (second_result.new_documents, second_result.changed_documents, second_result.user_dated) == (0, 0, 0)


@pytest.mark.parametrize("touched", [False, True])
def test_given_date_is_kept_and_reported(folder: Path, touched: bool) -> None:
    with Library() as library:
        add_folder(library, folder, DAY)
        before = read_days(library)
        if touched:
            for path in folder.iterdir():
                os.utime(path, (1, 1))
        other = add_folder(library, folder, OTHER)
        assert (other.new_documents, other.changed_documents, other.user_dated) == (0, 0, 4)
        assert read_days(library) == before


def test_adding_again_without_a_date_keeps_the_given_one(folder: Path) -> None:
    with Library() as library:
        add_folder(library, folder, DAY)
        before = read_days(library)
        for path in folder.iterdir():
            os.utime(path, (1, 1))
        plain = add_folder(library, folder)
        assert (plain.new_documents, plain.changed_documents, plain.user_dated) == (0, 0, 0)
        assert read_days(library) == before


def test_date_set_by_an_edit_is_kept(folder: Path) -> None:
    with Library() as library:
        add_folder(library, folder)
        with library.edit_step() as step:
            step.set_publication_date("a", "2024-03-24")
            step.set_publication_date("own", "2024-03-24")
        other = add_folder(library, folder, OTHER)
        assert (other.changed_documents, other.user_dated) == (3, 1)
        days = read_days(library)
        assert (days["a"], days["b"], days["another"]) == ("2024-03-22", "2024-04-26", "2024-03-22")
        library.undo_step()
        assert add_folder(library, folder, OTHER).changed_documents == 1
        assert read_days(library)["a"] == "2024-04-26"


def test_other_rules_and_names_keep_the_given_date_and_what_was_read_by_it() -> None:
    plain = Document(id="m", text=FRIDAY)
    dated = plain.model_copy(update={"published": DAY, "published_from": "user"})
    first = [ExtractedDocument(dated.model_copy(update={"id": name}), (), "older", f"/{name}") for name in "mz"]
    then = [ExtractedDocument(plain.model_copy(update={"id": name}), (), "newer", f"/{name}") for name in "amz"]
    for seed in range(6):
        random.Random(seed).shuffle(then)
        with Library() as library:
            library.add_packed_documents(map(pack_document, first))
            library.add_packed_documents(map(pack_document, then))
            assert library.count_documents() == 1
            assert library.load_document("a").published == DAY
            (strike,) = library.iter_strikes(Query())
            assert str(strike.when.start) == "2024-03-08"
