"""CSV and TSV: columns are recognised by their usual names or named by the user; invalid rows are skipped."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.event import Document
from model.reading import Problem, find_sources, read_source
from model.reading.field_aliases import FieldColumns
from tests.support.file_reading import read_document, read_documents, read_items, read_problem_lines

STORY = "Three drones hit a depot outside Belgorod."


def test_columns_are_recognised_by_their_usual_names(tmp_path: Path) -> None:
    content = f'GUID,Headline,Publish Date,Outlet,Link,Full_Text\nh-1,Depot burns,2024-03-12,Post,https://h.example,"{STORY}"\n'
    document = read_document(tmp_path / "a.csv", content)
    assert document == Document(
        id="h-1",
        id_given=True,
        text=STORY,
        title="Depot burns",
        published=date(2024, 3, 12),
        published_from="record",
        published_text="2024-03-12",
        source="Post",
        url="https://h.example",
    )


@pytest.mark.parametrize(
    "name", ["published", "date", "pubdate", "publish_date", "published_at", "created_at", "datePublished"]
)
def test_each_usual_name_of_the_date_column_is_recognised(name: str) -> None:
    assert FieldColumns().columns_by_field(["x", name])["published"] == [name]


def test_columns_can_be_named_by_the_user(tmp_path: Path) -> None:
    content = f"date,gathered_on,words,more\n2020-01-01,2024-03-12,{STORY},x\n"
    document = read_document(tmp_path / "a.csv", content, columns={"published": "gathered_on", "text": "Words"})
    assert (document.published, document.text) == (date(2024, 3, 12), STORY)


def test_missing_column_is_reported(tmp_path: Path) -> None:
    problems = read_problem_lines(tmp_path / "a.csv", f"date,text\n2024-03-12,{STORY}\n", {"published": "dat"})
    assert problems == ["a.csv: has no column dat; its columns are date, text"]


def test_first_nonempty_text_column_is_the_text(tmp_path: Path) -> None:
    documents = read_documents(tmp_path / "a.csv", f"title,content,description\nA,,{STORY}\nB,Longer words.,{STORY}\n")
    assert [item.text for item in documents] == [STORY, "Longer words."]


@pytest.mark.parametrize(("ending", "mark"), [("csv", ","), ("csv", ";"), ("csv", "|"), ("tsv", "\t"), ("csv", "\t")])
def test_delimiters_are_recognised(tmp_path: Path, ending: str, mark: str) -> None:
    content = (
        mark.join(["id", "text"]) + "\r\n" + mark.join(["7", f'"{STORY}\r\nSecond line, with ""quotes""."']) + "\r\n"
    )
    document = read_document(tmp_path / f"a.{ending}", content)
    assert (document.id, document.text) == ("7", f'{STORY}\r\nSecond line, with "quotes".')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    story = "Вночі над містом збили дванадцять безпілотників, ніхто не постраждав."
    assert read_document(tmp_path / "a.csv", f'id,text\n1,"«{story}»"\n'.encode(encoding)).text == f"«{story}»"


def test_row_without_id_is_named_by_its_line(tmp_path: Path) -> None:
    documents = read_documents(tmp_path / "wire.csv", f'text\n"{STORY}\nMore."\n\n{STORY}\n')
    assert [(item.id, item.id_given) for item in documents] == [("wire:2", False), ("wire:5", False)]


def test_invalid_row_does_not_affect_others(tmp_path: Path) -> None:
    content = f"id,text\n1,{STORY}\n2,caf\xe9 \u2019\n3\n4,{STORY},x,y\n"
    items = read_items(
        tmp_path / "a.csv", ("x" * 70_000 + f",text\n1,{STORY}\n").encode() + b"2,caf\xe9\n" + b"3," + STORY.encode()
    )
    assert [type(item) for item in items] == [Document, Problem, Document]
    assert str(items[1]).endswith("a.csv, line 3: is not UTF-8; save the file as UTF-8")
    assert read_problem_lines(tmp_path / "b.csv", content) == [
        'b.csv, line 4: the record has no text; the article belongs under the key "text"',
        "b.csv, line 5: has more values than columns: 4 for 2; put those with a comma in quotation marks",
    ]


def test_unclosed_quotation_mark_is_reported(tmp_path: Path) -> None:
    content = f'id,text\n1,{STORY}\n2,"{STORY}\n' + f"3,{STORY}\n" * 5
    items = read_items(tmp_path / "a.csv", content)
    assert [item.id for item in items if isinstance(item, Document)] == ["1"]
    assert "a.csv, line 3: a quotation mark is not closed" in str(items[-1])
    assert str(items[-1]).endswith("lines 3 to 8 are not read; correct it")


def test_quotation_mark_inside_a_value_must_be_doubled(tmp_path: Path) -> None:
    items = read_items(tmp_path / "a.csv", f'id,text\n1,"so "called" drones"\n2,{STORY}\n3,"{STORY} 6"" shells"\n')
    assert [type(item) for item in items] == [Problem, Document, Document]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "a.csv: is empty"),
        ("\n\n", "a.csv: has no rows"),
        ("id,text\n\n", "a.csv: has no rows below its header"),
        (
            "id,name,count\n1,x,5\n",
            "a.csv: no column has articles (its columns are id, name, count); if one does, name it",
        ),
        ("x\0y\0", "a.csv: is binary, not text; save it as UTF-8 text"),
    ],
)
def test_unrelated_table_is_one_line(tmp_path: Path, content: str, expected: str) -> None:
    [line] = read_problem_lines(tmp_path / "a.csv", content)
    assert line.startswith(expected)


def test_endless_line_does_not_affect_others(tmp_path: Path) -> None:
    content = b"id,text\n1," + b"x" * (20 << 20) + b"\n2," + STORY.encode() + b"\n"
    problem, document = read_items(tmp_path / "a.csv", content)
    assert "a.csv, line 2: is longer than 8 MB" in str(problem)
    assert isinstance(document, Document)


def test_truncated_gzip_table_is_read_as_far_as_possible(tmp_path: Path) -> None:
    rows = "".join(f"{n},{STORY} {hash(n) * 7919}\n" for n in range(3000))
    items = read_items(tmp_path / "a.csv.gz", gzip.compress(f"id,text\n{rows}".encode())[:-500])
    assert isinstance(items[0], Document)
    assert str(items[-1]).endswith("a.csv.gz: the gzip data is broken; get the file again")


def test_memory_stays_flat_over_a_long_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n" + "".join(f'{n},"{STORY * 20}"\n' for n in range(8_000)))
    [source] = find_sources([str(path)])
    tracemalloc.start()
    count = sum(isinstance(item, Document) for item in read_source(source, used_ids={}))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 8_000
    assert peak < 4 << 20 < path.stat().st_size


@given(content=st.binary(max_size=300) | st.text('id,text"\n\r\t;ab\0é', max_size=200).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_any_table_is_documents_or_problems(tmp_path: Path, content: bytes) -> None:
    for item in read_items(tmp_path / "a.csv", b"id,text\n" + content):
        str(item).encode() if isinstance(item, Problem) else item.text.encode()
