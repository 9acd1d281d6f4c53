"""How values are said in plain words: sides, days, precisions and figures, the same on every machine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.event import Damage, Figure, Weapon, When

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIDES = {"russia": "Russia", "ukraine": "Ukraine", "other": "another side", "unknown": "not told"}
EFFECTS = {
    None: "attacked",
    "hit": "hit",
    "damaged": "damaged",
    "fire": "on fire",
    "outage": "out",
    "destroyed": "destroyed",
}
PRECISIONS = {
    "time": "known to a part of the day",
    "day": "known to the day",
    "night": "known to the night",
    "days": "known to several days",
    "week": "known to the week",
    "month": "known to the month",
    "year": "known to the year",
    "open": "known to begin or to end with a day",
    "unknown": "no time told",
}
SHOWN_BY = {  # why this of several figures is shown first
    "alone": "",
    "alike": "",
    "latest": "the latest report",
    "exact": "the exact count of the latest reports",
    "rough": "the rough count of the latest reports",
    "dated": "the latest report that says when",
    "placed": "the latest report that says where",
    "lower": "the lower count of the latest reports",
}
BASES = {
    "explicit": "the date stands in the text",
    "weekday": "a weekday, counted back from the publication date",
    "relative": "counted from the publication date",
    "carried": "not told; taken from the publication date",
    "user": "from the date you gave",
    "unresolved": "told, but nothing says which one it is",
}


def day(value: date) -> str:
    """A day with its weekday: "Fri 29 Dec 2023"."""
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"


def span(when: When) -> str:
    """The days of a time in words; '' where it has none."""
    start, end = when.start, when.end
    if start and end:
        if start == end:
            return day(start)
        if when.precision == "night":
            return f"night of {day(start)} to {day(end)}"
        return f"{day(start)} to {day(end)}"
    if start:
        return f"from {day(start)} on"
    return f"until {day(end)}" if end else ""


def figure(value: Figure) -> str:
    """A count in plain words: "122", "30 or more", "at most 20", "20 to 30"."""
    if value.low is None:
        return f"at most {value.high}"
    if value.high is None:
        return f"{value.low} or more"
    return str(value.low) if value.low == value.high else f"{value.low} to {value.high}"


def weapon(value: Weapon) -> str:
    """A weapon's kind and model: "drone Shahed"."""
    kind = "other weapon" if value.kind == "other" else value.kind
    return f"{kind} {value.model}" if value.model else kind


def damage(value: Damage) -> str:
    """A kind of object and what became of it: "air defence damaged", "energy out", "housing attacked"."""
    return f"{value.object.replace('_', ' ')} {EFFECTS[value.effect]}"


def one_line(text: str) -> str:
    """The text with a space for each line break and tab: as long as before."""
    return text.translate({9: " ", 10: " ", 13: " "})


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 strike", "2 strikes", "12,345 strikes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
