"""Candidates: passages that resemble strikes, each with what it lacks, and never a report."""

from __future__ import annotations

import json
from datetime import date

import pytest

from model.event import Candidate, Document
from model.exporting.reports import candidate_to_json
from model.parsing import find_candidates, parse_document
from model.reading import bundled_documents_path, find_sources, read_source

FILLER = "The harbour market opened again, and fish was cheap.\n" * 6


def find_candidates_in(text: str) -> list[Candidate]:
    return find_candidates(Document(id="d", text=text, title=None, published=date(2024, 3, 9)))


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Drones struck a warehouse on Friday.", "who attacked, and a place in Ukraine or Russia"),
        ("Russia could launch missiles at Odesa.", "“could launch missiles at Odesa” is a threat"),
        ("The ministry warned of war if Ukraine uses such missiles.", "is a condition"),
        ("Russian troops made limited attacks near Kupiansk.", "a ground assault"),
        ("Israel struck Gaza with missiles on Friday, killing ten.", "this war"),
        (f"{FILLER}Russian strikes went on.", "more than one of a time, a place, a weapon and a figure"),
        ("Strikes were talked of. In the town of Sumy three people were killed.", "it reports killed or injured"),
    ],
)
def test_candidate_says_what_it_lacks(text: str, slot: str) -> None:
    candidates = find_candidates_in(text)
    assert any(slot in missing for candidate in candidates for missing in candidate.lacks), candidates


def test_candidate_keeps_the_values_it_states() -> None:
    [candidate] = find_candidates_in("Israel struck Gaza with six missiles on Friday, killing ten.")
    assert candidate.report.killed
    assert (candidate.report.killed.low, candidate.report.weapons[0].kind) == (10, "missile")
    [candidate] = find_candidates_in("Russia could launch missiles at Odesa on Sunday.")
    assert (candidate.report.side, [place.name for place in candidate.report.places]) == ("russia", ["Odesa"])


def test_report_is_not_a_candidate() -> None:
    text = "Russian drones hit Odesa on Friday, killing two people."
    assert len(parse_document(Document(id="d", text=text, published=date(2024, 3, 9)))) == 1
    assert find_candidates_in(text) == []


def test_no_excerpt_is_both_a_report_and_a_candidate() -> None:
    for source in find_sources([str(bundled_documents_path())]):
        for document in read_source(source):
            assert isinstance(document, Document)
            report_spans = {span for report in parse_document(document) for span in report.excerpts}
            candidate_spans = [span for candidate in find_candidates(document) for span in candidate.report.excerpts]
            assert all(span.is_verbatim_in(document) for span in candidate_spans)
            assert not report_spans & set(candidate_spans)


def test_json_line_format() -> None:
    [candidate] = find_candidates_in("Drones struck a warehouse on Friday.")
    line = json.loads(candidate_to_json(candidate))
    assert list(line)[:5] == ["document", "title", "published", "lacks", "excerpts"]
    assert line["lacks"] == ["who attacked, and a place in Ukraine or Russia"]
    assert line["excerpts"][0]["text"] == "Drones struck a warehouse on Friday."
    assert (line["when"]["start"], line["side"]) == ("2024-03-08", "unknown")
