"""The closed lists of the event model: sides, kinds of weapon, and the rest, in the order in which they are shown.

They stand apart from the pydantic models so that what only filters and shows need not import pydantic to start.
"""

from __future__ import annotations

from typing import Literal

Side = Literal["russia", "ukraine", "other", "unknown"]
WeaponKind = Literal["drone", "missile", "artillery", "bomb", "other"]
Scope = Literal["strike", "summary"]
Stance = Literal["asserts", "denies"]
Precision = Literal["time", "day", "night", "days", "week", "month", "year", "open", "unknown"]
Basis = Literal["explicit", "weekday", "relative", "carried", "user", "unresolved"]

SIDES: tuple[Side, ...] = ("russia", "ukraine", "other", "unknown")
WEAPON_KINDS: tuple[WeaponKind, ...] = ("drone", "missile", "artillery", "bomb", "other")
