"""The fields of a query: their names, what they take and what they ask, in one table that the help and docs show."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from model.taxonomy import SIDES, WEAPON_KINDS, ObjectKind, Precision, Scope

Kind = Literal["choice", "names", "number", "count", "time", "flag", "key"]


class Field(NamedTuple):
    """One field: `kind` is what stands behind its colon, `values` the closed list of it where there is one.

    A "number" may be untold, a "count" never is.
    """

    name: str
    kind: Kind
    example: str
    meaning: str
    synonyms: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def takes(self) -> str:
        """What stands behind the colon, in words."""
        return ", ".join(self.values) or _TAKES[self.kind]


_TAKES: Final[dict[Kind, str]] = {
    "names": "whole words; ab* begins one",
    "number": "7, 11+, ..5, 3..7, >10, >=10, <5, <=5, ? where untold, * where told",
    "count": "7, 11+, ..5, 3..7, >10, >=10, <5, <=5",
    "time": "2024, 2024-02 or 2024-02-15",
    "key": "an id; ab* begins one",
}

MARKS: Final = ("disputed", "hidden", "bookmarked")
TOLD: Final = ("killed", "injured", "launched", "intercepted")  # figures that a source may leave untold
HAS: Final = ("note", "tag", "correction", *TOLD, "damage", "weapon", "side", "day")

FIELDS: Final = (
    Field("side", "choice", "side:russia", "who attacked", ("by",), SIDES),
    Field("weapon", "choice", "weapon:drone,missile", "a kind of weapon", ("weapons",), WEAPON_KINDS),
    Field("model", "names", "model:kinzhal", "a weapon's model", ("models",)),
    Field("place", "names", 'place:"Kryvyi Rih"', "a place that was hit", ("places", "city", "town")),
    Field("region", "names", "region:Kharkiv", "the region of a place", ("oblast",)),
    Field("damage", "choice", "damage:energy,fuel", "what was hit", ("object",), get_args(ObjectKind)),
    Field("source", "names", "source:guardian", "the paper, site or channel"),
    Field("speaker", "names", 'speaker:"air force"', "who says so"),
    Field("tag", "names", "tag:checked", "a tag of yours", ("tags",)),
    Field("text", "names", "text:transformer", "words of the whole documents", ("fulltext",)),
    Field("since", "time", "since:2023-12", "not over before this day, month or year"),
    Field("until", "time", "until:2024-02-15", "begun before the end of this day, month or year", ("till",)),
    Field("on", "time", "on:2023-12-29", "touches this day, month or year", ("day", "date", "month", "year")),
    Field("killed", "number", "killed:11+", "how many people were killed", ("dead", "deaths")),
    Field("injured", "number", "injured:50..100", "how many people were injured", ("wounded", "hurt")),
    Field("launched", "number", "launched:100+", "how many weapons were launched", ("fired",)),
    Field("intercepted", "number", "intercepted:..4", "how many of them were shot down", ("downed",)),
    Field("sources", "count", "sources:2+", "how many documents tell of it"),
    Field("precision", "choice", "precision:night", "how precisely the day is known", (), get_args(Precision)),
    Field("scope", "choice", "scope:summary", "one strike, or a total over a period", (), get_args(Scope)),
    Field("is", "flag", "is:disputed", "disputed, hidden or bookmarked (also disputed: and so on)", (), MARKS),
    Field("has", "flag", "has:note", "has what is named", ("with",), HAS),
    Field("id", "key", "id:4f1c09a2*", "the strike of this id, or whose id begins so", ("key",)),
)

SPELLINGS: Final = {
    "side": {
        "russian": "russia",
        "ru": "russia",
        "r": "russia",
        "ukrainian": "ukraine",
        "ua": "ukraine",
        "u": "ukraine",
        "o": "other",
        "?": "unknown",
        "untold": "unknown",
    },
    "weapon": {"uav": "drone", "shelling": "artillery"},
    "damage": {"air_defense": "air_defence", "homes": "housing", "houses": "housing", "airport": "airfield"},
    "scope": {"total": "summary"},
    "has": {"corrected": "correction", "date": "day"},
}

_BY_NAME: Final = {name: field for field in FIELDS for name in (field.name, *field.synonyms)}
NAMES: Final = (*_BY_NAME, *MARKS)
# Names that other programs give to what these ask; "before" there leaves the day out, so they are only offered.
ELSEWHERE: Final = {"after": "since", "from": "since", "before": "until", "to": "until", "target": "damage"}


def field_named(name: str) -> Field | None:
    """The field of this name or synonym, case aside; None where there is none."""
    return _BY_NAME.get(name.casefold())


def choice(field: Field, typed: str) -> str | None:
    """The value of a closed list as typed in one of its spellings: "Drones" is drone, "air-defence" air_defence."""
    value = "_".join(typed.casefold().replace("-", " ").replace("_", " ").split())
    spellings = SPELLINGS.get(field.name, {})
    for each in (value, value.removesuffix("s")):
        found = spellings.get(each, each)
        if found in field.values:
            return found
    return None
