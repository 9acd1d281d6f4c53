"""TIMEX: resolves them against the publication date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from model.event import Precision, When
from model.text.calendar import MONTH_ABBREVIATIONS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


ONE_DAY = timedelta(days=1)


_NUMBER_WORDS = {
    "a": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


_YEAR_PATTERN = re.compile(r"20[0-3]\d|19\d\d")


_MONTH_ABBREVIATIONS = "|".join(MONTH_ABBREVIATIONS)


def _make_when(start: date | None, end: date | None, precision: Precision, basis: str) -> When:
    if start is None:
        return When(precision=precision, basis="unresolved")
    return When.model_construct(start=start, end=end, precision=precision, basis=basis, text=None)


_MONTH_PATTERN = re.compile(rf"\b(?:{_MONTH_ABBREVIATIONS})[a-z]*\.?")


_DAY_NUMBER_PATTERN = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)")


def _parse_date(words: str, published: date | None) -> date | None:
    """The date; where its year is not said, the last such day up to the day after publication (time zones differ)."""
    month, day = _MONTH_PATTERN.search(words), _DAY_NUMBER_PATTERN.search(_YEAR_PATTERN.sub("", words))
    if not month or not day:
        return None
    named = _YEAR_PATTERN.search(words)
    if not (named or published):
        return None
    number = _parse_month(month[0])
    if named:
        return _make_day(int(named[0]), number, int(day[1]))
    assert published is not None
    if "last year" in words:
        return _make_day(published.year - 1, number, int(day[1]))
    this = _make_day(published.year, number, int(day[1]))
    return this if this and this <= published + ONE_DAY else _make_day(published.year - 1, number, int(day[1]))


def _parse_month(name: str) -> int:
    return 1 + _MONTH_ABBREVIATIONS.split("|").index(name[:3])


def _make_day(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none (30 February)."""
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _resolve_absolute(words: str, published: date | None) -> tuple[When, bool]:
    day = _parse_date(words, published)
    if day and "overnight" in words.casefold():  # the night that ends on the day
        return _make_when(day - ONE_DAY, day, "night", "explicit"), False
    if day and re.search(r"night\b", words):
        return _make_when(day, day + ONE_DAY, "night", "explicit"), False
    return _make_when(day, day, "day", "explicit"), False


def _parse_date_range(words: str, published: date | None) -> tuple[date, date] | None:
    last = _parse_date(_DAY_NUMBER_PATTERN.sub("", words, count=1), published)
    first = re.search(r"(\d{1,2})", words)
    if not last or not first:
        return None
    day = int(first[1])
    if day <= last.day:
        return last.replace(day=day), last
    return None


def _resolve_absolute_range(words: str, published: date | None) -> tuple[When, bool]:
    pair = _parse_date_range(words, published)
    if not pair:
        return _make_when(None, None, "days", "explicit"), True
    return _make_when(*pair, "days", "explicit"), (pair[1] - pair[0]).days > 1


def _resolve_night_of(words: str, published: date | None) -> tuple[When, bool]:
    if len(_DAY_NUMBER_PATTERN.findall(_YEAR_PATTERN.sub("", words))) > 1:
        pair = _parse_date_range(words, published)
        return (_make_when(*pair, "night", "explicit") if pair else _make_when(None, None, "night", "explicit")), False
    day = _parse_date(words, published)
    return _make_when(day, day + ONE_DAY if day else None, "night", "explicit"), False


def _find_last_weekday(words: str, published: date | None) -> date | None:
    names = [name for name in re.findall(r"[a-z]+day", words.casefold()) if name in WEEKDAYS]
    if not published or not names:
        return None
    back = (published.weekday() - WEEKDAYS.index(names[-1])) % 7
    return published - back * ONE_DAY


def _resolve_weekday(words: str, published: date | None) -> tuple[When, bool]:
    day = _find_last_weekday(words, published)
    lower = words.casefold()
    timed = re.search(r"morning|afternoon|evening|hours|early|late\b|noon|midday", lower)
    return _make_when(day, day, "time" if timed else "day", "weekday"), False


def _resolve_overnight_weekday(words: str, published: date | None) -> tuple[When, bool]:
    day = _find_last_weekday(words, published)
    return _make_when(day - ONE_DAY if day else None, day, "night", "weekday"), False


def _resolve_weekday_night(words: str, published: date | None) -> tuple[When, bool]:
    day = _find_last_weekday(words.casefold().split("night")[0], published)
    return _make_when(day, min(day + ONE_DAY, published) if day and published else None, "night", "weekday"), False


def _resolve_overnight(words: str, published: date | None) -> tuple[When, bool]:
    return _make_when(published - ONE_DAY if published else None, published, "night", "relative"), False


def _resolve_today(words: str, published: date | None) -> tuple[When, bool]:
    return _make_when(published, published, "day" if "day" in words else "time", "relative"), False


def _resolve_yesterday(words: str, published: date | None) -> tuple[When, bool]:
    back = 2 if "before" in words else 1
    day = published - back * ONE_DAY if published else None
    return _make_when(day, day, "day", "relative"), False


def _resolve_past_day(words: str, published: date | None) -> tuple[When, bool]:
    return _make_when(published - ONE_DAY if published else None, published, "days", "relative"), False


def _count_days(words: str) -> int | None:
    """How many days a stretch has; None where it does not say ("the past days")."""
    unit = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
    name = re.search(r"(day|night|week|month|year)(s?)\b", words)
    number = re.search(rf"\b(?:(\d{{1,3}})|({'|'.join(_NUMBER_WORDS)}))\b", words)
    if name is None or (name[2] and number is None):
        return None
    count = 1 if number is None else int(number[1]) if number[1] else _NUMBER_WORDS[number[2]]
    return count * unit[name[1]]


def _resolve_past_span(words: str, published: date | None) -> tuple[When, bool]:
    if "weekend" in words:
        return _resolve_weekend(words, published), False
    days = _count_days(words)
    if not days or not published:
        return _make_when(None, None, "days", "relative"), True
    return _make_when(published - days * ONE_DAY, published, "days" if days < 28 else "month", "relative"), True


def _resolve_weekend(words: str, published: date | None) -> When:
    """The last Saturday and Sunday; "last weekend" said on one of them is the one before."""
    if published is None:
        return _make_when(None, None, "days", "relative")
    saturday = published - (published.weekday() - 5) % 7 * ONE_DAY
    if "last" in words and published.weekday() > 4:
        saturday -= 7 * ONE_DAY
    return _make_when(saturday, min(saturday + ONE_DAY, published), "days", "relative")


def _resolve_ago(words: str, published: date | None) -> tuple[When, bool]:
    if published is None or "day" not in words:
        return _make_when(None, None, "unknown", "relative"), False
    days = _count_days(words)
    day = published - days * ONE_DAY if days else None
    return _make_when(day, day, "day", "relative"), False


def _resolve_day_earlier(words: str, published: date | None) -> tuple[When, bool]:
    day = published - ONE_DAY if published else None
    return _make_when(day, day, "day", "relative"), False


def _resolve_days_after(words: str, published: date | None) -> tuple[When, bool]:
    """The day that "two days after" counts from, where it is told on the day of publication."""
    days = 1 if "hour" in words else _count_days(words)
    if published is None or days is None:
        return _make_when(None, None, "unknown", "relative"), False
    day = published - days * ONE_DAY
    return (
        _make_when(day, published, "days", "relative") if "hour" in words else _make_when(day, day, "day", "relative")
    ), False


def _resolve_this_week(words: str, published: date | None) -> tuple[When, bool]:
    return _make_when(
        published - published.weekday() * ONE_DAY if published else None, published, "week", "relative"
    ), False


def _resolve_last_week(words: str, published: date | None) -> tuple[When, bool]:
    monday = published - (published.weekday() + 7) * ONE_DAY if published else None
    return _make_when(monday, monday + 6 * ONE_DAY if monday else None, "week", "relative"), False


def _make_month(year: int, month: int) -> When:
    last = calendar.monthrange(year, month)[1]
    return _make_when(date(year, month, 1), date(year, month, last), "month", "explicit")


def _resolve_this_month(words: str, published: date | None) -> tuple[When, bool]:
    return _make_when(published.replace(day=1) if published else None, published, "month", "relative"), False


def _resolve_last_month(words: str, published: date | None) -> tuple[When, bool]:
    if not published:
        return _make_when(None, None, "month", "relative"), False
    before = published.replace(day=1) - ONE_DAY
    return _make_month(before.year, before.month), False


def _resolve_month(words: str, published: date | None) -> tuple[When, bool]:
    name, year = _MONTH_PATTERN.search(words), _YEAR_PATTERN.search(words)
    if not name or not (year or published):
        return _make_when(None, None, "month", "explicit"), False
    month = _parse_month(name[0])
    if year:
        number = int(year[0])
    else:
        assert published is not None
        number = published.year - (month > published.month or "last" in words)
    return _make_month(number, month), words.casefold().startswith("since")


def _resolve_year(words: str, published: date | None) -> tuple[When, bool]:
    year = _YEAR_PATTERN.search(words)
    since = words.casefold().startswith("since")
    if year:
        return _make_when(date(int(year[0]), 1, 1), date(int(year[0]), 12, 31), "year", "explicit"), since
    if published and words.endswith("year"):
        number = published.year - words.casefold().startswith("last")
        end = published if number == published.year else date(number, 12, 31)
        return _make_when(date(number, 1, 1), end, "year", "relative"), False
    return _make_when(None, None, "year", "relative"), False


_CASE_SENSITIVE_RESOLVERS = frozenset(
    {"night_of", "absolute_range", "absolute", "month"}
)  # whose names are told by their capital


_RESOLVERS: dict[str, Callable[[str, date | None], tuple[When, bool]]] = {
    "night_of": _resolve_night_of,
    "absolute_range": _resolve_absolute_range,
    "absolute": _resolve_absolute,
    "overnight_weekday": _resolve_overnight_weekday,
    "weekday_night": _resolve_weekday_night,
    "weekday": _resolve_weekday,
    "yesterday": _resolve_yesterday,
    "overnight": _resolve_overnight,
    "today": _resolve_today,
    "past_day": _resolve_past_day,
    "past_span": _resolve_past_span,
    "ago": _resolve_ago,
    "day_earlier": _resolve_day_earlier,
    "days_after": _resolve_days_after,
    "this_week": _resolve_this_week,
    "last_week": _resolve_last_week,
    "this_month": _resolve_this_month,
    "last_month": _resolve_last_month,
    "month": _resolve_month,
    "year": _resolve_year,
}
