"""The order of the timeline as numbers: days, and the place in time that is a strike's row id.

A row id is made of 63 bits: the day on which the strike starts (17), how many days it lasts (9), the first letters of
its first place (15) and part of its key (22). So the order of the ids is that of the timeline, and any stretch of it
is one range of ids, however many strikes there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from model.text.folding import fold_text

if TYPE_CHECKING:
    from model.event import Strike

DAY_SHIFT_BITS: Final = 46
UNDATED_DAY_NUMBER: Final = (1 << 17) - 1  # the day number of strikes without a date: after every other
_EPOCH_ORDINAL: Final = date(1900, 1, 1).toordinal()
_OPEN_DURATION_DAYS: Final = 511  # the length of what has no end, or none that fits
_LETTER_NUMBERS: Final = {letter: number for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)}
_OTHER_LETTER_NUMBER: Final = 31
KEY_BITS: Final = 22
_DAY_CACHE_SIZE: Final = 8192  # kept with their numbers: a long war has not so many
_MAX_ID_SHIFT: Final = 64  # the farthest that one is pushed from the id that it asks for


def day_number(day: date | None) -> int:
    """The number of a day, UNDATED for None; days before 1900 count as its first."""
    return UNDATED_DAY_NUMBER if day is None else max(0, min(day.toordinal() - _EPOCH_ORDINAL, UNDATED_DAY_NUMBER - 1))


@lru_cache(maxsize=_DAY_CACHE_SIZE)
def iso_day_number(day: str | None) -> int:
    """The number of an ISO day, UNDATED for None."""
    return day_number(date.fromisoformat(day) if day else None)


@lru_cache(maxsize=_DAY_CACHE_SIZE)
def iso_day(number: int) -> str | None:
    """The ISO day of this number, None for UNDATED."""
    return None if number == UNDATED_DAY_NUMBER else date.fromordinal(number + _EPOCH_ORDINAL).isoformat()


def row_id_range(first: int, last: int) -> tuple[int, int]:
    """The least and the greatest row id of the days from number `first` to number `last`."""
    return first << DAY_SHIFT_BITS, ((last + 1) << DAY_SHIFT_BITS) - 1


def row_id_of(strike: Strike) -> int:
    """The row id that the strike asks for; two may ask for the same one, rarely."""
    start, end = strike.when.start, strike.when.end
    lasts = min((end - start).days, _OPEN_DURATION_DAYS) if start and end else _OPEN_DURATION_DAYS
    name = fold_text(strike.places[0].name).replace(" ", "") if strike.places else ""
    letters = [_LETTER_NUMBERS.get(letter, _OTHER_LETTER_NUMBER) for letter in name[:3]] or [_OTHER_LETTER_NUMBER] * 3
    place = 0
    for letter in (*letters, 0, 0)[:3]:
        place = place << 5 | letter
    return ((day_number(start) << 9 | lasts) << 15 | place) << KEY_BITS | int(strike.id[-6:], 16) & (
        (1 << KEY_BITS) - 1
    )


def sort_by_row_id(strikes: Iterable[Strike]) -> Iterator[Strike]:
    """The strikes in the order of the ids that they ask for and of their keys; they are given nearly so.

    Of two that ask for the same id the one that was added later got the next one.
    """
    waiting: list[tuple[int, str, Strike]] = []
    for strike in strikes:
        heappush(waiting, (row_id_of(strike), strike.id, strike))
        if len(waiting) > _MAX_ID_SHIFT:
            yield heappop(waiting)[2]
    while waiting:
        yield heappop(waiting)[2]
