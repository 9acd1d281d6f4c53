"""Which input counts as typing, and which does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.input_filter import InputFilter


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        ([b"jk\x1b[B"], "jk\x1b[B"),
        (["є".encode()[:1], "є".encode()[1:]], "є"),
        ([b"\xe9", b"j"], "j"),
        ([b"\xff\xfeq"], ""),
        ([b"\x1b[M \xf0q", b"j"], "j"),
        ([b"\x1b[M", b" q", b"qj"], "j"),
        ([b"\x1b[<0;10;10M"], "\x1b[<0;10;10M"),
        ([b"\x1b[?2026;2$y"], "\x1b[?2026;2$y"),
        ([b"\x1b[?61;4cj", b"\x1b[>1;4000;20cj"], "jj"),
        ([b"\x1b]11;rgb:0000/0000/0000\x1b\\j", b"\x1b]11;rgb:00", b"00/0000/0000\x07k"], "jk"),
        ([b"\x1b"], "\x1b"),
        ([b"\x1b[200~caf\xe9", b"\xe9\x1b[201~", b"\xe9q"], "\x1b[200~caf\ufffd\ufffd\x1b[201~"),
    ],
)
def test_reads_are_decoded(reads: list[bytes], text: str) -> None:
    typed = InputFilter()
    decoded = ""
    for chunk in reads:
        if chunk == b"j":
            typed.discard_unfinished()  # as after a pause between keys
        decoded += typed.decode_bytes(chunk)
    assert decoded == text


@pytest.mark.parametrize(
    ("reads", "end"),
    [
        ([b"\x1b[200~abc"], "\x1b[201~"),
        ([b"\x1b[20", b"0~abc"], "\x1b[201~"),
        ([b"\x1b", b"[200~abc", b"q\x03"], "\x1b[201~"),
        ([b"\x1b[200~abc\x1b[2", b"01~q"], ""),
        ([b"\x1b[200~abc\x1b[201~"], ""),
        ([b"abc"], ""),
    ],
)
def test_unfinished_paste_is_ended_once(reads: list[bytes], end: str) -> None:
    typed = InputFilter()
    assert "".join(map(typed.decode_bytes, reads)) == b"".join(reads).decode()
    assert typed.end_paste() == end
    assert typed.end_paste() == ""
    assert typed.decode_bytes(b"\xe9q") == ""


@given(st.lists(st.binary(max_size=20)))
def test_no_bytes_are_an_error(reads: list[bytes]) -> None:
    typed = InputFilter()
    for chunk in reads:
        typed.decode_bytes(chunk)
    typed.discard_unfinished()
    assert typed.decode_bytes(b"\x1b[201~").endswith("\x1b[201~")
    assert typed.decode_bytes(b"j") == "j"


@given(st.text(st.characters(exclude_characters="\x1b", exclude_categories=["Cs"])), st.integers(0, 200))
def test_text_split_anywhere_is_the_same_text(text: str, at: int) -> None:
    typed = InputFilter()
    data = text.encode()
    assert typed.decode_bytes(data[:at]) + typed.decode_bytes(data[at:]) == text
