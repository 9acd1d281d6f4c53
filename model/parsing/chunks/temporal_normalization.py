"""Normalizes time words to dates, relative to the publication date: one resolver for each `gives` of times.toml.

Without a publication date, or where the words fix no date, the basis is "unresolved".
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from model.event import Precision, When
from model.text.calendar import MONTH_ABBREVIATIONS, MONTH_NUMBERS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_NUMBER_WORDS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")  # from 1 on
_UNIT_DAYS = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_YEAR_PATTERN = re.compile(r"20[0-3]\d|19\d\d")
_MONTH_PATTERN = re.compile(rf"\b(?:{'|'.join(MONTH_ABBREVIATIONS)})[a-z]*\.?")
_DAY_NUMBER_PATTERN = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_COUNT_PATTERN = re.compile(rf"\b(?:(\d{{1,3}})|({'|'.join(_NUMBER_WORDS)}))\b")
_UNIT_PATTERN = re.compile(rf"({'|'.join(_UNIT_DAYS)})(s?)\b")
_DAY_PART_PATTERN = re.compile(r"morning|afternoon|evening|hours|early|late\b|noon|midday")


def is_span(gives: str, words: str, when: When) -> bool:
    """Whether the words cover several days, over which totals are counted."""
    if gives == "absolute_range":
        return when.start is None or when.end is None or (when.end - when.start).days > 1
    if gives == "past_span":
        return "weekend" not in words
    return gives in ("month", "year") and when.basis == "explicit" and words.casefold().startswith("since")


def _make_when(start: date | None, end: date | None, precision: Precision, basis: str) -> When:
    if start is None:
        return When(precision=precision, basis="unresolved")
    return When.model_construct(start=start, end=end, precision=precision, basis=basis, text=None)


def _make_relative_day(day: date | None) -> When:
    return _make_when(day, day, "day", "relative")


def _make_overnight(day: date | None, basis: str) -> When:
    """The night that ends on the day."""
    return _make_when(_shift_day(day, -1), day, "night", basis)


def _shift_day(day: date | None, days: int) -> date | None:
    return day + timedelta(days) if day else None


def _parse_date(words: str, published: date | None) -> date | None:
    """The date; without a year, the last such day up to the day after publication (time zones differ)."""
    month, day = _MONTH_PATTERN.search(words), _DAY_NUMBER_PATTERN.search(_YEAR_PATTERN.sub("", words))
    if not month or not day:
        return None
    month_number, day_number = MONTH_NUMBERS[month[0][:3].lower()], int(day[1])
    if year := _YEAR_PATTERN.search(words):
        return _make_date(int(year[0]), month_number, day_number)
    if published is None:
        return None
    this_year = _make_date(published.year, month_number, day_number)
    if this_year and this_year <= published + timedelta(1) and "last year" not in words:
        return this_year
    return _make_date(published.year - 1, month_number, day_number)


def _make_date(year: int, month: int, day: int) -> date | None:
    """The date; None if the calendar has none (30 February)."""
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _resolve_absolute(words: str, published: date | None) -> When:
    day = _parse_date(words, published)
    if day and "overnight" in words.casefold():
        return _make_overnight(day, "explicit")
    if day and re.search(r"night\b", words):
        return _make_when(day, _shift_day(day, 1), "night", "explicit")
    return _make_when(day, day, "day", "explicit")


def _parse_date_range(words: str, published: date | None) -> tuple[date | None, date | None]:
    last = _parse_date(_DAY_NUMBER_PATTERN.sub("", words, count=1), published)
    first = re.search(r"\d{1,2}", words)
    if not last or not first or int(first[0]) > last.day:
        return None, None
    return last.replace(day=int(first[0])), last


def _resolve_night_of(words: str, published: date | None) -> When:
    if len(_DAY_NUMBER_PATTERN.findall(_YEAR_PATTERN.sub("", words))) > 1:
        return _make_when(*_parse_date_range(words, published), "night", "explicit")
    day = _parse_date(words, published)
    return _make_when(day, _shift_day(day, 1), "night", "explicit")


def _find_last_weekday(words: str, published: date | None) -> date | None:
    """The last such weekday, up to and including the day of publication."""
    names = [name for name in re.findall(r"[a-z]+day", words.casefold()) if name in WEEKDAYS]
    if not published or not names:
        return None
    return _shift_day(published, -((published.weekday() - WEEKDAYS.index(names[-1])) % 7))


def _resolve_weekday(words: str, published: date | None) -> When:
    day = _find_last_weekday(words, published)
    return _make_when(day, day, "time" if _DAY_PART_PATTERN.search(words.casefold()) else "day", "weekday")


def _resolve_weekday_night(words: str, published: date | None) -> When:
    day = _find_last_weekday(words.casefold().split("night")[0], published)
    return _make_when(day, min(day + timedelta(1), published) if day and published else None, "night", "weekday")


def _count_days(words: str) -> int | None:
    """How many days a period has; None if the words do not say ("the past days")."""
    unit, count = _UNIT_PATTERN.search(words), _COUNT_PATTERN.search(words)
    if unit is None or (unit[2] and count is None):
        return None
    number = 1 if count is None else int(count[1]) if count[1] else 1 + _NUMBER_WORDS.index(count[2])
    return number * _UNIT_DAYS[unit[1]]


def _resolve_past_span(words: str, published: date | None) -> When:
    if "weekend" in words:
        return _resolve_weekend(words, published)
    days = _count_days(words)
    if not days:
        return _make_when(None, None, "days", "relative")
    precision: Precision = "days" if days < 28 or not published else "month"
    return _make_when(_shift_day(published, -days), published, precision, "relative")


def _resolve_weekend(words: str, published: date | None) -> When:
    """The last Saturday and Sunday; on one of these days, "last weekend" is the one before."""
    if published is None:
        return _make_when(None, None, "days", "relative")
    saturday = published - timedelta((published.weekday() - 5) % 7)
    if "last" in words and published.weekday() > 4:
        saturday -= timedelta(7)
    return _make_when(saturday, min(saturday + timedelta(1), published), "days", "relative")


def _resolve_ago(words: str, published: date | None) -> When:
    if published is None or "day" not in words:
        return _make_when(None, None, "unknown", "relative")
    days = _count_days(words)
    return _make_relative_day(_shift_day(published, -days) if days else None)


def resolve_days_after(words: str, published: date | None) -> When:
    """The day from which "two days after" counts, if the later event is on the day of publication."""
    days = 1 if "hour" in words else _count_days(words)
    if published is None or days is None:
        return _make_when(None, None, "unknown", "relative")
    day = _shift_day(published, -days)
    return _make_when(day, published, "days", "relative") if "hour" in words else _make_relative_day(day)


def _resolve_last_week(words: str, published: date | None) -> When:
    monday = published and _shift_day(published, -published.weekday() - 7)
    return _make_when(monday, _shift_day(monday, 6), "week", "relative")


def _make_month(year: int, month: int) -> When:
    last = calendar.monthrange(year, month)[1]
    return _make_when(date(year, month, 1), date(year, month, last), "month", "explicit")


def _resolve_last_month(words: str, published: date | None) -> When:
    if not published:
        return _make_when(None, None, "month", "relative")
    before = published.replace(day=1) - timedelta(1)
    return _make_month(before.year, before.month)


def _resolve_month(words: str, published: date | None) -> When:
    name, year = _MONTH_PATTERN.search(words), _YEAR_PATTERN.search(words)
    if name and year:
        return _make_month(int(year[0]), MONTH_NUMBERS[name[0][:3].lower()])
    if name and published:
        month = MONTH_NUMBERS[name[0][:3].lower()]
        return _make_month(published.year - (month > published.month or "last" in words), month)
    return _make_when(None, None, "month", "explicit")


def _resolve_year(words: str, published: date | None) -> When:
    if year := _YEAR_PATTERN.search(words):
        return _make_when(date(int(year[0]), 1, 1), date(int(year[0]), 12, 31), "year", "explicit")
    if published and words.endswith("year"):
        number = published.year - words.casefold().startswith("last")
        end = published if number == published.year else date(number, 12, 31)
        return _make_when(date(number, 1, 1), end, "year", "relative")
    return _make_when(None, None, "year", "relative")


CASE_SENSITIVE_RESOLVERS = frozenset({"night_of", "absolute_range", "absolute", "month"})  # "may" is not a month

RESOLVERS: dict[str, Callable[[str, date | None], When]] = {
    "night_of": _resolve_night_of,
    "absolute_range": lambda words, day: _make_when(*_parse_date_range(words, day), "days", "explicit"),
    "absolute": _resolve_absolute,
    "overnight_weekday": lambda words, day: _make_overnight(_find_last_weekday(words, day), "weekday"),
    "weekday_night": _resolve_weekday_night,
    "weekday": _resolve_weekday,
    "yesterday": lambda words, day: _make_relative_day(_shift_day(day, -2 if "before" in words else -1)),
    "overnight": lambda words, day: _make_overnight(day, "relative"),
    "today": lambda words, day: _make_when(day, day, "day" if "day" in words else "time", "relative"),
    "past_day": lambda words, day: _make_when(_shift_day(day, -1), day, "days", "relative"),
    "past_span": _resolve_past_span,
    "ago": _resolve_ago,
    "day_earlier": lambda words, day: _make_relative_day(_shift_day(day, -1)),
    "days_after": resolve_days_after,
    "this_week": lambda words, day: _make_when(day and _shift_day(day, -day.weekday()), day, "week", "relative"),
    "last_week": _resolve_last_week,
    "this_month": lambda words, day: _make_when(day and day.replace(day=1), day, "month", "relative"),
    "last_month": _resolve_last_month,
    "month": _resolve_month,
    "year": _resolve_year,
}
