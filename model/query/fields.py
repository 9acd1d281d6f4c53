"""The fields of a query: names, values and meanings, in one table from which the help and the docs are made."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from model.taxonomy import SIDES, WEAPON_KINDS, ObjectKind, Precision, Scope

FieldKind = Literal["choice", "names", "number", "count", "time", "flag", "key"]


class QueryField(NamedTuple):
    """One field: `kind` is the syntax of its values, `values` their closed list where there is one.

    A "number" may be missing in a strike, a "count" never is.
    """

    name: str
    kind: FieldKind
    example: str
    meaning: str
    synonyms: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def value_help(self) -> str:
        """The values it takes, in words."""
        return ", ".join(self.values) or _VALUE_HELP[self.kind]


_VALUE_HELP: Final[dict[FieldKind, str]] = {
    "names": "whole words; ab* is a prefix",
    "number": "7, 11+, ..5, 3..7, >10, >=10, <5, <=5, ? if not stated, * if stated",
    "count": "7, 11+, ..5, 3..7, >10, >=10, <5, <=5",
    "time": "2024, 2024-02 or 2024-02-15",
    "key": "an id; ab* is a prefix",
}

FLAG_NAMES: Final = ("disputed", "hidden", "bookmarked")
OPTIONAL_FIGURES: Final = ("killed", "injured", "launched", "intercepted")  # figures that a source may not state
HAS_VALUES: Final = ("note", "tag", "correction", *OPTIONAL_FIGURES, "damage", "weapon", "side", "day")

QUERY_FIELDS: Final = (
    QueryField("side", "choice", "side:russia", "who attacked", ("by",), SIDES),
    QueryField("weapon", "choice", "weapon:drone,missile", "a kind of weapon", ("weapons",), WEAPON_KINDS),
    QueryField("model", "names", "model:kinzhal", "a weapon's model", ("models",)),
    QueryField("place", "names", 'place:"Kryvyi Rih"', "a place that was hit", ("places", "city", "town")),
    QueryField("region", "names", "region:Kharkiv", "the region of a place", ("oblast",)),
    QueryField("damage", "choice", "damage:energy,fuel", "what was hit", ("object",), get_args(ObjectKind)),
    QueryField("source", "names", "source:guardian", "the paper, site or channel"),
    QueryField("speaker", "names", 'speaker:"air force"', "who says so"),
    QueryField("tag", "names", "tag:checked", "one of your tags", ("tags",)),
    QueryField("text", "names", "text:transformer", "words of the whole documents", ("fulltext",)),
    QueryField("since", "time", "since:2023-12", "ends in or after this day, month or year"),
    QueryField("until", "time", "until:2024-02-15", "begins in or before this day, month or year", ("till",)),
    QueryField("on", "time", "on:2023-12-29", "overlaps this day, month or year", ("day", "date", "month", "year")),
    QueryField("killed", "number", "killed:11+", "how many people were killed", ("dead", "deaths")),
    QueryField("injured", "number", "injured:50..100", "how many people were injured", ("wounded", "hurt")),
    QueryField("launched", "number", "launched:100+", "how many weapons were launched", ("fired",)),
    QueryField("intercepted", "number", "intercepted:..4", "how many of them were shot down", ("downed",)),
    QueryField("sources", "count", "sources:2+", "how many documents report it"),
    QueryField("precision", "choice", "precision:night", "how precisely the day is known", (), get_args(Precision)),
    QueryField("scope", "choice", "scope:summary", "one strike, or a total over a period", (), get_args(Scope)),
    QueryField(
        "is", "flag", "is:disputed", "disputed, hidden or bookmarked (also disputed: and so on)", (), FLAG_NAMES
    ),
    QueryField("has", "flag", "has:note", "has the thing named", ("with",), HAS_VALUES),
    QueryField("id", "key", "id:4f1c09a2*", "the strike with this id, or whose id begins with it", ("key",)),
)

VALUE_SYNONYMS: Final = {
    "side": {
        **dict.fromkeys(("russian", "ru", "r"), "russia"),
        **dict.fromkeys(("ukrainian", "ua", "u"), "ukraine"),
        **dict.fromkeys(("?", "untold"), "unknown"),
        "o": "other",
    },
    "weapon": {"uav": "drone", "shelling": "artillery"},
    "damage": {"air_defense": "air_defence", "homes": "housing", "houses": "housing", "airport": "airfield"},
    "scope": {"total": "summary"},
    "has": {"corrected": "correction", "date": "day"},
}

_FIELDS_BY_NAME: Final = {name: field for field in QUERY_FIELDS for name in (field.name, *field.synonyms)}
FIELD_NAMES: Final = (*_FIELDS_BY_NAME, *FLAG_NAMES)
# Names in other programs. They are only suggested, since "before" there excludes the day.
FOREIGN_FIELD_NAMES: Final = {"after": "since", "from": "since", "before": "until", "to": "until", "target": "damage"}


def find_field(name: str) -> QueryField | None:
    """The field of this name or synonym, ignoring case; None where there is none."""
    return _FIELDS_BY_NAME.get(name.casefold())


def parse_choice(field: QueryField, typed: str) -> str | None:
    """The value of a closed list in any spelling: "Drones" is drone, "air-defence" air_defence; None for no value."""
    name = "_".join(typed.casefold().replace("-", " ").replace("_", " ").split())
    synonyms = VALUE_SYNONYMS.get(field.name, {})
    values = (synonyms.get(spelling, spelling) for spelling in (name, name.removesuffix("s")))
    return next((value for value in values if value in field.values), None)
