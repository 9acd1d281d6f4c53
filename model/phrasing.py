"""How values are said in plain words: sides, days, precisions and figures, the same on every machine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.event import Damage, Figure, Weapon, When

WEEKDAY_ABBREVIATIONS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_ABBREVIATIONS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIDE_NAMES = {"russia": "Russia", "ukraine": "Ukraine", "other": "another side", "unknown": "not told"}
EFFECT_WORDS = {
    None: "attacked",
    "hit": "hit",
    "damaged": "damaged",
    "fire": "on fire",
    "outage": "out",
    "destroyed": "destroyed",
}
PRECISION_WORDS = {
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
PREFERENCE_RULE_WORDS = {  # why this of several figures is shown first
    "alone": "",
    "alike": "",
    "latest": "the latest report",
    "exact": "the exact count of the latest reports",
    "rough": "the rough count of the latest reports",
    "dated": "the latest report that says when",
    "placed": "the latest report that says where",
    "lower": "the lower count of the latest reports",
}
BASIS_WORDS = {
    "explicit": "the date stands in the text",
    "weekday": "a weekday, counted back from the publication date",
    "relative": "counted from the publication date",
    "carried": "not told; taken from the publication date",
    "user": "from the date you gave",
    "unresolved": "told, but nothing says which one it is",
}


def describe_day(value: date) -> str:
    """A day with its weekday: "Fri 29 Dec 2023"."""
    return f"{WEEKDAY_ABBREVIATIONS[value.weekday()]} {value.day} {MONTH_ABBREVIATIONS[value.month - 1]} {value.year}"


def describe_when(when: When) -> str:
    """The days of a time in words; '' where it has none."""
    start, end = when.start, when.end
    if start and end:
        if start == end:
            return describe_day(start)
        if when.precision == "night":
            return f"night of {describe_day(start)} to {describe_day(end)}"
        return f"{describe_day(start)} to {describe_day(end)}"
    if start:
        return f"from {describe_day(start)} on"
    return f"until {describe_day(end)}" if end else ""


def describe_figure(value: Figure) -> str:
    """A count in plain words: "122", "30 or more", "at most 20", "20 to 30"."""
    if value.low is None:
        return f"at most {value.high}"
    if value.high is None:
        return f"{value.low} or more"
    return str(value.low) if value.low == value.high else f"{value.low} to {value.high}"


def describe_weapon(value: Weapon) -> str:
    """A weapon's kind and model: "drone Shahed"."""
    kind = "other weapon" if value.kind == "other" else value.kind
    return f"{kind} {value.model}" if value.model else kind


def describe_damage(value: Damage) -> str:
    """A kind of object and what became of it: "air defence damaged", "energy out", "housing attacked"."""
    return f"{value.object.replace('_', ' ')} {EFFECT_WORDS[value.effect]}"


def replace_line_breaks(text: str) -> str:
    """The text with a space for each line break and tab: as long as before."""
    return text.translate({9: " ", 10: " ", 13: " "})


def format_count(number: int, noun: str) -> str:
    """A number with its noun: "1 strike", "2 strikes", "12,345 strikes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
