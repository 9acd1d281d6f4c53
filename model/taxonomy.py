"""The closed lists of the event model: sides, kinds of weapon, and the rest, in the order in which they are shown.

They stand apart from the pydantic models so that what only filters and shows need not import pydantic to start.
"""

from __future__ import annotations

from typing import Literal, get_args

Side = Literal["russia", "ukraine", "other", "unknown"]
WeaponKind = Literal["drone", "missile", "artillery", "bomb", "other"]
Scope = Literal["strike", "summary"]
Stance = Literal["asserts", "denies"]
Precision = Literal["time", "day", "night", "days", "week", "month", "year", "open", "unknown"]
PreferenceRule = Literal["alone", "alike", "latest", "exact", "rough", "dated", "placed", "lower"]
Basis = Literal["explicit", "weekday", "relative", "carried", "user", "unresolved"]
ObjectKind = Literal[
    "energy",
    "fuel",
    "industry",
    "agriculture",
    "port",
    "ship",
    "airfield",
    "rail",
    "road",
    "vehicle",
    "water",
    "communications",
    "hospital",
    "school",
    "housing",
    "business",
    "culture",
    "religious",
    "government",
    "military",
    "air_defence",
    "other",
]
"""What is hit, after the target types of the Global Terrorism Database (GTD), parted finer where the news does.

`energy` makes or carries power and heat, `fuel` is oil and gas; `airfield` holds airports and aircraft on the ground,
`rail` stations and trains, `road` bridges and crossings too, `ship` what floats, `vehicle` what drives; `industry`
counts factories and warehouses, `business` shops, markets, hotels and offices; `other` is civilian or not told.
"""

Effect = Literal["hit", "damaged", "fire", "outage", "destroyed"]
"""What is told to have become of it, from what says least to what says most."""

SIDES: tuple[Side, ...] = ("russia", "ukraine", "other", "unknown")
WEAPON_KINDS: tuple[WeaponKind, ...] = ("drone", "missile", "artillery", "bomb", "other")
EFFECTS: tuple[Effect, ...] = get_args(Effect)
FIGURE_NAMES = ("launched", "intercepted", "killed", "injured")  # of a report; a weapon has the first two
