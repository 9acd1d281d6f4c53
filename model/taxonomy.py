"""Closed lists of the event model: sides, weapon kinds, precisions and so on, in display order.

Kept apart from the pydantic models, so that code which only filters or displays starts without pydantic.
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
    "energy", "fuel", "industry", "agriculture", "port", "ship", "airfield", "rail", "road", "vehicle", "water",
    "communications", "hospital", "school", "housing", "business", "culture", "religious", "government", "military",
    "air_defence", "other",
]  # fmt: skip
"""Target types, after the Global Terrorism Database (GTD), finer where the news distinguishes more.

`energy` is power and heat, `fuel` oil and gas; `airfield` includes airports and aircraft on the ground, `rail` stations
and trains, `road` bridges and crossings, `ship` anything afloat, `vehicle` anything driven, `industry` factories and
warehouses, `business` shops, markets, hotels and offices; `other` is civilian or not stated.
"""

Effect = Literal["hit", "damaged", "fire", "outage", "destroyed"]
"""The reported effect on a target, from the least to the most specific."""

SIDES: tuple[Side, ...] = ("russia", "ukraine", "other", "unknown")
WEAPON_KINDS: tuple[WeaponKind, ...] = ("drone", "missile", "artillery", "bomb", "other")
EFFECTS: tuple[Effect, ...] = get_args(Effect)
FIGURE_NAMES = ("launched", "intercepted", "killed", "injured")  # of a report; a weapon has the first two
