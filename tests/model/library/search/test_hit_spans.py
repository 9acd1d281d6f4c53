"""Where search words occur in a text: spans of the original text, even if folding changes its length."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.library.search.hit_spans import MAX_HITS, find_hits
from model.text.folding import fold_text

TEXT = st.text(
    st.one_of(st.sampled_from("aAbé\u0301й ,-_.½ﬁßİŉ…\u00a0\u0345ǅК東1"), st.characters(codec="utf-8")),
    max_size=60,
)
WORDS = st.lists(TEXT, max_size=3)


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("Drones struck; a drone fell.", ["drone*"], ["Drones", "drone"]),
        ("Drones struck; a drone fell.", ["drone"], ["drone"]),
        ("The airdrone is no drone", ["drone*"], ["drone"]),
        ("Café and CAFE\u0301, cafés", ["cafe"], ["Café", "CAFE\u0301"]),
        ("the power\n  station, the power-station", ["power station"], ["power\n  station", "power-station"]),
        ("power stations", ["power station*", "power*"], ["power stations"]),
        ("Кривий Ріг… Кри\u0301вий", ["кривии*"], ["Кривий", "Кри\u0301вий"]),
        ("An S-300, an S 300", ["s-300"], ["S-300", "S 300"]),
        ("Die Straße zur STRASSE", ["strasse"], ["Straße", "STRASSE"]),
        ("snake_case", ["snake", "case"], ["snake", "case"]),
        ("½ of it", ["1", "2"], ["½"]),
        ("anything", ["", "*", "-"], []),
        ("anything", [], []),
        ("", ["a*"], []),
    ],
)
def test_hits_are_spans_of_the_text(text: str, phrases: list[str], expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_hits(text, phrases)] == expected


def test_hits_are_limited() -> None:
    assert len(find_hits("word " * (MAX_HITS + 5), ["word"])) == MAX_HITS


@given(TEXT, WORDS)
@example("½", ["1", "2"])
@example("\u0345a", ["a"])
def test_hits_are_ordered_disjoint_and_fold_to_the_phrase(text: str, phrases: list[str]) -> None:
    spans = find_hits(text, phrases)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert end == len(text) or not unicodedata.combining(text[end])
        folded = f" {fold_text(text[start:end])} "
        assert any(f" {fold_text(phrase)}" in folded for phrase in phrases if fold_text(phrase))
        last = end


@given(TEXT, TEXT, st.booleans())
@example("a b", "a", True)
def test_search_results_contain_hits(text: str, phrase: str, begins: bool) -> None:
    words = fold_text(phrase)
    query = f"{phrase}*" if begins else phrase
    if words:
        there = f" {words}" if query.endswith("*") else f" {words} "
        assert bool(find_hits(text, [query])) is (there in f" {fold_text(text)} ")
