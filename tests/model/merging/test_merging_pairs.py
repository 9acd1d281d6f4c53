"""Pairs of our own documents: those that belong together are merged, and no others."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bench.accuracy.merging import JudgedPair as Judged
from bench.accuracy.merging import MergeResult, PairScore, load_judged_pairs
from bench.accuracy.merging import ReportAnchor as Place
from model.event import Document
from model.merging import merge_reports
from model.parsing import parse_document


class SceneDocument(NamedTuple):
    """A document, the scene it belongs to, and which strike of that scene it reports."""

    scene: str
    strike: str
    document: Document


class DocumentPair(NamedTuple):
    """Two documents of a scene: whether they should be one strike, and whether they are."""

    one: SceneDocument
    other: SceneDocument
    same: bool
    merged: bool


PAIRS_FILE = Path(__file__).with_name("merging_pairs.toml")


def read_documents() -> Iterator[SceneDocument]:
    """All documents of merging_pairs.toml."""
    scenes: list[dict[str, Any]] = tomllib.loads(PAIRS_FILE.read_text("utf-8"))["scene"]
    for scene in scenes:
        for number, entry in enumerate(scene["documents"], 1):
            published = date.fromisoformat(entry["published"]) if "published" in entry else None
            identifier = f"{scene['kind']} {number}"
            document = Document(id=identifier, text=entry["text"], title=entry.get("title"), published=published)
            yield SceneDocument(scene["kind"], entry["strike"], document)


@pytest.fixture(scope="module")
def document_pairs() -> list[DocumentPair]:
    """Every two documents of a scene, with all scenes merged together."""
    scene_documents = list(read_documents())
    strikes = merge_reports(report for each in scene_documents for report in parse_document(each.document))
    strikes_by_document: dict[str, set[str]] = {each.document.id: set() for each in scene_documents}
    for strike in strikes:
        for report in strike.reports:
            strikes_by_document[report.document].add(strike.id)
    return [
        DocumentPair(
            one,
            other,
            one.strike == other.strike,
            bool(strikes_by_document[one.document.id] & strikes_by_document[other.document.id]),
        )
        for one, other in combinations(scene_documents, 2)
        if one.scene == other.scene
    ]


def test_precision_and_recall_meet_their_limits(document_pairs: list[DocumentPair]) -> None:
    score = PairScore(
        true_positives=sum(pair.same and pair.merged for pair in document_pairs),
        false_positives=sum(pair.merged and not pair.same for pair in document_pairs),
        false_negatives=sum(pair.same and not pair.merged for pair in document_pairs),
    )
    wrong = [f"{p.one.document.id} / {p.other.document.id}" for p in document_pairs if p.same != p.merged]
    assert len(document_pairs) >= 60
    assert score.precision >= 0.95, wrong
    assert score.recall >= 0.85, wrong


def test_documents_of_two_scenes_are_never_one() -> None:
    scene_documents = list(read_documents())
    scenes = {each.document.id: each.scene for each in scene_documents}
    for strike in merge_reports(report for each in scene_documents for report in parse_document(each.document)):
        assert len({scenes[report.document] for report in strike.reports}) == 1


def test_list_of_pairs_holds_only_anchors_and_judgements() -> None:
    document_pairs = load_judged_pairs()
    assert len(document_pairs) >= 100
    assert all(pair.first < pair.second and pair.subset in ("seen", "held") for pair in document_pairs)
    assert {pair.is_same for pair in document_pairs if pair.subset == "held"} == {True, False}


def test_report_is_found_by_any_character_of_its_excerpts() -> None:
    texts = {"a": "Russian drones hit Sumy on 12 March.", "b": "On 12 March, Russian drones attacked Sumy."}
    texts["c"] = "Russian drones hit Lviv on 12 March."
    published = date(2024, 3, 12)
    parsed_reports = [parse_document(Document(id=name, text=text, published=published)) for name, text in texts.items()]
    merged = MergeResult(report for each in parsed_reports for report in each)
    one, other, third, nowhere = (
        Place("a", "text", 3),
        Place("b", "text", 0),
        Place("c", "text", 0),
        Place("a", "title", 0),
    )
    document_pairs = [
        Judged(True, "seen", one, other),
        Judged(False, "seen", one, third),
        Judged(True, "seen", one, nowhere),
    ]
    assert merged.find_strike(nowhere) is None
    assert merged.score_pairs(document_pairs) == PairScore(true_positives=1, false_positives=0, false_negatives=1)
