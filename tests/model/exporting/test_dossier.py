"""The dossier in Markdown and HTML: each source is quoted with its claim; no quoted text becomes markup or a link."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from model.event import Trace
from model.exporting import ExportStamp
from model.exporting.dossier import safe_link
from model.text.sanitize import sanitize
from tests.support import event_factories as factories
from tests.support.sample_strike import (
    FIRST_REPORT,
    NOTE_DOCUMENT,
    STRIKE,
    UNDATED_STRIKE,
    WIRE_DOCUMENT,
    export_text,
    make_repeated_text_strike,
)

MARKUP = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp; &#60;", "*a* _b_ **c** ~~d~~"),
    *("[x](javascript:alert(1))", "![x](https://example.org/x.png)", "<https://example.org>", "`code`", "a | b"),
    *("# heading", "- item", "+ item", "1. item", "7) item", "> quote", "===", "---", "***", "    code", "```"),
    *("https://example.org/x", "www.example.org", "who@example.org", "[x]: https://example.org", "a\\*b", "$x^2$"),
    *("{{ title }}", "{% raw %}", ": term", '"><b>', "' onclick='x", "-->", "]]>", "a  \nb", "~~~"),
)


class PageParser(HTMLParser):
    """The tags of a page with their attributes, and its text without the style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if not self.tags or self.tags[-1][0] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    @property
    def spaceless(self) -> str:
        return "".join(self.text.split())

    def addresses(self) -> list[str]:
        return [
            value or "" for _, attributes in self.tags for name, value in attributes.items() if name in ("href", "src")
        ]


def render_markdown(markdown: str) -> PageParser:
    """Markdown rendered as on a code forge: with raw HTML, tables, strikethrough and autolinks."""
    return PageParser(MarkdownIt("gfm-like", {"html": True, "linkify": True}).render(markdown))


@pytest.fixture(params=["md", "html"])
def export_format(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def parse_page(export_format: str, exported: str) -> PageParser:
    return render_markdown(exported) if export_format == "md" else PageParser(exported)


def test_each_source_is_quoted_with_its_claim(export_format: str) -> None:
    text = parse_page(export_format, export_text(export_format, STRIKE)).text
    assert "Reported strikes: side:russia since:2023-12" in text
    assert text.index("36 drones at Kyiv") < text.index(WIRE_DOCUMENT.text) < text.index(NOTE_DOCUMENT.text)
    assert "The Harbour Wire, published Sat 30 Dec 2023 (2023-12-30), document wire" in text
    assert "according to “the air force” (Ukraine)" in text
    assert "drone Shahed intercepted according to “the air force” (Ukraine)" in text
    assert "denied by an unnamed speaker (Russia)" in text
    assert "denied by Russia" in text
    assert "2 or more “at least two”" in text
    assert "0 “nobody”" in text
    assert "Made by: strikeview 1.2.3, rules abcdef0123456789" in text
    assert parse_page(export_format, export_text(export_format, STRIKE)).addresses() == [WIRE_DOCUMENT.url]


def test_summary_comes_before_the_strikes(export_format: str) -> None:
    text = parse_page(export_format, export_text(export_format, STRIKE, STRIKE, UNDATED_STRIKE)).text
    assert "3 strikes, from 5 reports" in text
    assert "Russia 2, not stated 1" in text
    assert text.index("from 5 reports") < text.index("1a2b3c4d5e6f")


def test_missing_values_are_marked_as_such(export_format: str) -> None:
    text = parse_page(export_format, export_text(export_format, UNDATED_STRIKE)).text
    assert "undated: place not stated" in text
    assert "no speaker named" in text


def test_empty_dossier_is_complete(export_format: str) -> None:
    assert (
        "0 strikes, from 0 reports"
        in parse_page(export_format, export_text(export_format, stamp=ExportStamp("1", "2"))).text
    )


@pytest.mark.parametrize("text", MARKUP)
def test_no_text_is_markup(export_format: str, text: str) -> None:
    plain, plain_documents = make_repeated_text_strike("calm")
    strike, documents = make_repeated_text_strike(text)
    page = parse_page(
        export_format, export_text(export_format, strike, documents=documents, stamp=ExportStamp("1", "2", text))
    )
    calm = parse_page(
        export_format, export_text(export_format, plain, documents=plain_documents, stamp=ExportStamp("1", "2", "calm"))
    )
    assert [tag for tag, _ in page.tags if tag not in ("a", "p")] == [tag for tag, _ in calm.tags if tag != "p"]
    assert page.addresses() == ([safe_link(text)] if safe_link(text) else [])
    address, spaceless = safe_link(text), "".join(text.split())
    assert page.spaceless.replace(address, "") == calm.spaceless.replace("calm", spaceless).replace(address, "")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_text_is_kept_except_control_characters(text: str) -> None:
    for export_format in ("md", "html"):
        strike, documents = make_repeated_text_strike(text)
        page = parse_page(
            export_format, export_text(export_format, strike, documents=documents, stamp=ExportStamp("1", "2"))
        )
        assert "".join(sanitize(" ".join(text.split())).split()) in page.spaceless
        assert not page.addresses()


def test_page_runs_and_fetches_nothing() -> None:
    exported = export_text("html", STRIKE)
    tags = [tag for tag, _ in PageParser(exported).tags]
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(tags)
    style = re.search("<style>(.*)</style>", exported, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in exported
    assert not re.search("@import|url\\(", style[1])


def test_words_of_a_value_are_highlighted_in_the_page() -> None:
    first = FIRST_REPORT.model_copy(update={"trace": {"killed": Trace(rule="killed.died", start=82, end=94)}})
    exported = export_text("html", STRIKE.model_copy(update={"reports": (first,)}))
    assert '; <mark title="killed">at least two</mark> died.</blockquote>' in exported


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"),
        *("//example.org/x", "example.org", "https://", "https:///x", "http://[", "ftp://example.org", "", None),
    ],
)
def test_non_web_address_is_not_a_link(url: str | None) -> None:
    assert safe_link(url) == ""


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        (" https://example.org/a b>c<d\\e`f ", "https://example.org/a%20b%3Ec%3Cd%5Ce%60f"),
        ('http://example.org/"onclick=x', "http://example.org/%22onclick=x"),
        ("https://example.org/\u202egpj.exe", "https://example.org/%E2%80%AEgpj.exe"),
        ("https://приклад.укр/новина", "https://приклад.укр/новина"),
    ],
)
def test_address_cannot_end_its_link_or_disguise_itself(url: str, safe: str) -> None:
    assert safe_link(url) == safe


def test_invalid_address_is_not_shown_as_a_link(export_format: str) -> None:
    document = NOTE_DOCUMENT.model_copy(update={"url": "javascript:alert(1)"})
    strike = factories.make_strike(factories.make_report("note", 0, NOTE_DOCUMENT.text))
    assert parse_page(export_format, export_text(export_format, strike, documents={"note": document})).addresses() == []
