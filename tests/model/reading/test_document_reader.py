"""Files of every format become documents with their exact text, or one line of error each."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.event import Document
from model.problem import ProblemSummary
from model.reading import Problem, find_sources, read_source
from model.reading.encoding import MAX_TEXT_BYTES
from tests.support.file_reading import read_document, read_items, read_problem_lines

STORY = "Three drones hit a depot outside Belgorod.\r\nNobody was hurt, the governor’s office said.\n"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Depot burns | The Harbour Post</title>
<meta property="og:title" content="Depot burns"><meta property="og:site_name" content="The Harbour Post">
%s<link rel="canonical" href="https://harbour.example/depot"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Depot burns</h1>
<p>An oil depot outside Belgorod burned on Monday after what officials called an attack by three drones.</p>
<p>Two of the drones were shot down, the governor’s office said, and nobody was hurt in the fire.</p>
<p>On January 5, 2022 the same depot had burned before, neighbours recalled, though then by accident.</p>
</article><footer>Share this 12 times</footer></body></html>"""


def make_record(**values: object) -> str:
    return json.dumps({"id": "a", "text": STORY, **values}, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", ["raid.txt", "raid.md", "RAID.TXT"])
def test_text_is_kept_exactly(tmp_path: Path, name: str) -> None:
    document = read_document(tmp_path / name, STORY)
    assert (document.id.lower(), document.text, document.title, document.published) == ("raid", STORY, None, None)


def test_front_matter_and_headings_stay_in_the_text(tmp_path: Path) -> None:
    text = f"---\ndate: 2024-03-12\n---\n# Depot burns\n\n{STORY}"
    document = read_document(tmp_path / "2020-01-01.md", text)
    assert document.text == text
    assert (document.published, document.published_from, document.published_text) == (
        date(2024, 3, 12),
        "text",
        "date: 2024-03-12",
    )


def test_update_stamp_is_a_weak_date(tmp_path: Path) -> None:
    document = read_document(tmp_path / "a.txt", f"Updated: 4:25 AM, Tue March 12, 2024\n\n{STORY}")
    assert (document.published, document.published_weak) == (date(2024, 3, 12), True)


def test_file_name_dates_only_undated_documents(tmp_path: Path) -> None:
    document = read_document(tmp_path / "2024-03-12-depot.txt", STORY, date(2020, 1, 1))
    assert (document.published, document.published_from) == (date(2024, 3, 12), "file name")


def test_given_date_is_the_last_resort(tmp_path: Path) -> None:
    document = read_document(tmp_path / "a.txt", STORY, date(2024, 3, 12))
    assert (document.published, document.published_from) == (date(2024, 3, 12), "user")


def test_page_gives_its_article_and_metadata(tmp_path: Path) -> None:
    stamp = '<meta property="article:published_time" content="2024-03-12T23:30:00+02:00">'
    document = read_document(tmp_path / "a.html", PAGE % stamp)
    assert "attack by three drones" in document.text
    assert "Share this" not in document.text
    assert (document.title, document.source, document.url) == (
        "Depot burns",
        "The Harbour Post",
        "https://harbour.example/depot",
    )
    assert (document.published, document.published_from) == (date(2024, 3, 12), "page")


def test_page_is_not_dated_by_its_prose(tmp_path: Path) -> None:
    assert read_document(tmp_path / "a.html", PAGE % "").published is None


def test_page_may_have_a_future_date(tmp_path: Path) -> None:
    stamp = '<meta property="article:published_time" content="2091-03-12">'
    assert read_document(tmp_path / "a.html", PAGE % stamp).published == date(2091, 3, 12)


def test_page_is_read_in_its_declared_encoding(tmp_path: Path) -> None:
    page = (PAGE % "").replace("utf-8", "windows-1251").replace("Belgorod", "Белгород")
    assert "Белгород" in read_document(tmp_path / "a.htm", page.encode("cp1251")).text


def test_page_without_an_article_is_a_problem(tmp_path: Path) -> None:
    page = "<html><head><title>x</title></head><body><script>1</script></body></html>"
    assert read_problem_lines(tmp_path / "a.html", page) == [
        "a.html: has no article text; save the article's text as a .txt file"
    ]


def test_record_has_its_fields(tmp_path: Path) -> None:
    line = make_record(
        title="Depot burns", published="2024-03-12T23:59:51Z", source="The Harbour Post", url="https://h.example"
    )
    document = read_document(tmp_path / "a.jsonl", line)
    assert document == Document(
        id="a",
        id_given=True,
        text=STORY,
        title="Depot burns",
        published=date(2024, 3, 12),
        published_from="record",
        published_text="2024-03-12T23:59:51Z",
        source="The Harbour Post",
        url="https://h.example",
    )


def test_undated_record_may_have_a_date_in_its_header(tmp_path: Path) -> None:
    document = read_document(
        tmp_path / "2020-01-01.jsonl", make_record(text=f"Published: 12 March 2024\n{STORY}", published=None)
    )
    assert (document.published, document.published_from) == (date(2024, 3, 12), "text")


def test_name_of_a_collection_does_not_date_its_records(tmp_path: Path) -> None:
    assert read_document(tmp_path / "2020-01-01.jsonl", make_record()).published is None


@pytest.mark.parametrize(
    ("value", "identifier"), [(7, "7"), ("x", "x"), (None, "wire:1"), ("", "wire:1"), (True, "wire:1")]
)
def test_record_id_is_its_own_or_its_line(tmp_path: Path, value: object, identifier: str) -> None:
    assert read_document(tmp_path / "wire.jsonl", make_record(id=value)).id == identifier


def test_records_may_be_gzipped_utf16_or_have_odd_line_endings(tmp_path: Path) -> None:
    line = make_record(text="A drone\u2028 hit\x85 a depot.")
    for name, content in (
        ("a.jsonl.gz", gzip.compress(line.encode())),
        ("b.jsonl", line.encode("utf-16")),
        ("c.jsonl", line.encode("utf-8-sig")),
        ("d.jsonl", line.replace("\n", "\r\n").encode()),
        ("e.jsonl", line.rstrip().encode()),
    ):
        assert read_document(tmp_path / name, content).text == "A drone\u2028 hit\x85 a depot."


def test_invalid_line_does_not_affect_others(tmp_path: Path) -> None:
    content = "".join(make_record(id=str(n)) for n in range(1, 17)) + '{"id": "17", "text": }\n' + make_record(id="18")
    items = read_items(tmp_path / "a.jsonl", content)
    assert [item.id for item in items if isinstance(item, Document)] == [*map(str, range(1, 17)), "18"]
    [problem] = [item for item in items if isinstance(item, Problem)]
    assert str(problem) == f"{tmp_path}/a.jsonl, line 17: invalid JSON: Expecting value at column 22; correct the line"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[1]", 'is not a JSON object; write each document as {"id": ..., "text": ...}'),
        ('{"id": "a"}', 'the record has no text; the article belongs under the key "text"'),
        ('{"id": "a", "text": "  "}', 'the record has no text; the article belongs under the key "text"'),
        ('{"id": "a", "text": 5}', 'the record has no text; the article belongs under the key "text"'),
        ("[" * 100_000, "invalid JSON: too deeply nested; correct the line"),
        ('{"text": ' + "9" * 5000 + "}", "invalid JSON: a number too long to read; correct the line"),
        (make_record(published="soon").strip(), 'published is not a date: "soon"; write it as YYYY-MM-DD'),
        (make_record(published=20240312).strip(), "published is not a date: 20240312; write it as YYYY-MM-DD"),
        ('{"text": "half \\ud83d"}', "the text has halves of characters (lone surrogates); each is replaced by U+FFFD"),
    ],
)
def test_errors_in_a_record_are_reported(tmp_path: Path, line: str, expected: str) -> None:
    assert read_problem_lines(tmp_path / "a.jsonl", f"{make_record(id='first')}{line}\n") == [
        f"a.jsonl, line 2: {expected}"
    ]


def test_invalid_date_leaves_the_record_undated(tmp_path: Path) -> None:
    [_, document] = read_items(tmp_path / "a.jsonl", make_record(published="2024-13-40"))
    assert isinstance(document, Document)
    assert document.published is None


def test_line_that_is_not_utf8_does_not_affect_others(tmp_path: Path) -> None:
    content = make_record(id="1").encode() + make_record(id="2").encode("cp1252") + make_record(id="3").encode()
    assert read_problem_lines(tmp_path / "a.jsonl", content)[0].startswith(
        "a.jsonl, line 2: is not UTF-8: wrong at byte"
    )
    assert len(read_items(tmp_path / "a.jsonl", content)) == 3


def test_records_with_equal_ids_are_both_kept(tmp_path: Path) -> None:
    items = read_items(tmp_path / "a.jsonl", make_record() * 3 + make_record(id="a#2"))
    assert [item.id for item in items if isinstance(item, Document)] == ["a", "a#2", "a#3", "a#2#2"]
    assert "a.jsonl, line 2: the id is already taken: a; this one is a#2" in str(items[1])


def test_ids_can_be_made_unique_across_files(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "raid.txt").write_text(STORY)
    used_ids: dict[str, int] = {}
    items = [item for source in find_sources([str(tmp_path)]) for item in read_source(source, used_ids=used_ids)]
    assert [item.id for item in items if isinstance(item, Document)] == ["raid", "raid#2"]


def test_many_problems_of_one_kind_in_a_file_are_one_line(tmp_path: Path) -> None:
    met = ProblemSummary()
    for item in read_items(tmp_path / "a.jsonl", 'wrong\n{"text": ""}\n' * 1000 + "[]\n"):
        assert isinstance(item, Problem)
        met.add_problem(item)
    assert [line.replace(f"{tmp_path}/", "") for _, line in met.iter_lines()] == [
        "a.jsonl: 1,000 cases: invalid JSON (first: line 1, Expecting value at column 1); correct the line",
        'a.jsonl: 1,000 cases: the record has no text (first: line 2); the article belongs under the key "text"',
        'a.jsonl, line 2,001: is not a JSON object; write each document as {"id": ..., "text": ...}',
    ]
    assert list(met.iter_lines()) == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"", "a.txt: is empty"),
        ("a.html", b"", "a.html: is empty"),
        ("a.jsonl", b"", "a.jsonl: is empty"),
        ("a.jsonl", b"\n \n", "a.jsonl: has no records"),
        ("a.txt", b" \n\t", "a.txt: has no text"),
        ("a.txt", b"PK\3\4\0\0", "a.txt: is binary, not text; save it as UTF-8 text"),
        ("a.html", b"GIF\0", "a.html: is binary, not text; save the page again as HTML"),
        ("a.jsonl.gz", b"{}", "a.jsonl.gz, after line 0: the gzip data is broken; get the file again"),
    ],
)
def test_file_without_documents_says_why(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    assert read_problem_lines(tmp_path / name, content) == [expected]


def test_content_before_a_gzip_error_is_read(tmp_path: Path) -> None:
    text = "".join(make_record(id=str(n), title=str(hash(n) * 7919)) for n in range(2000))
    items = read_items(tmp_path / "a.jsonl.gz", gzip.compress(text.encode())[:-400])
    assert isinstance(items[0], Document)
    assert "the gzip data is broken" in str(items[-1])


def test_oversized_texts_and_lines_are_skipped(tmp_path: Path) -> None:
    huge = b"x" * (MAX_TEXT_BYTES + 1)
    expected = ["a.txt: is larger than 64 MB; split it, or make it records (.jsonl)"]
    assert read_problem_lines(tmp_path / "a.txt", huge) == expected
    content = b'{"text": "' + huge + b'"}\n' + make_record(id="next").encode()
    [problem, document] = read_items(tmp_path / "a.jsonl", content)
    assert str(problem).endswith("a.jsonl, line 1: is longer than 64 MB; split the record")
    assert isinstance(document, Document)


@pytest.mark.parametrize("ending", ["txt", "md", "jsonl", "jsonl.gz"])
@given(content=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_any_bytes_are_documents_or_problems(tmp_path: Path, ending: str, content: bytes) -> None:
    for item in read_items(tmp_path / f"a.{ending}", content):
        str(item).encode("utf-8") if isinstance(item, Problem) else item.text.encode("utf-8")


markup = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<html>", "<!--", "<script>", "<table><td>", '<meta charset="', "&#0;", "&#xD800;", "<?xml "]
    )
    | st.text(max_size=30)
).map("".join)


@given(content=st.binary(max_size=300) | markup.map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
def test_any_page_is_a_document_or_a_problem(tmp_path: Path, content: bytes) -> None:
    for item in read_items(tmp_path / "a.html", content):
        str(item).encode("utf-8") if isinstance(item, Problem) else item.text.encode("utf-8")


keys = st.sampled_from(["id", "title", "published", "source", "url", "text"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)


@given(fields=st.dictionaries(keys, st.recursive(scalars, st.lists, max_leaves=3)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_any_record_is_a_document_or_a_problem(tmp_path: Path, fields: dict[str, object]) -> None:
    assert read_items(tmp_path / "a.jsonl", json.dumps(fields) + "\n")


@pytest.mark.parametrize(
    "note",
    [
        "<!-- saved from url=(0030)https://harbour.example/saved -->",
        "<!--\n Page saved with SingleFile \n url: https://harbour.example/saved \n saved date: x\n-->",
    ],
)
def test_saved_page_knows_its_original_address(tmp_path: Path, note: str) -> None:
    page = (PAGE % "").replace('<link rel="canonical" href="https://harbour.example/depot">', "")
    document = read_document(tmp_path / "a.html", page.replace("<html>", f"<html>{note}"))
    assert document.url == "https://harbour.example/saved"


def test_non_web_address_is_not_taken(tmp_path: Path) -> None:
    page = (PAGE % "").replace("https://harbour.example/depot", "javascript:alert(1)")
    assert read_document(tmp_path / "a.html", page).url is None


@pytest.mark.parametrize(
    ("package", "name", "content", "expected"),
    [
        ("pypdf", "a.pdf", b"%PDF-1.4", "a.pdf: PDF needs one more package; install strikeview[pdf]"),
        ("warcio", "a.warc", b"WARC/1.0", "a.warc: WARC needs one more package; install strikeview[warc]"),
    ],
)
def test_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, name: str, content: bytes, expected: str
) -> None:
    for module in [module for module in sys.modules if module.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    assert read_problem_lines(tmp_path / name, content) == [expected]
