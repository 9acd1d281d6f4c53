"""Values of a strike in plain English, the same on every machine: shared by the detail, the citation and the dossier.

Words of a source are quoted by the caller's `quote`, which makes them safe for its medium. Loads no pydantic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from model.text.calendar import MONTH_ABBREVIATIONS

if TYPE_CHECKING:
    from model.event import Claim, Damage, Figure, Place, PreferredFigure, Weapon, When

Quote = Callable[[str], str]

WEEKDAY_ABBREVIATIONS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOT_STATED = "not stated"
SIDE_NAMES = {"russia": "Russia", "ukraine": "Ukraine", "other": "another side", "unknown": NOT_STATED}
EFFECT_WORDS = {
    None: "attacked", "hit": "hit", "damaged": "damaged", "fire": "on fire", "outage": "out", "destroyed": "destroyed",
}  # fmt: skip
NO_SPEAKER_PHRASE = "no speaker named"
DISPUTED_PHRASE = "its sources do not agree"  # where no single value can be named
PRECISION_WORDS = {
    "time": "known to a part of the day",
    "day": "known to the day",
    "night": "known to the night",
    "days": "known to several days",
    "week": "known to the week",
    "month": "known to the month",
    "year": "known to the year",
    "open": "known to begin or end with a day",
    "unknown": "no time stated",
}
PREFERENCE_RULE_WORDS = {  # why a figure is preferred
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
    "explicit": "the date is in the text",
    "weekday": "a weekday, counted back from the publication date",
    "relative": "counted from the publication date",
    "carried": "not stated; taken from the publication date",
    "user": "from the date you gave",
    "unresolved": "stated, but nothing says which one it is",
}


def describe_day(day: date) -> str:
    """A day with its weekday: "Fri 29 Dec 2023"."""
    return f"{WEEKDAY_ABBREVIATIONS[day.weekday()]} {day.day} {MONTH_ABBREVIATIONS[day.month - 1]} {day.year}"


def describe_when(when: When) -> str:
    """The days of an interval in words; '' where it has no dates."""
    start, end = when.start, when.end
    if start and end:
        night = "night of " if when.precision == "night" else ""
        return describe_day(start) if start == end else f"{night}{describe_day(start)} to {describe_day(end)}"
    if start:
        return f"from {describe_day(start)} on"
    return f"until {describe_day(end)}" if end else ""


def describe_publication_day(day: date | None, *, is_update_stamp: bool) -> str:
    """The day of publication: "published Sat 30 Dec 2023", "updated Sat 30 Dec 2023", "undated"."""
    return f"{'updated' if is_update_stamp else 'published'} {describe_day(day)}" if day else "undated"


def describe_place(place: Place) -> str:
    """A place with its region and country: "Kharkiv, Kharkiv Oblast, UA"."""
    region = place.region if place.region != place.name else None
    return ", ".join(part for part in (place.name, region, place.country) if part)


def list_place_names(places: Iterable[Place]) -> str:
    """The names of the places of a strike: "Odesa, Izmail"."""
    return ", ".join(place.name for place in places) or f"place {NOT_STATED}"


def describe_figure(figure: Figure) -> str:
    """A count: "122", "30 or more", "at most 20", "20 to 30"."""
    if figure.low is None:
        return f"at most {figure.high}"
    if figure.high is None:
        return f"{figure.low} or more"
    return str(figure.low) if figure.low == figure.high else f"{figure.low} to {figure.high}"


def quote_figure(figure: Figure, quote: Quote) -> str:
    """A count with the words of its source, where they differ: "30 or more “a minimum of 30”"."""
    count = describe_figure(figure)
    return count if count == figure.text else f"{count} {quote(figure.text)}"


def describe_preferred_figure(preferred: PreferredFigure | None, full_range: str) -> str:
    """The preferred figure with its rule, before the range over all reports: "3 (the latest report); 2 to 3 in …".

    The range alone where no rule had to choose.
    """
    rule = PREFERENCE_RULE_WORDS[preferred.rule] if preferred else ""
    if not preferred or not rule:
        return full_range
    return f"{describe_figure(preferred.figure)} ({rule}); {full_range} in all reports"


def describe_weapon(weapon: Weapon) -> str:
    """A weapon's kind and model: "drone Shahed"."""
    kind = "other weapon" if weapon.kind == "other" else weapon.kind
    return f"{kind} {weapon.model}" if weapon.model else kind


def name_figure(path: str, weapons: Sequence[Weapon]) -> str:
    """The name of the figure at a path: "killed", "drone Shahed launched"; "damage" of a count of objects."""
    from model.event import ValuePath  # deferred: the list of strikes needs no pydantic

    value = ValuePath.parse(path)
    weapon = value.find_weapon(weapons)
    return f"{describe_weapon(weapon)} {value.figure}" if weapon else value.slot


def describe_damage(damage: Damage) -> str:
    """An object and the effect: "air defence damaged", "energy out", "housing attacked"."""
    return f"{damage.object.replace('_', ' ')} {EFFECT_WORDS[damage.effect]}"


def quote_damage(damage: Damage, quote: Quote) -> str:
    """The same with the count and the words of its source: "vehicle destroyed: 12 or more “garages” (“levelled”)"."""
    if damage.effect_text and damage.text in damage.effect_text:  # "without power" names the power too
        return f"{describe_damage(damage)}: {quote(damage.effect_text)}"
    count = f"{describe_figure(damage.count)} " if damage.count else ""
    effect = f" ({quote(damage.effect_text)})" if damage.effect_text else ""
    return f"{describe_damage(damage)}: {'' if damage.text.startswith(count) else count}{quote(damage.text)}{effect}"


def describe_attribution(claim: Claim, quote: Quote) -> str:
    """Who asserts or denies: "according to “the air force”", "denied by an unnamed speaker"."""
    verb = "denied by" if claim.stance == "denies" else "according to"
    if claim.responsibility:
        verb = "responsibility claimed by"
    return f"{verb} {quote(claim.speaker) if claim.speaker else 'an unnamed speaker'}"


def describe_claim(claim: Claim, figure_names: Sequence[str], quote: Quote) -> str:
    """A claim with the figures that it is about: "killed, injured according to “the mayor” (Ukraine)"."""
    side = SIDE_NAMES[claim.side] if claim.side in ("russia", "ukraine") else "of neither side"
    return f"{', '.join(figure_names)} {describe_attribution(claim, quote)} ({side})".lstrip()


def replace_line_breaks(text: str) -> str:
    """The text with a space for each line break and tab; offsets stay valid."""
    return text.translate({9: " ", 10: " ", 13: " "})


def format_count(number: int, noun: str) -> str:
    """A number with its noun: "1 strike", "2 strikes", "12,345 strikes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
