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


def write_story(number: int) -> str:
    """An article about one strike; articles on the same town and day report the same strike in two wordings."""
    town, day = TOWNS[number % len(TOWNS)], 3 + number // len(TOWNS) % 9
    attacker = "Ukrainian" if town == "Belgorod" else "Russian"
    wordings = (
        f"{attacker} drones struck {town} on {day} March 2024, and {2 + number % 3} people were killed.",
        f"In {town}, {attacker} drones hit a warehouse on {day} March 2024. Number {number} of our notes.",
    )
    return wordings[number % 2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty texts, and a file of as many records."""
    place = tmp_path / "articles"
    place.mkdir()
    for number in range(40):
        (place / f"a{number}.txt").write_text(write_story(number))
    records = [{"id": f"r{number}", "text": f"Late news. {write_story(number)}"} for number in range(40)]
    (place / "more.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    return place


def add_paths(library: Library, *paths: Path, jobs: int = 1) -> IngestProgress:
    return ingest_sources(library, find_sources([str(path) for path in paths]), jobs=jobs)


def list_strikes(library: Library) -> list[tuple[object, ...]]:
    """Everything the timeline shows, without the row ids."""
    return [row[1:] for row in library.iter_rows(Query())]


def test_unchanged_sources_are_not_parsed_again(folder: Path) -> None:
    with Library() as library:
        first = add_paths(library, folder)
        assert (first.documents, first.add_result.new_documents, first.skipped_files, first.problems) == (80, 80, 0, 0)
        assert first.add_result.report_count >= 80
        second_progress = add_paths(library, folder)
        assert (second_progress.add_result.new_documents, second_progress.skipped_files) == (0, 41)
        os.utime(folder / "a1.txt", (1, 1))
        os.utime(folder / "more.jsonl", (1, 1))
        touched = add_paths(library, folder)
        assert (touched.add_result.new_documents, touched.add_result.unchanged_documents, touched.skipped_files) == (
            0,
            41,
            39,
        )


def test_changed_file_replaces_its_documents(folder: Path) -> None:
    with Library() as library:
        add_paths(library, folder)
        (folder / "a0.txt").write_text("Russian missiles struck Poltava on 1 April 2024.")
        lines = (folder / "more.jsonl").read_text().splitlines()
        lines[7] = json.dumps({"id": "r7", "text": "The ferries kept their hours."})
        (folder / "more.jsonl").write_text("\n".join(lines))
        changed = add_paths(library, folder)
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
        (tmp_path / name).write_text(write_story(number))
    (tmp_path / "more \udce9.jsonl").write_text(
        "\n".join(json.dumps({"text": write_story(each)}) for each in (7, 8, 9))
    )
    (tmp_path / "empty \udce9.txt").write_text("")
    with Library() as library:
        first = add_paths(library, tmp_path, jobs=2)
        assert (first.add_result.new_documents, first.problems) == (8, 1)
        second_progress = add_paths(library, tmp_path)
        assert (second_progress.add_result.new_documents, second_progress.skipped_files) == (0, 6)
        for number, name in enumerate(names):
            (tmp_path / name).write_text(f"Seen later. {write_story(number)}")
        changed = add_paths(library, tmp_path)
        assert (changed.add_result.new_documents, changed.add_result.changed_documents, library.count_documents()) == (
            0,
            5,
            8,
        )
        document_names = {
            report.document.partition("#")[0] for each in library.iter_strikes(Query()) for report in each.reports
        }
        assert document_names == {r"caf\xe9", r"caf\xea", "z", *(rf"more \xe9:{line}" for line in (1, 2, 3))}


def test_strikes_do_not_depend_on_order_or_number_of_processes(folder: Path) -> None:
    with Library() as library:
        add_paths(library, folder)
        expected = list_strikes(library)
        assert any(row.sources > 1 for row in library.iter_rows(Query()))
    with Library() as library:
        add_paths(library, folder, jobs=2)
        assert list_strikes(library) == expected
    files = sorted(folder.iterdir())
    for seed in range(3):
        random.Random(seed).shuffle(files)
        with Library() as library:
            for file in files:
                add_paths(library, file)
            assert list_strikes(library) == expected


def test_file_in_two_places_counts_once(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text((folder / "a3.txt").read_text())
    with Library() as library:
        add_paths(library, folder)
        second_progress = add_paths(library, copy)
        assert (second_progress.add_result.new_documents, second_progress.add_result.unchanged_documents) == (0, 1)


def test_unreadable_source_is_reported_and_the_rest_is_added(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"")
    with (folder / "more.jsonl").open("a") as stream:
        stream.write("{broken\n")
    lines: list[str] = []
    with Library() as library:
        progress = ingest_sources(
            library, find_sources([str(folder)]), jobs=1, report_problem=lines.append, keep_problems=True
        )
        assert (progress.add_result.new_documents, progress.problems) == (80, 2)
        assert sorted(lines) == sorted(library.list_problems())
        assert any("b.txt: is empty" in line for line in lines)
        assert any("more.jsonl, line 41: invalid JSON" in line for line in lines)
        assert (
            ingest_sources(library, find_sources([str(folder)]), jobs=1).problems == 2
        )  # reported each time, as long as it persists


def test_reparse_renews_only_documents_of_other_rules(folder: Path) -> None:
    with Library() as library:
        add_paths(library, folder)
        expected = list_strikes(library)
        assert reparse_documents(library, jobs=1).documents == 0
    with Library() as library:
        documents = [Document(id=f"a{n}", text=write_story(n)) for n in range(40)]
        old = [
            ExtractedDocument(each, (), "other rules" if each.id != "a0" else strike_edition()) for each in documents
        ]
        library.add_documents(old)
        assert library.count_filters(Query()).total == 0
        progress = reparse_documents(library, jobs=2)
        assert (progress.documents, progress.add_result.changed_documents) == (39, 39)
        now = list_strikes(library)
    with Library() as library:
        library.add_documents(
            [
                ExtractedDocument(each, () if each.id == "a0" else tuple(parse_document(each)), "any")
                for each in documents
            ]
        )
        assert list_strikes(library) == now
    assert len(now) <= len(expected)


def test_text_stays_as_long_as_one_of_its_files_holds_it(tmp_path: Path) -> None:
    latest, former = tmp_path / "latest.txt", tmp_path / "former.txt"
    latest.write_text(write_story(1))
    with Library() as library:
        add_paths(library, tmp_path)
        latest.rename(former)
        latest.write_text(write_story(2))
        add_result = add_paths(library, tmp_path).add_result
        assert (add_result.changed_documents, add_result.unchanged_documents, library.count_documents()) == (1, 1, 2)
        former.write_text(write_story(3))  # no file has the first text any more
        add_paths(library, tmp_path)
        assert library.count_documents() == 2
        former.write_text(write_story(2))  # both files have the same text
        assert (add_paths(library, tmp_path).add_result.unchanged_documents, library.count_documents()) == (1, 1)
        latest.write_text(write_story(4))
        add_paths(library, tmp_path)
        with Library() as new_library:
            add_paths(new_library, tmp_path)
            assert list_strikes(library) == list_strikes(new_library)
            assert library.count_documents() == new_library.count_documents() == 2


def test_record_that_moves_to_another_id_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text(json.dumps({"id": "1", "text": write_story(1)}) + "\n")
    with Library() as library:
        add_paths(library, file)
        records = [{"id": "1", "text": write_story(2)}, {"id": "2", "text": write_story(1)}]
        file.write_text("".join(json.dumps(each) + "\n" for each in records))
        add_paths(library, file)
        assert library.count_documents() == 2


def test_text_in_two_files_keeps_the_first_name_in_any_order(tmp_path: Path) -> None:
    files = [tmp_path / "b.txt", tmp_path / "a.txt"]
    for file in files:
        file.write_text(write_story(1))
    strikes_by_order = []
    for order in (files, files[::-1]):
        with Library() as library:
            for file in order:
                add_paths(library, file)
            strikes_by_order.append([each.model_dump_json() for each in library.iter_strikes(Query())])
            assert library.load_document("a").id == "a"
    assert strikes_by_order[0] == strikes_by_order[1]


def test_reparse_does_not_restore_a_document_replaced_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    former, later = Document(id="a", text=write_story(1)), Document(id="a", text=write_story(2))
    with Library(file) as library, Library(file) as other:
        library.add_documents([ExtractedDocument(former, tuple(parse_document(former)), "other rules", "/a")])

        def add_later_text(progress: IngestProgress) -> None:
            if not other.has_document(later, "/a"):
                other.add_documents([ExtractedDocument(later, tuple(parse_document(later)), strike_edition(), "/a")])

        reparse_documents(library, jobs=1, on_progress=add_later_text)
        assert library.load_document("a").text == later.text


def test_file_partly_lost_by_a_killed_process_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text(
        "".join(json.dumps({"id": f"r{n}", "text": f"{write_story(n)} Item {n}."}) + "\n" for n in range(400))
    )
    killed: list[int] = []

    def kill_workers(progress: IngestProgress) -> None:
        if not killed:
            for child in multiprocessing.active_children():
                killed.append(child.pid or 0)
                child.kill()

    with Library() as library:
        lines: list[str] = []
        ingest_sources(
            library, find_sources([str(file)]), jobs=2, report_problem=lines.append, on_progress=kill_workers
        )
        assert killed
        assert any("run this again" in line for line in lines)
        add_paths(library, file)
        assert library.count_documents() == 400
