"""JSON: articles are streamed from the envelopes of many services, and errors in a file are located."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.event import Document
from model.reading import Problem, find_sources, read_source
from tests.support.file_reading import read_document, read_documents, read_items, read_problem_lines

STORY = "Three drones hit a depot outside Belgorod. Nobody was hurt."
ARTICLE = {"id": "h-1", "headline": "Depot burns", "pub_date": "2024-03-12T08:00:00Z", "body": STORY}


@pytest.mark.parametrize(
    "content",
    [
        [ARTICLE],
        ARTICLE,
        {"status": "ok", "totalResults": 1, "articles": [ARTICLE]},
        {"items": [ARTICLE]},
        {"response": {"status": "ok", "results": [ARTICLE]}},
        {"response": {"docs": [ARTICLE], "meta": {"hits": 1}}},
        {"took": 3, "hits": {"total": {"value": 1}, "hits": [{"_index": "news", "_id": "7", "_source": ARTICLE}]}},
        {"data": [{"type": "article", "attributes": ARTICLE}]},
        {"Results": [ARTICLE], "next": None},
    ],
)
def test_articles_are_found_in_the_envelopes_of_services(tmp_path: Path, content: Any) -> None:
    document = read_document(tmp_path / "a.json", json.dumps(content, indent=1))
    assert (document.id, document.id_given, document.title, document.text) == ("h-1", True, "Depot burns", STORY)
    assert (document.published, document.published_from) == (date(2024, 3, 12), "record")


def test_concatenated_records_are_read(tmp_path: Path) -> None:
    content = "".join(json.dumps({**ARTICLE, "id": n}) + "\n" for n in range(3))
    assert [document.id for document in read_documents(tmp_path / "a.json", content)] == ["0", "1", "2"]


def test_nested_values_are_extracted(tmp_path: Path) -> None:
    post = {
        "id": 12,
        "date": "2024-03-12T10:00:00",
        "link": "https://harbour.example/12",
        "title": {"rendered": "Depot &amp; port"},
        "content": {"rendered": "<p>Three drones hit a <b>depot</b>.</p>\n<p>Nobody was hurt.</p>"},
        "source": {"id": None, "name": "The Harbour Post"},
    }
    document = read_document(tmp_path / "a.json", json.dumps([post]))
    assert document.text == "Three drones hit a depot.\nNobody was hurt."
    assert (document.source, document.url) == ("The Harbour Post", "https://harbour.example/12")


def test_list_of_paragraphs_is_one_text(tmp_path: Path) -> None:
    document = read_document(
        tmp_path / "a.json", json.dumps([{"body": ["Three drones hit a depot.", "Nobody was hurt."]}])
    )
    assert document.text == "Three drones hit a depot.\nNobody was hurt."
    assert (document.id, document.id_given) == ("a:1", False)


def test_plain_text_is_kept_exactly_and_html_is_reduced(tmp_path: Path) -> None:
    html = "<p>Three drones &amp; a missile.</p><script>x()</script>"
    assert read_document(tmp_path / "a.json", json.dumps([{"text": html}])).text == html
    assert read_document(tmp_path / "b.json", json.dumps([{"content_html": html}])).text == "Three drones & a missile."


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1710230400, date(2024, 3, 12)),
        (1710230400000, date(2024, 3, 12)),
        ("1710230400", date(2024, 3, 12)),
        ("20240312T080000Z", date(2024, 3, 12)),
        ("Tue, 12 Mar 2024 23:30:00 +0200", date(2024, 3, 12)),
        (20240312, None),
        (True, None),
    ],
)
def test_dates_are_read_in_export_formats(tmp_path: Path, value: object, day: date | None) -> None:
    items = read_items(tmp_path / "a.json", json.dumps([{"text": STORY, "created_at": value}]))
    assert isinstance(items[-1], Document)
    assert items[-1].published == day


def test_keys_can_be_named_by_the_user(tmp_path: Path) -> None:
    content = json.dumps([{"when": "2024-03-12", "date": "2020-01-01", "inner": {"words": STORY}}])
    document = read_document(tmp_path / "a.json", content, columns={"published": "when", "text": "inner.words"})
    assert (document.published, document.text) == (date(2024, 3, 12), STORY)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '{"name": "x", "version": [1, {"a": 2}]}',
            "a.json: has no articles; if it does, name the key of their text",
        ),
        ("[1, 2, [3]]", "a.json: has no articles"),
        ("12", "a.json: has no articles"),
        (
            '[{"text": "A drone hit a depot."}, {"text": ',
            "a.json, after article 1: invalid JSON: it is cut off; correct",
        ),
        (
            '[{"text": "A drone hit a depot."}, {"text": NaN}]',
            "a.json, after article 1: invalid JSON: NaN where JSON has null; correct the file",
        ),
        ("\0\1\2", "a.json: invalid JSON"),
        ("[" * 100_000, "a.json: too deeply nested"),
        ('{"a":' * 100_000, "a.json: too deeply nested"),
        ('{"data":' * 100_000, "a.json: too deeply nested"),
        ("[" + "9" * 100_000 + "]", "a.json: invalid JSON"),
    ],
)
def test_errors_are_reported_in_one_line(tmp_path: Path, content: str, expected: str) -> None:
    [line] = read_problem_lines(tmp_path / "a.json", content)
    assert line.startswith(expected)


def test_records_before_the_error_are_read(tmp_path: Path) -> None:
    content = json.dumps([{**ARTICLE, "id": n} for n in range(500)])[:-40]
    items = read_items(tmp_path / "a.json", content)
    assert len([item for item in items if isinstance(item, Document)]) == 499
    assert isinstance(items[-1], Problem)


def test_record_without_text_among_articles_is_reported(tmp_path: Path) -> None:
    content = json.dumps([{"id": 1}, ARTICLE, {"id": 2}])
    assert [line.partition(";")[0] for line in read_problem_lines(tmp_path / "a.json", content)] == [
        "a.json, article 1: the record has no text",
        "a.json, article 3: the record has no text",
    ]


def test_other_json_encodings_are_read(tmp_path: Path) -> None:
    assert read_document(tmp_path / "a.json", json.dumps([ARTICLE]).encode("utf-8-sig")).id == "h-1"
    assert read_problem_lines(tmp_path / "b.json", json.dumps([ARTICLE]).encode("utf-16"))[0].startswith(
        "b.json: is UTF-16"
    )


def test_memory_stays_flat_over_a_long_array(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("w") as file:
        file.write("[")
        for number in range(8_000):
            file.write(json.dumps({"id": number, "text": STORY * 20}) + ",")
        file.write('{"id": "last", "text": "' + STORY + '"}]')
    [source] = find_sources([str(path)])
    used_ids: dict[str, int] = {}
    tracemalloc.start()
    count = sum(isinstance(item, Document) for item in read_source(source, used_ids=used_ids))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 8_001
    assert peak < 4 << 20 < path.stat().st_size


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "articles", "data", "messages", "id", "type", "name", "date"]), inner
        )
    ),
    max_leaves=12,
)


@given(content=json_values.map(json.dumps) | st.text(max_size=100))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_any_json_is_documents_or_problems(tmp_path: Path, content: str) -> None:
    for item in read_items(tmp_path / "a.json", content.encode("utf-8", "surrogatepass")):
        str(item).encode() if isinstance(item, Problem) else item.text.encode()
