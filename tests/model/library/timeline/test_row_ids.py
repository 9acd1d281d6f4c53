"""Timeline order does not depend on insertion order, even if two strikes compete for a row id."""

from __future__ import annotations

import random

from model.library.timeline.row_ids import KEY_BITS, row_id_of, sort_by_row_id
from tests.support.event_factories import make_report, make_strike, make_when


def test_strikes_competing_for_a_row_id_are_ordered_by_key() -> None:
    first = make_report(when=make_when("2024-01-05"), places=("Kyiv",))
    alike = [make_strike(first, key=f"{number:06x}{1 << (KEY_BITS - 1):06x}") for number in range(9)]
    assert len({row_id_of(each) for each in alike}) == 1
    later = make_strike(make_report(when=make_when("2024-01-06"), places=("Kyiv",)), key="0" * 12)
    for seed in range(5):
        pushed = random.Random(seed).sample(alike, len(alike))
        assert list(sort_by_row_id([*pushed, later])) == [*alike, later]


def test_many_strikes_keep_their_order() -> None:
    days = [
        make_strike(make_report(when=make_when(f"2024-{month:02}-{day:02}")), key="0" * 12)
        for month in (1, 2)
        for day in range(1, 29)
    ]
    many = [each for each in days for _ in range(3)]
    assert list(sort_by_row_id(many)) == many
