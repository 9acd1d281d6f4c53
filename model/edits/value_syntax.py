"""The short notation of values, parsed and formatted: "5-7", "night of 2024-03-01", "Kyiv; Lviv".

An empty text or "unknown" is a value that is not stated.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from model import phrasing as wording
from model.edits.errors import EditError
from model.edits.value_paths import figure_at, parse_weapon
from model.event import Figure, Place, Strike, Weapon, When
from model.event.figures import is_rough
from model.taxonomy import Scope, Side
from model.text.calendar import FIRST_PLAUSIBLE_DAY, LAST_PLAUSIBLE_DAY

UNKNOWN_WORDS: Final = frozenset({"", "?", "unknown", "untold", "not told", "none told", "not stated", "none stated"})
_MAX_COUNT: Final = 10_000_000  # people or weapons
_COUNT_PATTERN: Final = re.compile(
    r"(?P<round>(?:about|around|some|~|≈)\s*)?(?P<sign>>=|<=|≥|≤|>|<|at least|at most|up to|more than|fewer than)?\s*"
    r"(?P<low>\d[\d, ]*?)\s*(?:(?P<plus>\+|or more)|(?:-|–|\.\.|to)\s*(?P<high>\d[\d, ]*))?",
    re.IGNORECASE,
)
_SIGNS: Final = {"at least": ">=", "≥": ">=", "more than": ">", "at most": "<=", "≤": "<=", "fewer than": "<"}
_DAY_PATTERN: Final = r"\d{4}-\d{2}-\d{2}"
_WHEN_PATTERN: Final = re.compile(
    rf"(?:(?P<night>(?:the )?night (?:of|to) )?(?P<first>{_DAY_PATTERN})"
    rf"(?P<open>\.\.(?P<last>{_DAY_PATTERN})?)?|\.\.(?P<until>{_DAY_PATTERN})"
    r"|(?P<year>\d{4})(?:-(?P<month>\d{2}))?)",
    re.IGNORECASE,
)
_PLACE_PATTERN: Final = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<more>[^()]*)\))?")
_COORDINATES_PATTERN: Final = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*,\s*([+-]?\d+(?:\.\d+)?)\s*")


def parse_value(path: str, typed: str) -> Any:
    """The value typed for a path (see value_paths.py), None or empty if not stated. Raises EditError."""
    text, name = " ".join(typed.split()), path.partition(":")[0]
    if name != "scope" and text.casefold() in UNKNOWN_WORDS:
        return _UNKNOWN_VALUES.get(name)
    try:
        return _PARSERS.get(name, _parse_figure)(text)
    except EditError as error:
        raise EditError(f"{path}: {error}") from None


def format_value(path: str, value: Any) -> str:
    """The notation of a value, which `parse_value` reads back."""
    if value is None:
        return ""
    if isinstance(value, Figure):
        return _format_figure(value)
    if isinstance(value, When):
        return _format_when(value)
    if isinstance(value, tuple):
        return "; ".join(_format_place(item) if isinstance(item, Place) else _format_weapon(item) for item in value)
    return str(value)


def describe_value(path: str, value: Any) -> str:
    """The value in plain words: "5 or more", "Fri 1 Mar 2024", "Kyiv, Lviv"."""
    if value is None or value == ():
        return wording.NOT_STATED
    if isinstance(value, Figure):
        return value.text if is_rough(value) else wording.describe_figure(value)
    if isinstance(value, When):
        return wording.describe_when(value) or "not known"
    if isinstance(value, tuple):
        return ", ".join(item.name if isinstance(item, Place) else wording.describe_weapon(item) for item in value)
    if path == "side":
        return wording.SIDE_NAMES[value]
    return "a total over a period" if value == "summary" else "one strike"


def value_at(strike: Strike, path: str) -> Any:
    """The value of a strike at a path."""
    if path in ("scope", "side", "when", "places"):
        return getattr(strike, path)
    if path == "weapons":
        return tuple(weapon.model_copy(update={"launched": None, "intercepted": None}) for weapon in strike.weapons)
    return figure_at(strike, path)


def to_json(path: str, value: Any) -> str:
    """The stored form of a value at a path."""
    return _ADAPTERS.get(path, _FIGURE_ADAPTER).dump_json(value, exclude_defaults=True).decode()


def from_json(path: str, text: str) -> Any:
    """The value that `to_json` wrote; raises EditError."""
    try:
        return _ADAPTERS.get(path, _FIGURE_ADAPTER).validate_json(text)
    except ValidationError:
        raise EditError(f"{path}: not a value of it") from None


_ADAPTERS: Final[dict[str, TypeAdapter[Any]]] = {
    "scope": TypeAdapter(Scope),
    "side": TypeAdapter(Side),
    "when": TypeAdapter(When),
    "places": TypeAdapter(tuple[Place, ...]),
    "weapons": TypeAdapter(tuple[Weapon, ...]),
}
_FIGURE_ADAPTER: Final[TypeAdapter[Any]] = TypeAdapter(Figure | None)


# Counts


def _parse_figure(text: str) -> Figure:
    match = _COUNT_PATTERN.fullmatch(text)
    if not match or (match["sign"] and (match["plus"] or match["high"])) or (match["round"] and match["sign"]):
        raise EditError(f"{text!r} is not a count; write 5, >=5, <=5, 5-7, about 50, or nothing if none is stated")
    first, last = _parse_number(match["low"]), _parse_number(match["high"] or match["low"])
    sign = (match["sign"] or "").casefold().replace("up to", "at most")
    bounds = {">=": (first, None), ">": (first + 1, None), "<=": (None, last), "<": (None, last - 1)}
    low, high = bounds.get(_SIGNS.get(sign, sign), (first, None if match["plus"] else last))
    if high is not None and high < (low or 0):
        raise EditError(f"{text!r} is not a count: its end is below its beginning")
    figure = Figure(low=low, high=high, text="-")
    words = wording.describe_figure(figure)
    return figure.model_copy(update={"text": f"about {words}" if match["round"] else words})


def _parse_number(digits: str) -> int:
    number = int(digits.replace(",", "").replace(" ", "")[:20])
    if number > _MAX_COUNT:
        raise EditError(f"{digits} is too large a count")
    return number


def _format_figure(figure: Figure) -> str:
    if figure.high is None:
        return f">={figure.low}"
    if figure.low is None:
        return f"<={figure.high}"
    number = str(figure.low) if figure.low == figure.high else f"{figure.low}-{figure.high}"
    return f"about {number}" if is_rough(figure) else number


# Time

_user_when = partial(When, basis="user")


def _parse_when(text: str) -> When:
    match = _WHEN_PATTERN.fullmatch(text)
    if not match:
        raise EditError(
            f"{text!r} is not a time; write 2024-03-01, night of 2024-03-01, 2024-03, 2024,"
            " 2024-03-01..2024-03-05, or unknown"
        )
    if match["year"]:
        return _parse_month(int(match["year"]), int(match["month"]) if match["month"] else None, text)
    if match["until"]:
        return _user_when(end=parse_day(match["until"]), precision="open")
    first = parse_day(match["first"])
    if match["night"]:
        if match["open"]:
            raise EditError(f"{text!r}: a night has one day, the one on which it begins")
        return _user_when(start=first, end=first + timedelta(days=1), precision="night")
    if match["open"] and not match["last"]:
        return _user_when(start=first, precision="open")
    last = parse_day(match["last"]) if match["last"] else first
    if last < first:
        raise EditError(f"{text!r} ends before it begins")
    return _user_when(start=first, end=last, precision="days" if last > first else "day")


def parse_day(text: str) -> date:
    """The day typed as YYYY-MM-DD, in the years of `model.text.calendar`; raises EditError."""
    try:
        day = date.fromisoformat(text if re.fullmatch(_DAY_PATTERN, text) else "")
    except ValueError:
        raise EditError(f"{text!r} is not a day; write YYYY-MM-DD") from None
    _check_year(day.year, text)
    return day


def _parse_month(year: int, month: int | None, text: str) -> When:
    _check_year(year, text)
    if month is None:
        return _user_when(start=date(year, 1, 1), end=date(year, 12, 31), precision="year")
    if not 1 <= month <= 12:
        raise EditError(f"{text!r} is not a month; write YYYY-MM")
    last = date(year, month, calendar.monthrange(year, month)[1])
    return _user_when(start=last.replace(day=1), end=last, precision="month")


def _check_year(year: int, text: str) -> None:
    first, last = FIRST_PLAUSIBLE_DAY.year, LAST_PLAUSIBLE_DAY.year
    if not first <= year <= last:
        raise EditError(f"{text!r} is out of range; years go from {first} to {last}")


def _format_when(when: When) -> str:
    start, end = when.start, when.end
    if start is None or end is None:
        return f"{start}.." if start else f"..{end}" if end else "unknown"
    if when.precision == "night" and end - start == timedelta(days=1):
        return f"night of {start}"
    if when.precision == "year" and (start, end) == (start.replace(month=1, day=1), start.replace(month=12, day=31)):
        return str(start.year)
    last_day = calendar.monthrange(start.year, start.month)[1]
    if when.precision == "month" and (start, end) == (start.replace(day=1), start.replace(day=last_day)):
        return f"{start:%Y-%m}"
    return str(start) if start == end else f"{start}..{end}"


# Places


def _parse_places(text: str) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(_parse_place(part.strip()) for part in text.split(";") if part.strip()))


def _parse_place(text: str) -> Place:
    """A gazetteer name, alone or with its region; any other name with a known region, or with coordinates."""
    from model.gazetteer import load_gazetteer

    match = _PLACE_PATTERN.fullmatch(text)
    if not match:
        raise EditError(f"{text!r} is not a place; write a name, with its region or degrees in brackets after it")
    name, more = match["name"], match["more"]
    entries = list(load_gazetteer().find_entries(name))
    if more and (coordinates := _COORDINATES_PATTERN.fullmatch(more)):
        latitude, longitude = float(coordinates[1]), float(coordinates[2])
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise EditError(f"{text!r}: these degrees do not exist; write latitude, longitude")
        entries = [entry for entry in entries if (entry.latitude, entry.longitude) == (latitude, longitude)]
        if not entries:
            return Place(name=name, latitude=latitude, longitude=longitude)
    elif more:
        entries = [entry for entry in entries if (entry.region or "").casefold() == more.casefold()]
        regions = load_gazetteer().find_entries(more)
        if not entries and regions:
            return Place(name=name, region=regions[0].region, country=regions[0].country)
    if not entries:
        raise EditError(f"{text!r} is not in the list of places; write its region or degrees after it, in brackets")
    fields = ("name", "region", "country", "latitude", "longitude")
    return Place(**{field: getattr(entries[0], field) for field in fields})


def _format_place(place: Place) -> str:
    for candidate in (place.name, f"{place.name} ({place.region})"):
        try:
            if _parse_place(candidate) == place:
                return candidate
        except EditError:
            continue
    if place.latitude is not None and place.longitude is not None:
        return f"{place.name} ({place.latitude}, {place.longitude})"
    return f"{place.name} ({place.region})" if place.region else place.name


# Weapons, sides, scope


def _parse_weapons(text: str) -> tuple[Weapon, ...]:
    weapons = [parse_weapon(part) for part in re.split("[;,]", text) if part.strip()]
    return tuple(Weapon(kind=kind, model=model) for kind, model in dict.fromkeys(weapons))


def _format_weapon(weapon: Weapon) -> str:
    return f"{weapon.kind} {weapon.model}" if weapon.model else weapon.kind


def _parse_choice(name: str, text: str) -> str:
    from model.query.fields import find_field, parse_choice

    field = find_field(name)
    assert field is not None
    choice = parse_choice(field, text)
    if choice is None:
        raise EditError(f"{text!r} is not one of {', '.join(field.values)}")
    return choice


_UNKNOWN_VALUES: Final[dict[str, Any]] = {"side": "unknown", "when": _user_when(), "places": (), "weapons": ()}
_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "scope": partial(_parse_choice, "scope"),
    "side": partial(_parse_choice, "side"),
    "when": _parse_when,
    "places": _parse_places,
    "weapons": _parse_weapons,
}
