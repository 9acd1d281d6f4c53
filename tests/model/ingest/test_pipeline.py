"""Ingest: what is added, skipped and replaced; neither order nor number of processes matters."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
from pathlib import Path

import pytest

from model.edition import strike_edition
from model.event import Document, ExtractedDocument
from model.ingest.pipeline import IngestProgress, ingest_sources, reparse_documents
from model.library import Library
from model.parsing import parse_document
from model.query import Query
from model.reading import find_sources

TOWNS = ("Kharkiv", "Odesa", "Kherson", "Sumy", "Belgorod", "Lviv")


def story(number: int) -> str:
    """An article about one strike; articles on the same town and day report the same strike in two wordings."""
    town, day = TOWNS[number % len(TOWNS)], 3 + number // len(TOWNS) % 9
    by = "Ukrainian" if town == "Belgorod" else "Russian"
    ways = (
        f"{by} drones struck {town} on {day} March 2024, and {2 + number % 3} people were killed.",
        f"In {town}, {by} drones hit a warehouse on {day} March 2024. Number {number} of our notes.",
    )
    return ways[number % 2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty texts, and a file of as many records."""
    place = tmp_path / "articles"
    place.mkdir()
    for number in range(40):
        (place / f"a{number}.txt").write_text(story(number))
    records = [{"id": f"r{number}", "text": f"Late news. {story(number)}"} for number in range(40)]
    (place / "more.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    return place


def added(library: Library, *paths: Path, jobs: int = 1) -> IngestProgress:
    return ingest_sources(library, find_sources([str(path) for path in paths]), jobs=jobs)


def shown(library: Library) -> list[tuple[object, ...]]:
    """Everything the timeline shows, without the row ids."""
    return [row[1:] for row in library.iter_rows(Query())]


def test_unchanged_sources_are_not_parsed_again(folder: Path) -> None:
    with Library() as library:
        first = added(library, folder)
        assert (first.documents, first.add_result.new_documents, first.skipped_files, first.problems) == (80, 80, 0, 0)
        assert first.add_result.report_count >= 80
        again = added(library, folder)
        assert (again.add_result.new_documents, again.skipped_files) == (0, 41)
        os.utime(folder / "a1.txt", (1, 1))
        os.utime(folder / "more.jsonl", (1, 1))
        touched = added(library, folder)
        assert (touched.add_result.new_documents, touched.add_result.unchanged_documents, touched.skipped_files) == (
            0,
            41,
            39,
        )


def test_changed_file_replaces_its_documents(folder: Path) -> None:
    with Library() as library:
        added(library, folder)
        (folder / "a0.txt").write_text("Russian missiles struck Poltava on 1 April 2024.")
        lines = (folder / "more.jsonl").read_text().splitlines()
        lines[7] = json.dumps({"id": "r7", "text": "The ferries kept their hours."})
        (folder / "more.jsonl").write_text("\n".join(lines))
        changed = added(library, folder)
        assert (
            changed.add_result.new_documents,
            changed.add_result.changed_documents,
            changed.add_result.unchanged_documents,
        ) == (0, 2, 39)
        assert library.count_documents() == 80
        assert library.load_document("a0").text.startswith("Russian missiles")
        assert library.count_filters(Query.parse("place:Poltava")).matches == 1


def test_files_with_undecodable_names_are_added_like_any_other(tmp_path: Path) -> None:
    names = ("caf\udce9.txt", "caf\udcea.txt", r"caf\xe9.txt", "in \udcff/caf\udce9.txt", "z.txt")
    (tmp_path / "in \udcff").mkdir()
    for number, name in enumerate(names):
        (tmp_path / name).write_text(story(number))
    (tmp_path / "more \udce9.jsonl").write_text("\n".join(json.dumps({"text": story(each)}) for each in (7, 8, 9)))
    (tmp_path / "empty \udce9.txt").write_text("")
    with Library() as library:
        first = added(library, tmp_path, jobs=2)
        assert (first.add_result.new_documents, first.problems) == (8, 1)
        again = added(library, tmp_path)
        assert (again.add_result.new_documents, again.skipped_files) == (0, 6)
        for number, name in enumerate(names):
            (tmp_path / name).write_text(f"Seen later. {story(number)}")
        changed = added(library, tmp_path)
        assert (changed.add_result.new_documents, changed.add_result.changed_documents, library.count_documents()) == (
            0,
            5,
            8,
        )
        told = {report.document.partition("#")[0] for each in library.iter_strikes(Query()) for report in each.reports}
        assert told == {r"caf\xe9", r"caf\xea", "z", *(rf"more \xe9:{line}" for line in (1, 2, 3))}


def test_strikes_do_not_depend_on_order_or_number_of_processes(folder: Path) -> None:
    with Library() as library:
        added(library, folder)
        expected = shown(library)
        assert any(row.sources > 1 for row in library.iter_rows(Query()))
    with Library() as library:
        added(library, folder, jobs=2)
        assert shown(library) == expected
    files = sorted(folder.iterdir())
    for seed in range(3):
        random.Random(seed).shuffle(files)
        with Library() as library:
            for file in files:
                added(library, file)
            assert shown(library) == expected


def test_file_in_two_places_counts_once(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text((folder / "a3.txt").read_text())
    with Library() as library:
        added(library, folder)
        again = added(library, copy)
        assert (again.add_result.new_documents, again.add_result.unchanged_documents) == (0, 1)


def test_unreadable_source_is_reported_and_the_rest_is_added(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"")
    with (folder / "more.jsonl").open("a") as stream:
        stream.write("{broken\n")
    lines: list[str] = []
    with Library() as library:
        done = ingest_sources(
            library, find_sources([str(folder)]), jobs=1, report_problem=lines.append, keep_problems=True
        )
        assert (done.add_result.new_documents, done.problems) == (80, 2)
        assert sorted(lines) == sorted(library.list_problems())
        assert any("b.txt: is empty" in line for line in lines)
        assert any("more.jsonl, line 41: invalid JSON" in line for line in lines)
        assert (
            ingest_sources(library, find_sources([str(folder)]), jobs=1).problems == 2
        )  # reported again while it lasts


def test_reparse_renews_only_documents_of_other_rules(folder: Path) -> None:
    with Library() as library:
        added(library, folder)
        expected = shown(library)
        assert reparse_documents(library, jobs=1).documents == 0
    with Library() as library:
        documents = [Document(id=f"a{n}", text=story(n)) for n in range(40)]
        old = [
            ExtractedDocument(each, (), "other rules" if each.id != "a0" else strike_edition()) for each in documents
        ]
        library.add_documents(old)
        assert library.count_filters(Query()).total == 0
        done = reparse_documents(library, jobs=2)
        assert (done.documents, done.add_result.changed_documents) == (39, 39)
        now = shown(library)
    with Library() as library:
        library.add_documents(
            [
                ExtractedDocument(each, () if each.id == "a0" else tuple(parse_document(each)), "any")
                for each in documents
            ]
        )
        assert shown(library) == now
    assert len(now) <= len(expected)


def test_text_stays_as_long_as_one_of_its_files_holds_it(tmp_path: Path) -> None:
    latest, former = tmp_path / "latest.txt", tmp_path / "former.txt"
    latest.write_text(story(1))
    with Library() as library:
        added(library, tmp_path)
        latest.rename(former)
        latest.write_text(story(2))
        done = added(library, tmp_path).add_result
        assert (done.changed_documents, done.unchanged_documents, library.count_documents()) == (1, 1, 2)
        former.write_text(story(3))  # now no file has the first text
        added(library, tmp_path)
        assert library.count_documents() == 2
        former.write_text(story(2))  # both hold the same
        assert (added(library, tmp_path).add_result.unchanged_documents, library.count_documents()) == (1, 1)
        latest.write_text(story(4))
        added(library, tmp_path)
        with Library() as anew:
            added(anew, tmp_path)
            assert shown(library) == shown(anew)
            assert library.count_documents() == anew.count_documents() == 2


def test_record_that_moves_to_another_id_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text(json.dumps({"id": "1", "text": story(1)}) + "\n")
    with Library() as library:
        added(library, file)
        records = [{"id": "1", "text": story(2)}, {"id": "2", "text": story(1)}]
        file.write_text("".join(json.dumps(each) + "\n" for each in records))
        added(library, file)
        assert library.count_documents() == 2


def test_text_in_two_files_keeps_the_first_name_in_any_order(tmp_path: Path) -> None:
    files = [tmp_path / "b.txt", tmp_path / "a.txt"]
    for file in files:
        file.write_text(story(1))
    told = []
    for order in (files, files[::-1]):
        with Library() as library:
            for file in order:
                added(library, file)
            told.append([each.model_dump_json() for each in library.iter_strikes(Query())])
            assert library.load_document("a").id == "a"
    assert told[0] == told[1]


def test_reparse_does_not_restore_a_document_replaced_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    former, later = Document(id="a", text=story(1)), Document(id="a", text=story(2))
    with Library(file) as library, Library(file) as other:
        library.add_documents([ExtractedDocument(former, tuple(parse_document(former)), "other rules", "/a")])

        def replace(progress: IngestProgress) -> None:
            if not other.has_document(later, "/a"):
                other.add_documents([ExtractedDocument(later, tuple(parse_document(later)), strike_edition(), "/a")])

        reparse_documents(library, jobs=1, on_progress=replace)
        assert library.load_document("a").text == later.text


def test_file_partly_lost_by_a_killed_process_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("".join(json.dumps({"id": f"r{n}", "text": f"{story(n)} Item {n}."}) + "\n" for n in range(400)))
    killed: list[int] = []

    def kill(progress: IngestProgress) -> None:
        if not killed:
            for child in multiprocessing.active_children():
                killed.append(child.pid or 0)
                child.kill()

    with Library() as library:
        lines: list[str] = []
        ingest_sources(library, find_sources([str(file)]), jobs=2, report_problem=lines.append, on_progress=kill)
        assert killed
        assert any("run this again" in line for line in lines)
        added(library, file)
        assert library.count_documents() == 400
