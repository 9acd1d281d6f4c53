"""The generated library: merged as intended, quoted from its documents, and reproducible."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from bench.synthetic.corpus import generate_articles, generate_batches, generate_day_json, parse_day_json
from bench.synthetic.make_library import make_library
from bench.synthetic.strikes import count_day_strikes
from model.event import ExtractedDocument, Report
from model.library import Library
from model.merging import merge_reports
from model.parsing import parse_document
from model.query import Query


@pytest.fixture(scope="module")
def documents_of_a_day() -> list[ExtractedDocument]:
    """A day of a library of 300,000 strikes."""
    return parse_day_json(generate_day_json(1_000, 300_000))


def test_every_value_is_quoted_from_its_document(documents_of_a_day: list[ExtractedDocument]) -> None:
    for account in documents_of_a_day:
        for report in account.reports:
            Report.model_validate(report.model_dump(by_alias=True), context={"document": account.document})


def test_merging_yields_the_intended_strikes(documents_of_a_day: list[ExtractedDocument]) -> None:
    reports = [report for account in documents_of_a_day for report in account.reports]
    strikes = merge_reports(reports)
    assert 2.5 < len(reports) / len(strikes) < 3.5
    assert abs(len(strikes) - count_day_strikes(1_000, 300_000)) <= 2
    assert max(len(account.reports) for account in documents_of_a_day) == 20
    assert any(strike.disputed for strike in strikes)
    assert any(strike.scope == "summary" for strike in strikes)


def test_number_of_processes_changes_nothing() -> None:
    one, three = (list(chain.from_iterable(generate_batches(400, processes))) for processes in (1, 3))
    assert one == three


def test_library_holds_the_requested_number_of_strikes(tmp_path: Path) -> None:
    library_path = make_library(tmp_path / "made.db", 400)
    assert abs(library_path.strike_count - 400) <= 4
    with Library(tmp_path / "made.db") as library:
        assert library.count_filters(Query()).total == library_path.strike_count
        assert library.count_documents() == library_path.document_count


def test_parser_reads_the_articles() -> None:
    parsed_articles = [(article, parse_document(article)) for article in generate_articles(20, 4_000, seed=1)]
    assert all(4_000 <= len(article.text) < 5_000 for article, _ in parsed_articles)
    assert sum(len(reports) for _, reports in parsed_articles) > 40
