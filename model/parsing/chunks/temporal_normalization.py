"""TIMEX: resolves them against the publication date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from model.event import Precision, When

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


DAY = timedelta(days=1)


_NUMBERS = {"a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


_YEAR = re.compile(r"20[0-3]\d|19\d\d")


_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"


def _when(start: date | None, end: date | None, precision: Precision, basis: str) -> When:
    if start is None:
        return When(precision=precision, basis="unresolved")
    return When.model_construct(start=start, end=end, precision=precision, basis=basis, text=None)


_MONTH_NAME = re.compile(rf"\b(?:{_MONTHS})[a-z]*\.?")


_DATES = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)")


def _one_date(words: str, published: date | None) -> date | None:
    """The date; where its year is not said, the last such day up to the day after publication (time zones differ)."""
    month, day = _MONTH_NAME.search(words), _DATES.search(_YEAR.sub("", words))
    if not month or not day:
        return None
    named = _YEAR.search(words)
    if not (named or published):
        return None
    number = _month_number(month[0])
    if named:
        return _day(int(named[0]), number, int(day[1]))
    assert published is not None
    if "last year" in words:
        return _day(published.year - 1, number, int(day[1]))
    this = _day(published.year, number, int(day[1]))
    return this if this and this <= published + DAY else _day(published.year - 1, number, int(day[1]))


def _month_number(name: str) -> int:
    return 1 + _MONTHS.split("|").index(name[:3])


def _day(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none (30 February)."""
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _absolute(words: str, published: date | None) -> tuple[When, bool]:
    day = _one_date(words, published)
    if day and "overnight" in words.casefold():  # the night that ends on the day
        return _when(day - DAY, day, "night", "explicit"), False
    if day and re.search(r"night\b", words):
        return _when(day, day + DAY, "night", "explicit"), False
    return _when(day, day, "day", "explicit"), False


def _two_dates(words: str, published: date | None) -> tuple[date, date] | None:
    last = _one_date(_DATES.sub("", words, count=1), published)
    first = re.search(r"(\d{1,2})", words)
    if not last or not first:
        return None
    day = int(first[1])
    if day <= last.day:
        return last.replace(day=day), last
    return None


def _absolute_range(words: str, published: date | None) -> tuple[When, bool]:
    pair = _two_dates(words, published)
    if not pair:
        return _when(None, None, "days", "explicit"), True
    return _when(*pair, "days", "explicit"), (pair[1] - pair[0]).days > 1


def _night_of(words: str, published: date | None) -> tuple[When, bool]:
    if len(_DATES.findall(_YEAR.sub("", words))) > 1:
        pair = _two_dates(words, published)
        return (_when(*pair, "night", "explicit") if pair else _when(None, None, "night", "explicit")), False
    day = _one_date(words, published)
    return _when(day, day + DAY if day else None, "night", "explicit"), False


def _last_weekday(words: str, published: date | None) -> date | None:
    names = [name for name in re.findall(r"[a-z]+day", words.casefold()) if name in WEEKDAYS]
    if not published or not names:
        return None
    back = (published.weekday() - WEEKDAYS.index(names[-1])) % 7
    return published - back * DAY


def _weekday(words: str, published: date | None) -> tuple[When, bool]:
    day = _last_weekday(words, published)
    lower = words.casefold()
    timed = re.search(r"morning|afternoon|evening|hours|early|late\b|noon|midday", lower)
    return _when(day, day, "time" if timed else "day", "weekday"), False


def _overnight_weekday(words: str, published: date | None) -> tuple[When, bool]:
    day = _last_weekday(words, published)
    return _when(day - DAY if day else None, day, "night", "weekday"), False


def _weekday_night(words: str, published: date | None) -> tuple[When, bool]:
    day = _last_weekday(words.casefold().split("night")[0], published)
    return _when(day, min(day + DAY, published) if day and published else None, "night", "weekday"), False


def _overnight(words: str, published: date | None) -> tuple[When, bool]:
    return _when(published - DAY if published else None, published, "night", "relative"), False


def _today(words: str, published: date | None) -> tuple[When, bool]:
    return _when(published, published, "day" if "day" in words else "time", "relative"), False


def _yesterday(words: str, published: date | None) -> tuple[When, bool]:
    back = 2 if "before" in words else 1
    day = published - back * DAY if published else None
    return _when(day, day, "day", "relative"), False


def _past_day(words: str, published: date | None) -> tuple[When, bool]:
    return _when(published - DAY if published else None, published, "days", "relative"), False


def _days_in(words: str) -> int | None:
    """How many days a stretch has; None where it does not say ("the past days")."""
    unit = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
    name = re.search(r"(day|night|week|month|year)(s?)\b", words)
    number = re.search(rf"\b(?:(\d{{1,3}})|({'|'.join(_NUMBERS)}))\b", words)
    if name is None or (name[2] and number is None):
        return None
    count = 1 if number is None else int(number[1]) if number[1] else _NUMBERS[number[2]]
    return count * unit[name[1]]


def _past_span(words: str, published: date | None) -> tuple[When, bool]:
    if "weekend" in words:
        return _weekend(words, published), False
    days = _days_in(words)
    if not days or not published:
        return _when(None, None, "days", "relative"), True
    return _when(published - days * DAY, published, "days" if days < 28 else "month", "relative"), True


def _weekend(words: str, published: date | None) -> When:
    """The last Saturday and Sunday; "last weekend" said on one of them is the one before."""
    if published is None:
        return _when(None, None, "days", "relative")
    saturday = published - (published.weekday() - 5) % 7 * DAY
    if "last" in words and published.weekday() > 4:
        saturday -= 7 * DAY
    return _when(saturday, min(saturday + DAY, published), "days", "relative")


def _ago(words: str, published: date | None) -> tuple[When, bool]:
    if published is None or "day" not in words:
        return _when(None, None, "unknown", "relative"), False
    days = _days_in(words)
    day = published - days * DAY if days else None
    return _when(day, day, "day", "relative"), False


def _day_earlier(words: str, published: date | None) -> tuple[When, bool]:
    day = published - DAY if published else None
    return _when(day, day, "day", "relative"), False


def _days_after(words: str, published: date | None) -> tuple[When, bool]:
    """The day that "two days after" counts from, where it is told on the day of publication."""
    days = 1 if "hour" in words else _days_in(words)
    if published is None or days is None:
        return _when(None, None, "unknown", "relative"), False
    day = published - days * DAY
    return (_when(day, published, "days", "relative") if "hour" in words else _when(day, day, "day", "relative")), False


def _this_week(words: str, published: date | None) -> tuple[When, bool]:
    return _when(published - published.weekday() * DAY if published else None, published, "week", "relative"), False


def _last_week(words: str, published: date | None) -> tuple[When, bool]:
    monday = published - (published.weekday() + 7) * DAY if published else None
    return _when(monday, monday + 6 * DAY if monday else None, "week", "relative"), False


def _month_of(year: int, month: int) -> When:
    last = calendar.monthrange(year, month)[1]
    return _when(date(year, month, 1), date(year, month, last), "month", "explicit")


def _this_month(words: str, published: date | None) -> tuple[When, bool]:
    return _when(published.replace(day=1) if published else None, published, "month", "relative"), False


def _last_month(words: str, published: date | None) -> tuple[When, bool]:
    if not published:
        return _when(None, None, "month", "relative"), False
    before = published.replace(day=1) - DAY
    return _month_of(before.year, before.month), False


def _month(words: str, published: date | None) -> tuple[When, bool]:
    name, year = _MONTH_NAME.search(words), _YEAR.search(words)
    if not name or not (year or published):
        return _when(None, None, "month", "explicit"), False
    month = _month_number(name[0])
    if year:
        number = int(year[0])
    else:
        assert published is not None
        number = published.year - (month > published.month or "last" in words)
    return _month_of(number, month), words.casefold().startswith("since")


def _year(words: str, published: date | None) -> tuple[When, bool]:
    year = _YEAR.search(words)
    since = words.casefold().startswith("since")
    if year:
        return _when(date(int(year[0]), 1, 1), date(int(year[0]), 12, 31), "year", "explicit"), since
    if published and words.endswith("year"):
        number = published.year - words.casefold().startswith("last")
        end = published if number == published.year else date(number, 12, 31)
        return _when(date(number, 1, 1), end, "year", "relative"), False
    return _when(None, None, "year", "relative"), False


_WITH_MONTHS = frozenset({"night_of", "absolute_range", "absolute", "month"})  # whose names are told by their capital


_RESOLVERS: dict[str, Callable[[str, date | None], tuple[When, bool]]] = {
    "night_of": _night_of,
    "absolute_range": _absolute_range,
    "absolute": _absolute,
    "overnight_weekday": _overnight_weekday,
    "weekday_night": _weekday_night,
    "weekday": _weekday,
    "yesterday": _yesterday,
    "overnight": _overnight,
    "today": _today,
    "past_day": _past_day,
    "past_span": _past_span,
    "ago": _ago,
    "day_earlier": _day_earlier,
    "days_after": _days_after,
    "this_week": _this_week,
    "last_week": _last_week,
    "this_month": _this_month,
    "last_month": _last_month,
    "month": _month,
    "year": _year,
}
