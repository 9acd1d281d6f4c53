"""Which characters `sanitize` lets through to a terminal, and which it replaces by marks."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from model.text.sanitize import MAX_COMBINING_PER_BASE, REPLACEMENT, sanitize

ANY_TEXT = st.text(st.characters(exclude_categories=()))
NASTY_TEXT = st.text(
    st.sampled_from("a є\u0301\u0308\u0336\u20dd\u0903\x1b\x00\x7f\x9b\n\t\u202e\u200b\ufe0f\ud800\u4e2d")
)


@given(ANY_TEXT | NASTY_TEXT)
def test_no_control_character_is_kept_and_the_length_stays(text: str) -> None:
    sanitized = sanitize(text)
    assert len(sanitized) == len(text)
    assert not {unicodedata.category(c) for c in sanitized} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mc", "Me"}
    assert sanitize(sanitized) == sanitized
    sanitized.encode()  # a lone surrogate would end the program here


@given(ANY_TEXT | NASTY_TEXT)
def test_combining_characters_are_few_and_stay_on_a_base(text: str) -> None:
    run, base = 0, " "
    for character in sanitize(text):
        if unicodedata.category(character) == "Mn":
            run += 1
            assert run <= MAX_COMBINING_PER_BASE
            assert not base.isspace()
            assert base != REPLACEMENT
        else:
            run, base = 0, character


@given(ANY_TEXT | NASTY_TEXT)
def test_ascii_only_is_printable_ascii_of_the_same_length(text: str) -> None:
    sanitized = sanitize(text, ascii_only=True)
    assert len(sanitized) == len(text)
    assert sanitized.isascii()
    assert not sanitized or sanitized.isprintable()
    assert sanitize(sanitized, ascii_only=True) == sanitized


@given(ANY_TEXT | NASTY_TEXT)
def test_keeping_newlines_keeps_nothing_else(text: str) -> None:
    assert sanitize(text, keep="\n").replace("\n", "\N{SYMBOL FOR LINE FEED}") == sanitize(text)


@pytest.mark.parametrize(
    ("text", "sanitized"),
    [
        ("plain words, 122 missiles", "plain words, 122 missiles"),
        ("Київ — “Ґудзик”, 20 °C, №5", "Київ — “Ґудзик”, 20 °C, №5"),
        ("a\u00a0b", "a\u00a0b"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x9b31m\x7f\x00\n\t", f"{REPLACEMENT}31m␡␀␊␉"),
        ("\u202eabc\u2066", f"{REPLACEMENT}abc{REPLACEMENT}"),
        ("soft\u00adhyphen\u200b\ufeff\u2028", f"soft{REPLACEMENT}hyphen{REPLACEMENT * 3}"),
        ("Краї\u0301на і\u0308", "Краї\u0301на і\u0308"),
        ("z\u0300\u0301\u0302\u0303", f"z\u0300\u0301{REPLACEMENT * 2}"),
        ("\u0301 \u0301", f"{REPLACEMENT} {REPLACEMENT}"),
        ("\U0001f1fa\U0001f1e6", "🅄🄰"),
        ("中文", "中文"),
        ("\ue000\U000e0041\ufffa\ud800\u0378", REPLACEMENT * 5),
        ("1\ufe0f\u20e3 \u1160 \U0001f3fb", f"1{REPLACEMENT * 2} {REPLACEMENT} {REPLACEMENT}"),
    ],
)
def test_examples(text: str, sanitized: str) -> None:
    assert sanitize(text) == sanitized


def test_ascii_keeps_printable_characters() -> None:
    assert sanitize("“Zürich” – 5 × ‘є’ \x1b", ascii_only=True) == "\"Zurich\" - 5 x '?' ?"


@given(st.text(st.characters(exclude_categories=()), max_size=8))
def test_column_widths_add_up(text: str) -> None:
    sanitized = sanitize(text)
    assert cell_len(sanitized) == sum(cell_len(c) for c in sanitized if unicodedata.category(c) != "Mn")
