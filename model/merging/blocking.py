"""Where tellings meet: the keys under which like tellings are found, and how a telling is kept outside the memory.

Only tellings of one anchor, the last day that they give, are ever compared: a night counts for the morning on which it
ends. So a report touches one day's strikes and no others, and what is merged never hangs on the order of adding.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from model.merging.features import ReportFeatures

MAX_BLOCK_COMPARISONS: Final = (
    250  # so many tellings that meet under one key are all compared with each other; beyond, neighbours
)
_HASH_BITS: Final = 40
_STORED_NAMES: Final = {  # of each field; in the order in which older libraries store the values, without names
    "scope": "scope",
    "side": "side",
    "first_day": "first",
    "last_day": "last",
    "is_night": "night",
    "published_day": "published",
    "is_nationwide": "wide",
    "has_risen_toll": "risen",
    "sites": "sites",
    "whole_regions": "areas",
    "regions": "regions",
    "weapon_kinds": "kinds",
    "weapon_models": "models",
    "figures": "figures",
    "model_totals": "totals",
    "asserting_sides": "asserted",
    "speakers": "speakers",
    "dataset": "dataset",
}
_FIELDS_BY_STORED_NAME: Final = {stored: field for field, stored in _STORED_NAMES.items()}
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def blocking_keys(telling: ReportFeatures) -> dict[int, bool]:
    """The keys under which it meets others, each with whether it meets all there, or only those that do.

    Two that share no key cannot be alike: all demand a common day, and a common place or an agreeing figure. A key is
    a positive number of 63 bits, the day in the high ones, so that a day's keys lie together.
    """
    if telling.scope == "summary" or not telling.last_day:
        return {}
    span = 0 if telling.last_day - telling.first_day <= 1 else telling.first_day
    found: dict[int, bool] = {}

    def meet(whole: bool, *what: object) -> None:
        key = _hash_key(telling.last_day, span, *what)
        found[key] = found.get(key, False) or whole

    for place in telling.sites:
        meet(True, "place", *place)
    for region in telling.regions | telling.whole_regions:
        meet(region in telling.whole_regions, "region", region)
    if telling.is_nationwide:
        meet(True, "wide")
    for slot, (low, _) in (*telling.figures, *telling.model_totals):
        meet(not telling.sites or telling.is_nationwide, "figure", *slot, low)
    return found


def _hash_key(day: int, *what: object) -> int:
    digest = hashlib.blake2b(repr(what).encode(), digest_size=_HASH_BITS // 8).digest()
    return day << _HASH_BITS | int.from_bytes(digest)


def serialize_features(features: ReportFeatures) -> str:
    """The features as a JSON object, without those at their default; equal features give equal text."""
    fields = zip(ReportFeatures._field_defaults.items(), features, strict=True)
    return _encode(
        {
            _STORED_NAMES[field]: sorted(value, key=repr) if isinstance(value, frozenset) else value
            for (field, default), value in fields
            if value != default
        }
    )


def deserialize_features(text: str) -> ReportFeatures:
    """The features that `serialize_features` has written, or an older version of it as a list of values."""
    stored: dict[str, Any] | list[Any] = json.loads(text)
    if isinstance(stored, list):
        stored = dict(zip(_FIELDS_BY_STORED_NAME, stored, strict=False))
    values: dict[str, Any] = {}
    for name, value in stored.items():
        field = _FIELDS_BY_STORED_NAME[name]
        if isinstance(value, list):
            value = type(ReportFeatures._field_defaults[field])(map(_to_tuple, value))
        values[field] = value
    return ReportFeatures(**values)


def _to_tuple(value: Any) -> Any:
    return tuple(map(_to_tuple, value)) if isinstance(value, list) else value
