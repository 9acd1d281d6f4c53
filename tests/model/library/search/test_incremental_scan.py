"""An incremental scan under filters: its list is known before the counts; both equal those of a full scan."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from model.library import Library, StrikeRow
from model.query import Query
from model.taxonomy import SIDES, WEAPON_KINDS
from tests.support.event_factories import fill_library, make_document, make_report, make_strike, make_when

STRIKE_COUNT = 2_500  # more than a slice
DAYS = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    """Strikes of all sides, ever fewer of each, a third of them undated."""
    random = Random(2)
    with Library() as filled_library:
        strikes = [
            make_report(
                f"d{n % 50}",
                n,
                f"Place {n} was hit by night." if n % 3 else f"Place {n} was hit.",
                when=make_when(random.choice(DAYS) if random.random() < 0.6 else None),
                side=random.choices(SIDES, (70, 25, 4, 1))[0],
                places=[f"Place {n}"],
                weapons=random.choices(WEAPON_KINDS, (50, 30, 15, 4, 1))[:1],
            )
            for n in range(STRIKE_COUNT)
        ]
        fill_library(filled_library, [make_document(f"d{n}") for n in range(50)], map(make_strike, strikes))
        yield filled_library


def read_rows(library: Library, query: Query) -> list[StrikeRow]:
    """All rows of a query, read day by day."""
    return [row for day, count in library.list_days(query) for row in library.read_page(query, day, day, 0, count)]


@pytest.mark.parametrize("words", ["night", "hit -night", "", "killed:?", "text:says", "nowhere"])
@pytest.mark.parametrize("side", SIDES)
def test_filtered_list_is_known_before_the_rest_is_counted(library: Library, side: str, words: str) -> None:
    query = Query.parse(f"side:{side} {words}")
    everything = read_rows(library, query.without_filters)
    expected = [row for row in everything if row.side == side]
    with_another = Query.parse(f"side:{side} {words} precision:day,unknown,night")  # equivalent, but not cached
    sweep = library.get_scan(with_another)
    sweep.scan_list()
    assert sum(day.strike_count for day in sweep.list_days(with_another)) == len(expected)
    known = sweep.count_filters(with_another)
    assert known.matches == known.sides[side] == len(expected)
    assert known.weapons == {kind: sum(kind == row.weapons[0][0] for row in expected) for kind in WEAPON_KINDS}
    assert sweep.is_list_complete
    sweep.scan_all()
    assert sweep.is_complete
    counts = sweep.count_filters(with_another)
    assert counts.matches == len(expected)
    assert counts.sides == {each: sum(row.side == each for row in everything) for each in SIDES}
    assert read_rows(library, query) == expected


@pytest.mark.parametrize("words", ["", "side:russia", "side:other", "weapon:other,bomb", "side:unknown night", "hit"])
def test_page_is_the_same_read_from_either_end(library: Library, words: str) -> None:
    query = Query.parse(words)
    rows, days = read_rows(library, query), library.list_days(query)
    since, until = days[0].day, days[-1].day
    undated = [row for row in rows if row.start is None]
    for first in {0, 10, len(rows) // 3, len(rows) // 2, len(rows) - 40, len(rows) - 1, len(rows), len(rows) + 50}:
        assert library.read_page(query, since, until, max(0, first), 64) == rows[max(0, first) :][:64]
    for first in {0, len(undated) // 2, len(undated) - 10, len(undated) + 9}:
        assert library.read_page(query, None, None, max(0, first), 64) == undated[max(0, first) :][:64]
