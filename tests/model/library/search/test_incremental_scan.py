"""A sweep under filters: its list is known before the counts are; neither differs from what a whole reading tells."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from model.library import Library, Row
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS
from tests.support.event_factories import document, fill, on, report, strike

STRIKES = 2_500  # more than a slice
DAYS = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    """Strikes of all sides, ever fewer of each, and a third without a date."""
    random = Random(2)
    with Library() as made:
        told = [
            report(
                f"d{n % 50}",
                n,
                f"Place {n} was hit by night." if n % 3 else f"Place {n} was hit.",
                when=on(random.choice(DAYS) if random.random() < 0.6 else None),
                side=random.choices(SIDES, (70, 25, 4, 1))[0],
                places=[f"Place {n}"],
                weapons=random.choices(WEAPON_KINDS, (50, 30, 15, 4, 1))[:1],
            )
            for n in range(STRIKES)
        ]
        fill(made, [document(f"d{n}") for n in range(50)], map(strike, told))
        yield made


def whole(library: Library, query: Query) -> list[Row]:
    """The rows of a query's days in turn, each day from its beginning."""
    return [row for day, count in library.days(query) for row in library.page(query, day, day, 0, count)]


@pytest.mark.parametrize("words", ["night", "hit -night", "", "killed:?", "text:says", "nowhere"])
@pytest.mark.parametrize("side", SIDES)
def test_a_list_under_a_filter_is_known_before_the_rest_is_counted(library: Library, side: str, words: str) -> None:
    query = Query.parse(f"side:{side} {words}")
    everything = whole(library, query.unfiltered)
    expected = [row for row in everything if row.side == side]
    with_another = Query.parse(f"side:{side} {words} precision:day,unknown,night")  # the same again, asked for anew
    sweep = library.sweep(with_another)
    sweep.list_on()
    assert sum(day.strikes for day in sweep.days(with_another)) == len(expected)
    known = sweep.counts(with_another)
    assert known.shown == known.sides[side] == len(expected)
    assert known.weapons == {kind: sum(kind == row.weapons[0][0] for row in expected) for kind in WEAPON_KINDS}
    assert sweep.listed
    sweep.go_on()
    assert sweep.complete
    counts = sweep.counts(with_another)
    assert counts.shown == len(expected)
    assert counts.sides == {each: sum(row.side == each for row in everything) for each in SIDES}
    assert whole(library, query) == expected


@pytest.mark.parametrize("words", ["", "side:russia", "side:other", "weapon:other,bomb", "side:unknown night", "hit"])
def test_a_page_is_the_same_from_whichever_end_it_is_sought(library: Library, words: str) -> None:
    query = Query.parse(words)
    rows, days = whole(library, query), library.days(query)
    since, until = days[0].day, days[-1].day
    undated = [row for row in rows if row.start is None]
    for first in {0, 10, len(rows) // 3, len(rows) // 2, len(rows) - 40, len(rows) - 1, len(rows), len(rows) + 50}:
        assert library.page(query, since, until, max(0, first), 64) == rows[max(0, first) :][:64]
    for first in {0, len(undated) // 2, len(undated) - 10, len(undated) + 9}:
        assert library.page(query, None, None, max(0, first), 64) == undated[max(0, first) :][:64]
