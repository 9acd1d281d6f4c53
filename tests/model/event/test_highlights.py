"""An excerpt, split where its values begin and end."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from model.event import Report, Span, Trace
from model.event.highlights import ExcerptSegment, split_excerpt, traces_by_excerpt

TEXT = "Two drones hit Kyiv, and one fell."


def make_trace(start: int, end: int) -> Trace:
    return Trace(rule="any", start=start, end=end)


def test_pieces_name_the_values_read_from_them() -> None:
    excerpt = Span(start=100, end=100 + len(TEXT), text=TEXT)
    traces = [
        ("weapons.0.launched", make_trace(100, 103)),
        ("weapons.0", make_trace(100, 110)),
        ("places.0", make_trace(115, 119)),
    ]
    assert split_excerpt(excerpt, traces) == (
        ExcerptSegment("Two", ("launched", "weapons")),
        ExcerptSegment(" drones", ("weapons",)),
        ExcerptSegment(" hit "),
        ExcerptSegment("Kyiv", ("places",)),
        ExcerptSegment(", and one fell."),
    )


def test_values_extending_beyond_an_excerpt_are_cut_with_it() -> None:
    excerpt = Span(start=4, end=10, text="drones")
    assert split_excerpt(excerpt, [("scope", make_trace(0, 20))]) == (ExcerptSegment("drones", ("scope",)),)
    assert split_excerpt(excerpt, []) == (ExcerptSegment("drones"),)


@given(st.lists(st.tuples(st.integers(0, 33), st.integers(1, 34)).filter(lambda both: both[0] < both[1]), max_size=8))
def test_pieces_join_to_the_excerpt_and_each_character_knows_its_values(places: list[tuple[int, int]]) -> None:
    report = Report(
        document="a",
        excerpts=(Span(start=0, end=len(TEXT), text=TEXT),),
        trace={f"places.{number}": make_trace(*place) for number, place in enumerate(places)},
    )
    pieces = split_excerpt(report.excerpts[0], traces_by_excerpt(report)[0])
    assert "".join(piece.text for piece in pieces) == TEXT
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + len(piece.text))
    for piece, (start, end) in zip(pieces, pairwise(ends), strict=True):
        assert all(bool(piece.value_names) == any(a <= at < b for a, b in places) for at in range(start, end))
