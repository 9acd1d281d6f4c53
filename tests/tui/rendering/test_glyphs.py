"""Which glyphs a terminal gets."""

from __future__ import annotations

import pytest

from model.taxonomy import Precision
from tui.rendering.glyphs import ASCII_GLYPHS, UNICODE_GLYPHS, Glyphs, is_utf8_terminal


@pytest.mark.parametrize(
    ("environment", "encoding", "utf8"),
    [
        ({"LANG": "C.UTF-8"}, "utf-8", True),
        ({"LANG": "en_US.UTF-8"}, "UTF-8", True),
        ({"LANG": "C", "LC_ALL": "uk_UA.utf8"}, "utf-8", True),
        ({"LANG": "C", "LC_CTYPE": "en_GB.UTF-8"}, "utf-8", True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "utf-8", False),
        ({"LANG": "C"}, "utf-8", False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", False),  # as Python sets it (PEP 538)
        ({}, "utf-8", False),
        ({"LANG": "POSIX"}, "utf-8", False),
        ({"LANG": "de_DE.ISO-8859-1"}, "iso8859-1", False),
        ({"LANG": "C.UTF-8"}, "ascii", False),
        ({"LANG": "C.UTF-8"}, None, False),
    ],
)
def test_utf8_needs_both_locale_and_screen(environment: dict[str, str], encoding: str | None, utf8: bool) -> None:
    assert is_utf8_terminal(environment, encoding) is utf8


@pytest.mark.parametrize("glyphs", [UNICODE_GLYPHS, ASCII_GLYPHS], ids=["unicode", "ascii"])
def test_every_precision_has_a_distinct_mark(glyphs: Glyphs) -> None:
    assert set(glyphs.precisions) == set(Precision.__args__)  # type: ignore[attr-defined]
    assert len(set(glyphs.precisions.values())) == len(glyphs.precisions)


def test_ascii_set_is_ascii() -> None:
    for mark in (
        *ASCII_GLYPHS.quotes,
        *ASCII_GLYPHS.precisions.values(),
        *(glyph for glyph in ASCII_GLYPHS if isinstance(glyph, str)),
    ):
        assert mark.isascii()
    assert ASCII_GLYPHS.format_figure("≤20") == "<=20"
    assert ASCII_GLYPHS.format_figure("20–30") == "20-30"
