"""Front matter: its fields describe the text, and it stays in the text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.event import Document
from model.parsing import parse_document
from model.reading import Problem
from tests.support.file_reading import read_document, read_items

STORY = "Three drones hit a depot outside Belgorod.\n"
YAML = """---
title: "Depot burns: what is known"
published_at: 2024-03-12T08:00:00
site: The Harbour Post
author: the newsroom
link: https://harbour.example/depot
tags: [fire, drones]
---

"""
TOML = """+++
title = "Depot burns: what is known"
date = 2024-03-12
site = "The Harbour Post"
url = "https://harbour.example/depot"
+++

"""


@pytest.mark.parametrize("matter", [YAML, TOML, YAML.replace("\n", "\r\n")])
def test_front_matter_describes_the_text_and_stays_in_it(tmp_path: Path, matter: str) -> None:
    document = read_document(tmp_path / "2020-01-01.md", matter + STORY)
    assert document.text == matter + STORY
    assert (document.title, document.source) == ("Depot burns: what is known", "The Harbour Post")
    assert (document.url, document.published) == ("https://harbour.example/depot", date(2024, 3, 12))


def test_author_is_used_if_no_source_is_named(tmp_path: Path) -> None:
    assert read_document(tmp_path / "a.md", f"---\nauthor: the newsroom\n---\n{STORY}").source == "the newsroom"


def test_invalid_front_matter_is_reported_and_the_text_read(tmp_path: Path) -> None:
    text = f"---\ntitle: Depot: burns\n---\n{STORY}"
    problem, document = read_items(tmp_path / "a.md", text)
    assert "a.md: its front matter is not read: mapping values are not allowed here at line 2" in str(problem)
    assert isinstance(document, Document)
    assert (document.text, document.title) == (text, None)


@pytest.mark.parametrize(
    "text",
    [
        f"---\n\nA line between rules: nothing else.\n---\n{STORY}",
        f"---\n- a\n- b\n---\n{STORY}",
        f"---\ntitle: Depot burns\n{STORY}",
        f"{STORY}---\ntitle: Depot burns\n---\n",
    ],
)
def test_rules_around_prose_are_not_front_matter(tmp_path: Path, text: str) -> None:
    assert read_document(tmp_path / "a.md", text).title is None


@pytest.mark.parametrize(
    "matter",
    [
        "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{n}: &{n} [{','.join(['*' + p] * 9)}]\n" for p, n in zip("abcdefghi", "bcdefghij", strict=True))
        + "---\n",
        "---\ntitle: " + "[" * 5_000 + "\n---\n",
        "+++\ntitle = " + "[" * 5_000 + "\n+++\n",
        "---\n!!python/object/apply:os.system ['true']\n---\n",
        "---\ntitle: \x07bell\n---\n",
    ],
)
def test_hostile_front_matter_is_harmless(tmp_path: Path, matter: str) -> None:
    items = read_items(tmp_path / "a.md", matter + STORY)
    assert isinstance(items[-1], Document)
    assert items[-1].text == matter + STORY


@given(matter=st.text("ab:-&*![]{}<'\"\n \t#|>%@", max_size=60) | st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_any_front_matter_is_read_or_reported(tmp_path: Path, matter: str) -> None:
    for fence in ("---", "+++"):
        for item in read_items(tmp_path / "a.md", f"{fence}\n{matter}\n{fence}\n{STORY}".encode("utf-8", "replace")):
            str(item).encode() if isinstance(item, Problem) else str(item.title).encode()


def test_front_matter_gives_no_strike(tmp_path: Path) -> None:
    matter = (
        "---\ntitle: Ukraine talks\ndescription: Russian drones killed seven people in Lviv on 1 March 2024.\n---\n"
    )
    story = "On 9 March 2024 Russia launched 12 drones at Kharkiv, killing two people."
    document = read_document(tmp_path / "a.md", f"{matter}\n{story}\n")
    [report] = parse_document(document)
    assert report.excerpts[0].text in story
    assert report.excerpts[0].is_verbatim_in(document)
