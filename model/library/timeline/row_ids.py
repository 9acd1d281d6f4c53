"""Row ids of strikes, whose numerical order is the order of the timeline.

A row id has 63 bits: the day number of the first day (17), the duration in days (9), the first three letters of the
first place (15), and a part of the key (22). So any stretch of the timeline is one range of ids.
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
KEY_BITS: Final = 22
UNDATED_DAY_NUMBER: Final = (1 << 17) - 1  # after every dated day
_EPOCH_ORDINAL: Final = date(1900, 1, 1).toordinal()
_OPEN_DURATION_DAYS: Final = 511  # of a strike without an end, or with a longer duration
_LETTER_NUMBERS: Final = {letter: number for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)}
_OTHER_LETTER_NUMBER: Final = 31
_DAY_CACHE_SIZE: Final = 8_192  # days: more than a long war has
_MAX_ID_SHIFT: Final = 64  # how far collisions move a row id from the one computed


def day_number(day: date | None) -> int:
    """Days since 1900, not below 0; UNDATED_DAY_NUMBER for None."""
    return UNDATED_DAY_NUMBER if day is None else max(0, min(day.toordinal() - _EPOCH_ORDINAL, UNDATED_DAY_NUMBER - 1))


@lru_cache(maxsize=_DAY_CACHE_SIZE)
def iso_day_number(day: str | None) -> int:
    """The number of an ISO day; UNDATED_DAY_NUMBER for None."""
    return day_number(date.fromisoformat(day) if day else None)


@lru_cache(maxsize=_DAY_CACHE_SIZE)
def iso_day(number: int) -> str | None:
    """The ISO day of a number; None for UNDATED_DAY_NUMBER."""
    return None if number == UNDATED_DAY_NUMBER else date.fromordinal(number + _EPOCH_ORDINAL).isoformat()


def row_id_range(first: int, last: int) -> tuple[int, int]:
    """The lowest and the highest row id from day number `first` to `last`, inclusive."""
    return first << DAY_SHIFT_BITS, ((last + 1) << DAY_SHIFT_BITS) - 1


def row_id_of(strike: Strike) -> int:
    """The row id computed for a strike; two strikes rarely have the same."""
    start, end = strike.when.start, strike.when.end
    duration = min((end - start).days, _OPEN_DURATION_DAYS) if start and end else _OPEN_DURATION_DAYS
    name = fold_text(strike.places[0].name).replace(" ", "") if strike.places else ""
    letters = [_LETTER_NUMBERS.get(letter, _OTHER_LETTER_NUMBER) for letter in name[:3]] or [_OTHER_LETTER_NUMBER] * 3
    place_code = 0
    for letter in (*letters, 0, 0)[:3]:
        place_code = place_code << 5 | letter
    key_code = int(strike.id[-6:], 16) & ((1 << KEY_BITS) - 1)
    return ((day_number(start) << 9 | duration) << 15 | place_code) << KEY_BITS | key_code


def sort_by_row_id(strikes: Iterable[Strike]) -> Iterator[Strike]:
    """Sort nearly sorted strikes by computed row id, then by key.

    Of strikes with the same computed id, the one added later is stored under the next free id.
    """
    heap: list[tuple[int, str, Strike]] = []
    for strike in strikes:
        heappush(heap, (row_id_of(strike), strike.id, strike))
        if len(heap) > _MAX_ID_SHIFT:
            yield heappop(heap)[2]
    while heap:
        yield heappop(heap)[2]
