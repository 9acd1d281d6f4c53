"""Finds the publication date stated by a document, its page's metadata or its file name.

Only full dates count. Nothing is completed from the clock, and ambiguous slashes (03/04/2023) are ignored.
"""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from model.event import PublicationDateOrigin
from model.text.calendar import MONTH_NUMBERS, MONTH_PATTERN, is_plausible, plausible_date

_MONTH: Final = rf"(?P<month>{MONTH_PATTERN})\b\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_ZONE: Final = r"(?:\s*(?:Z|UTC|GMT|[A-Z]{2,4}|[+-]\d\d:?\d\d))?"
_CLOCK: Final = rf"\d{{1,2}}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?{_ZONE}"
_DATE_PATTERNS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<m>\d\d)-(?P<day>\d\d)",
        r"(?P<year>\d{4})/(?P<m>\d\d)/(?P<day>\d\d)",
        r"(?P<year>\d{4})(?P<m>\d\d)(?P<day>\d\d)",
        rf"{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})",
        rf"{_DAY}\s+{_MONTH},?\s+(?P<year>\d{{4}})",
        r"(?P<day>\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>\d{4})",  # with dots the day comes first
        r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4})",
    )
)
_DATE_PREFIX: Final = re.compile(rf"(?:{_CLOCK}[,\s]+(?:on\s+)?)?{_WEEKDAY}", re.IGNORECASE)
_DATE_SUFFIX: Final = re.compile(rf"(?:[T ,]+(?:at\s+)?(?:{_CLOCK}|\d{{2}}(?:\d\d){{1,2}}{_ZONE}))?\s*$", re.IGNORECASE)
_DATE_LABEL: Final = re.compile(
    r"[ \t]*[*_#>]{0,3}[ \t]*(?:(?:first\s+)?(?:published|posted|issued)|(?P<date>(?:publi(?:cation|sh)\s+)?date"
    r"(?:\s+published)?)|(?P<weak>(?:last\s+)?(?:updated|modified|edited)))\b[*_]{0,2}(?:\s+(?:on|at))?"
    r"\s*(?P<sure>:)?[*_]{0,2}\s*",
    re.IGNORECASE,
)
_FRONT_MATTER_KEY: Final = re.compile(
    r"(?:date|published(?:_?(?:at|on|date))?|publi(?:sh|cation)_?date|pub_?date|created(?:_?at)?|"
    r"(?P<weak>updated(?:_?at)?|lastmod|modified))\s*[:=]\s*['\"]?",
    re.IGNORECASE,
)
# What may follow a date after a label without a colon: in a header, but not in a sentence.
_HEADER_CONTINUATION: Final = re.compile(rf"(?:[,\s]+(?:at\s+)?{_CLOCK})?\s*(?:$|[|•·/(–—*_-]|by\b)", re.IGNORECASE)
_YEAR_AND_WORD: Final = re.compile(r"(?=.*(?<!\d)\d{4}(?!\d)).*[^\W\d_]{3}")
_LANGUAGES: Final = ["en", "uk", "ru", "pl", "de", "fr", "es", "it"]
_FILE_NAME_DATE: Final = re.compile(r"(?<!\d)(?:(\d{4})([-_])(\d\d)\2(\d\d)|((?:19|20)\d\d)(\d\d)(\d\d))(?!\d)")
_MAX_HEADER_LINES: Final = 5
_MAX_HEADER_CHARACTERS: Final = 400  # of a line; a label and a date need no more
_MAX_FRONT_MATTER_LINES: Final = 40


class PublicationDate(NamedTuple):
    """A publication date, the words that state it, and whether they are only an update stamp (weak)."""

    day: date
    text: str
    is_weak: bool = False


def publication_fields(*candidates: tuple[PublicationDateOrigin, PublicationDate | None]) -> dict[str, Any]:
    """The Document fields of the first candidate that is not None."""
    for origin, stamp in candidates:
        if stamp:
            day, text, is_weak = stamp
            return {"published": day, "published_from": origin, "published_text": text, "published_weak": is_weak}
    return {}


def find_publication_fields(text: str, stem: str) -> dict[str, Any]:
    """The Document fields of the date in the text's header, or else in the file name."""
    return publication_fields(("text", find_header_date(text)), ("file name", find_file_name_date(stem)))


def parse_publication_date(value: object) -> PublicationDate | None:
    """Parses a date from a record or a page's metadata: ISO date or date-time, RFC 2822, or a date in words.

    The date is taken as written, without time zone conversion. None for anything else, including relative or
    incomplete dates ("yesterday", "12 May").
    """
    if not isinstance(value, str):
        return None
    words = value.strip()[:_MAX_HEADER_CHARACTERS]
    if (match := _match_date(words, 0)) and _DATE_SUFFIX.match(words, match.end):
        return PublicationDate(match.day, words)
    try:
        return PublicationDate(parsedate_to_datetime(words).date(), words)
    except (ValueError, TypeError, IndexError, OverflowError):
        day = _parse_worded_date(words)
    return PublicationDate(day, words) if day else None


@lru_cache(maxsize=1_000)
def _parse_worded_date(words: str) -> date | None:
    """A full date with the name of its month, in one of the languages of news about this war."""
    if not _YEAR_AND_WORD.search(words):
        return None
    import dateparser  # half a second to import, and few records need it

    strict = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    moment = dateparser.parse(words, languages=_LANGUAGES, settings=strict)
    return moment.date() if moment and is_plausible(moment.date()) else None


def find_header_date(text: str) -> PublicationDate | None:
    """The date in the front matter or one of the first lines ("Published: December 30, 2023").

    Publication labels go before update stamps; dates in running prose do not count.
    """
    head = text[: _MAX_HEADER_CHARACTERS * _MAX_FRONT_MATTER_LINES]
    lines = [line[:_MAX_HEADER_CHARACTERS] for line in head.splitlines()]
    stamps = [*_front_matter_dates(lines), *_header_line_dates(lines)]
    return min(stamps, key=lambda stamp: stamp.is_weak, default=None)


def find_file_name_date(stem: str) -> PublicationDate | None:
    """The date in a file name, as 2023-12-30 or 20231230; None if there is none, or several differ."""
    days: dict[date, str] = {}
    for match in _FILE_NAME_DATE.finditer(stem):
        year, _, month, day, *compact = match.groups()
        if parsed := plausible_date(*(compact if year is None else (year, month, day))):
            days.setdefault(parsed, match[0])
    return PublicationDate(*next(iter(days.items()))) if len(days) == 1 else None


def _front_matter_dates(lines: list[str]) -> list[PublicationDate]:
    """The dates in a block of `key: value` lines between two `---`, or of `key = value` between two `+++`."""
    if not lines or (fence := lines[0].strip()) not in ("---", "+++"):
        return []
    stamps: list[PublicationDate] = []
    for line in lines[1:_MAX_FRONT_MATTER_LINES]:
        if line.strip() in (fence, "..."):
            return stamps
        if (key := _FRONT_MATTER_KEY.match(line)) and (dated := _match_date(line, key.end())):
            stamps.append(PublicationDate(dated.day, line.strip(), is_weak=key["weak"] is not None))
    return []  # an unclosed block is no front matter


def _header_line_dates(lines: list[str]) -> list[PublicationDate]:
    stamps: list[PublicationDate] = []
    for line in [line for line in lines if line.strip()][:_MAX_HEADER_LINES]:
        if (label := _DATE_LABEL.match(line)) and (dated := _match_date(line, label.end())):
            if label["sure"] or label["date"] or _HEADER_CONTINUATION.match(line, dated.end):
                stamps.append(PublicationDate(dated.day, line[: dated.end].strip(), is_weak=label["weak"] is not None))
        elif (dated := _match_date(line.strip(), 0)) and _DATE_SUFFIX.match(line.strip(), dated.end):
            stamps.append(PublicationDate(dated.day, line.strip()))  # the whole line is a date
    return stamps


class _DateMatch(NamedTuple):
    day: date
    end: int


def _match_date(line: str, start: int) -> _DateMatch | None:
    """The full date at this position of the line, after an optional time of day or weekday."""
    prefix = _DATE_PREFIX.match(line, start)
    begin = prefix.end() if prefix else start
    for form in _DATE_PATTERNS:
        match = form.match(line, begin)
        if match and not line[match.end() : match.end() + 1].isdigit() and (day := _date_of_match(match)) is not None:
            return _DateMatch(day, match.end())
    return None


def _date_of_match(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if "one" in parts:
        one, two = int(parts["one"]), int(parts["two"])
        if one <= 12 and two <= 12 and one != two:
            return None
        return plausible_date(parts["year"], *((one, two) if two > 12 else (two, one)))
    month = MONTH_NUMBERS[parts["month"].lower()] if "month" in parts else parts["m"]
    return plausible_date(parts["year"], month, parts["day"])
