"""Decoding: bytes give their exact text, or one reason why not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.problem import InputError
from model.reading.encoding import decode_text
from model.text.sanitize import replace_surrogates

ENGLISH = "“Twelve drones” flew over the city’s harbour – nobody was hurt.\r\n"
UKRAINIAN = "Вночі над містом збили дванадцять безпілотників, ніхто не постраждав.\n"
RUSSIAN = "Ночью над городом сбили двенадцать дронов, пострадавших нет.\n"


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text.startswith("\ufeff")))
def test_utf8_is_kept_exactly(text: str) -> None:
    if "\0" not in text:
        assert decode_text(text.encode()) == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides_and_is_removed(encoding: str) -> None:
    assert decode_text(UKRAINIAN.encode(encoding)) == UKRAINIAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(ENGLISH, "cp1252"), ("It’s over.", "cp1252"), (UKRAINIAN, "cp1251"), (UKRAINIAN, "koi8_u"), (RUSSIAN, "cp866")],
)
def test_older_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_declared_encoding_is_preferred_to_a_guess() -> None:
    assert decode_text("Łódź".encode("cp1250"), "windows-1250") == "Łódź"
    assert decode_text(UKRAINIAN.encode("cp1251"), "no-such-encoding") == UKRAINIAN


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"text\0text", "is binary, not text"),
        (b"\xff\xfeT\0\x00\xd8", "begins like UTF-16 but is not UTF-16"),
        (b"\xef\xbb\xbfdrones \xff", "begins like UTF-8 but is not UTF-8"),
    ],
)
def test_binary_data_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(match=reason):
        decode_text(data)


@given(st.binary(), st.sampled_from([None, "cp1251", "utf-7", "punycode", "undefined", "rot13", "unicode_escape"]))
def test_any_bytes_are_text_or_a_reason(data: bytes, declared: str | None) -> None:
    with suppress(InputError):
        decode_text(data, declared)


@given(st.text(st.characters(categories=["Cs", "Lu", "So"])))
def test_lone_surrogates_are_replaced_and_offsets_stay(text: str) -> None:
    clean = replace_surrogates(text)
    assert len(clean) == len(text)
    clean.encode("utf-8")
