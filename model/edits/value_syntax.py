"""The short notation in which a user types a value, read and written: "5-7", "night of 2024-03-01", "Kyiv; Lviv".

What is typed empty, or as "unknown", is a value that nobody tells.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from model import phrasing as wording
from model.edits.errors import EditError
from model.edits.value_paths import figure_at, parse_weapon
from model.event import Figure, Place, Precision, Strike, Weapon, When
from model.event.figures import is_rough
from model.taxonomy import Scope, Side
from model.text.calendar import FIRST_PLAUSIBLE_DAY, LAST_PLAUSIBLE_DAY

UNKNOWN_WORDS: Final = frozenset({"", "?", "unknown", "untold", "not told", "none told"})
_MAX_COUNT: Final = 10_000_000  # no count of people or weapons is larger
_COUNT_PATTERN: Final = re.compile(
    r"(?P<round>(?:about|around|some|~|≈)\s*)?(?P<sign>>=|<=|≥|≤|>|<|at least|at most|up to|more than|fewer than)?\s*"
    r"(?P<low>\d[\d, ]*?)\s*(?:(?P<plus>\+|or more)|(?:-|–|\.\.|to)\s*(?P<high>\d[\d, ]*))?",
    re.IGNORECASE,
)
_COMPARISON_SIGNS: Final = {"at least": ">=", "≥": ">=", "at most": "<=", "≤": "<=", "up to": "<=", "more than": ">"}
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
    """The value that was typed for a path (see `paths`); None or empty where it is not told. Raises EditError."""
    text = " ".join(typed.split())
    name = path.partition(":")[0]
    try:
        return _PARSERS.get(name, _parse_figure)(text)
    except EditError as error:
        raise EditError(f"{path}: {error}") from None


def format_value(path: str, value: Any) -> str:
    """The value in the same notation, so that `read` gives the same again."""
    if value is None:
        return ""
    if isinstance(value, Figure):
        return _format_figure(value)
    if isinstance(value, When):
        return _format_when(value)
    if isinstance(value, tuple):
        return "; ".join(_format_place(each) if isinstance(each, Place) else _format_weapon(each) for each in value)
    return str(value)


def describe_value(path: str, value: Any) -> str:
    """The value in plain words, for people: "5 or more", "Fri 1 Mar 2024", "Kyiv, Lviv"."""
    if value is None or value == ():
        return "not told"
    if isinstance(value, Figure):
        return value.text if is_rough(value) else wording.describe_figure(value)
    if isinstance(value, When):
        return wording.describe_when(value) or "not known"
    if isinstance(value, tuple):
        return ", ".join(each.name if isinstance(each, Place) else wording.describe_weapon(each) for each in value)
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
    """The value as JSON."""
    return _adapter(path).dump_json(value, exclude_defaults=True).decode()


def from_json(path: str, text: str) -> Any:
    """The value that `dumped` wrote; raises EditError where it is none."""
    try:
        return _adapter(path).validate_json(text)
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


def _adapter(path: str) -> TypeAdapter[Any]:
    return _ADAPTERS.get(path, _FIGURE_ADAPTER)


# Counts


def _parse_figure(text: str) -> Figure | None:
    if text.casefold() in UNKNOWN_WORDS:
        return None
    match = _COUNT_PATTERN.fullmatch(text)
    if not match or (match["sign"] and (match["plus"] or match["high"])) or (match["round"] and match["sign"]):
        raise EditError(f"{text!r} is no count; write 5, >=5, <=5, 5-7, about 50, or nothing where none is told")
    low, high = _parse_number(match["low"]), _parse_number(match["high"] or match["low"])
    sign = _COMPARISON_SIGNS.get((match["sign"] or "").casefold(), (match["sign"] or "").casefold())
    bounds = {
        ">=": (low, None),
        ">": (low + 1, None),
        "<=": (None, high),
        "<": (None, high - 1),
        "fewer than": (None, high - 1),
    }.get(sign, (low, None if match["plus"] else high))
    if bounds[1] is not None and (bounds[1] < 0 or bounds[1] < (bounds[0] or 0)):
        raise EditError(f"{text!r} is no count: its end lies below its beginning")
    figure = Figure(low=bounds[0], high=bounds[1], text="-")
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


def _parse_when(text: str) -> When:
    if text.casefold() in UNKNOWN_WORDS:
        return When(basis="user")
    match = _WHEN_PATTERN.fullmatch(text)
    if not match:
        raise EditError(
            f"{text!r} is no time; write 2024-03-01, night of 2024-03-01, 2024-03, 2024,"
            " 2024-03-01..2024-03-05, or unknown"
        )
    if match["year"]:
        return _build_month(int(match["year"]), int(match["month"]) if match["month"] else None, text)
    if match["until"]:
        return When(end=parse_day(match["until"]), precision="open", basis="user")
    first = parse_day(match["first"])
    if match["night"]:
        if match["open"]:
            raise EditError(f"{text!r}: a night has one day, that on which it begins")
        return When(start=first, end=first + timedelta(days=1), precision="night", basis="user")
    if match["open"] and not match["last"]:
        return When(start=first, precision="open", basis="user")
    last = parse_day(match["last"]) if match["last"] else first
    if last < first:
        raise EditError(f"{text!r} ends before it begins")
    precision: Precision = "days" if last > first else "day"
    return When(start=first, end=last, precision=precision, basis="user")


def parse_day(text: str) -> date:
    """The day typed as YYYY-MM-DD, of the years that documents have; raises EditError."""
    try:
        found = date.fromisoformat(text if re.fullmatch(_DAY_PATTERN, text) else "")
    except ValueError:
        raise EditError(f"{text!r} is no day; write YYYY-MM-DD") from None
    _check_year(found.year, text)
    return found


def _build_month(year: int, month: int | None, text: str) -> When:
    _check_year(year, text)
    if month is None:
        return When(start=date(year, 1, 1), end=date(year, 12, 31), precision="year", basis="user")
    if not 1 <= month <= 12:
        raise EditError(f"{text!r} is no month; write YYYY-MM")
    last = date(year, month, calendar.monthrange(year, month)[1])
    return When(start=last.replace(day=1), end=last, precision="month", basis="user")


def _check_year(year: int, text: str) -> None:
    first, last = FIRST_PLAUSIBLE_DAY.year, LAST_PLAUSIBLE_DAY.year
    if not first <= year <= last:
        raise EditError(f"{text!r} is too far away; years go from {first} to {last}")


def _format_when(when: When) -> str:
    start, end = when.start, when.end
    if start is None or end is None:
        return f"{start}.." if start else f"..{end}" if end else "unknown"
    if when.precision == "night" and end - start == timedelta(days=1):
        return f"night of {start}"
    if when.precision == "year" and (start, end) == (start.replace(month=1, day=1), start.replace(month=12, day=31)):
        return str(start.year)
    last = calendar.monthrange(start.year, start.month)[1]
    if when.precision == "month" and (start, end) == (start.replace(day=1), start.replace(day=last)):
        return f"{start:%Y-%m}"
    return str(start) if start == end else f"{start}..{end}"


# Places


def _parse_places(text: str) -> tuple[Place, ...]:
    if text.casefold() in UNKNOWN_WORDS:
        return ()
    return tuple(dict.fromkeys(_parse_place(part.strip()) for part in text.split(";") if part.strip()))


def _parse_place(text: str) -> Place:
    """A name of the gazetteer, its region behind it where several bear it; others with their region, or degrees."""
    from model.gazetteer import load_gazetteer

    match = _PLACE_PATTERN.fullmatch(text)
    if not match:
        raise EditError(f"{text!r} is no place; write a name, its region or degrees in brackets behind it")
    name, more = match["name"], match["more"]
    entries = list(load_gazetteer().find_entries(name))
    if more and (degrees := _COORDINATES_PATTERN.fullmatch(more)):
        latitude, longitude = float(degrees[1]), float(degrees[2])
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise EditError(f"{text!r}: no such degrees; write latitude, longitude")
        near = [each for each in entries if (each.latitude, each.longitude) == (latitude, longitude)]
        if not near:
            return Place(name=name, latitude=latitude, longitude=longitude)
        entries = near
    elif more:
        entries = [entry for entry in entries if (entry.region or "").casefold() == more.casefold()]
        regions = load_gazetteer().find_entries(more)
        if not entries and regions:
            return Place(name=name, region=regions[0].region, country=regions[0].country)
    if not entries:
        raise EditError(f"{text!r} is in no list of places; write its region or its degrees behind it, in brackets")
    first = entries[0]
    return Place(
        name=first.name, region=first.region, country=first.country, latitude=first.latitude, longitude=first.longitude
    )


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
    if text.casefold() in UNKNOWN_WORDS:
        return ()
    named = [parse_weapon(part) for part in re.split("[;,]", text) if part.strip()]
    return tuple(Weapon(kind=kind, model=model) for kind, model in dict.fromkeys(named))


def _format_weapon(weapon: Weapon) -> str:
    return f"{weapon.kind} {weapon.model}" if weapon.model else weapon.kind


def _choice_parser(name: str) -> Callable[[str], str]:
    def reader(text: str) -> str:
        from model.query.fields import find_field, parse_choice

        field = find_field(name)
        assert field is not None
        found = parse_choice(field, "unknown" if name == "side" and text.casefold() in UNKNOWN_WORDS else text)
        if found is None:
            raise EditError(f"{text!r} is none of {', '.join(field.values)}")
        return found

    return reader


_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "scope": _choice_parser("scope"),
    "side": _choice_parser("side"),
    "when": _parse_when,
    "places": _parse_places,
    "weapons": _parse_weapons,
}
