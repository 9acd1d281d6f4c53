"""RSS and Atom: items with their texts; no feed expands to gigabytes."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.event import Document
from model.reading import Problem
from tests.support.file_reading import read_document, read_documents, read_items, read_problem_lines

RSS = """<?xml version="1.0" encoding="%s"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Harbour Post</title><link>https://harbour.example</link>
<item><title>Depot burns &amp; port shut</title><link>https://harbour.example/1</link>
<guid isPermaLink="false">h-1</guid>
<pubDate>Tue, 12 Mar 2024 23:30:00 +0200</pubDate>
<description>&lt;p&gt;Three drones hit a &lt;b&gt;depot&lt;/b&gt;.&lt;/p&gt;</description>
<content:encoded>
<![CDATA[<p>Three drones hit a <b>depot</b> outside Бєлгород.</p><p>Nobody was hurt.</p>]]></content:encoded>
</item>
<item><title>Two drones shot down over the port</title><link>https://harbour.example/2</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Port news</title>
<entry><id>tag:port.example,2024:7</id><title>Depot burns</title><updated>2024-03-13T01:00:00Z</updated>
<link href="https://port.example/7"/><summary>Three drones hit a depot.</summary></entry></feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_rss_items_are_documents(tmp_path: Path, encoding: str) -> None:
    first, second = read_documents(tmp_path / "a.xml", (RSS % encoding).encode(encoding))
    assert first.text == "Three drones hit a depot outside Бєлгород.\nNobody was hurt."
    assert (first.id, first.id_given, first.title) == ("h-1", True, "Depot burns & port shut")
    assert (first.source, first.url) == ("The Harbour Post", "https://harbour.example/1")
    assert (first.published, first.published_from) == (date(2024, 3, 12), "record")
    assert (second.text, second.title, second.id) == ("Two drones shot down over the port", None, "a:2")


def test_atom_entries_are_documents(tmp_path: Path) -> None:
    document = read_document(tmp_path / "a.atom", ATOM)
    assert (document.id, document.source, document.url) == (
        "tag:port.example,2024:7",
        "Port news",
        "https://port.example/7",
    )
    assert (document.published, document.published_weak) == (date(2024, 3, 13), True)


def test_other_xml_is_one_line(tmp_path: Path) -> None:
    assert read_problem_lines(tmp_path / "a.xml", "<?xml version='1.0'?><kml><Placemark/></kml>") == [
        "a.xml: is not a feed (RSS or Atom)"
    ]
    assert read_problem_lines(tmp_path / "b.xml", "<rss><channel></channel></rss>") == ["b.xml: has no items"]


def test_empty_body_leaves_the_headline(tmp_path: Path) -> None:
    item = "<item><title>Depot burns</title><description/><content:encoded/></item>"
    assert read_document(tmp_path / "a.xml", f"<rss><channel>{item}</channel></rss>").text == "Depot burns"
    items = read_items(tmp_path / "b.xml", (RSS % "utf-8").replace("content:encoded", "content"))
    assert isinstance(items[0], Document)


def test_truncated_feed_gives_its_complete_items(tmp_path: Path) -> None:
    items = read_items(tmp_path / "a.rss", RSS[: RSS.index("</channel>")] % "utf-8")
    assert isinstance(items[0], Document)
    assert str(items[-1]).endswith("a.rss: is cut off; get the feed again")


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    item = "<rss><channel><item><title>&x;</title></item></channel></rss>"
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]>{item.replace("x", "l11")}'
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{item}'
    began = time.process_time()
    for content in (bomb, outside):
        assert read_problem_lines(tmp_path / "a.xml", content) == [
            "a.xml: declares entities of its own, which no feed needs; it is not read"
        ]
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 300_000,
        "<title " + " ".join(f'a{n}="x"' for n in range(50_000)) + ">x</title>",
        "<title " + " ".join(f"a{n}=x" for n in range(50_000)) + ">x</title>",
    ],
)
def test_input_with_quadratic_parse_time_is_refused(tmp_path: Path, inside: str) -> None:
    content = f"<rss><channel><item>{inside}</item></channel></rss>"
    assert read_problem_lines(tmp_path / "a.xml", content) == ["a.xml: is not a readable feed; get it again"]


def test_deep_nesting_raises_nothing(tmp_path: Path) -> None:
    deep = "<rss><channel><item><description>" + "<div>" * 900 + "A drone hit a depot."
    assert read_items(tmp_path / "a.xml", deep)
    escaped = (
        "<rss><channel><item><description>"
        + "&lt;div&gt;" * 20_000
        + "A drone hit.</description></item></channel></rss>"
    )
    assert read_document(tmp_path / "b.xml", escaped).text == "A drone hit."


@given(content=st.binary(max_size=200) | st.text("<>&;/!ab \n\0'\"=", max_size=200).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_any_feed_is_documents_or_problems(tmp_path: Path, content: bytes) -> None:
    for item in read_items(tmp_path / "a.xml", b"<rss><channel><item><title>x</title><description>" + content):
        str(item).encode() if isinstance(item, Problem) else item.text.encode()
