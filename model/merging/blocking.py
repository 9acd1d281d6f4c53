"""Blocking keys: only reports that share one are compared. Also the stored form of the features.

Only reports with the same last day are compared (a night counts as the morning on which it ends), so a report affects
the strikes of one day alone, and the order of adding does not matter.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from model.merging.features import ReportFeatures

MAX_BLOCK_COMPARISONS: Final = 250  # reports under one key that are all compared; in larger blocks only neighbours
_HASH_BITS: Final = 40
# The key of each field in the stored object. Older libraries store a list of the values in this order.
_STORED_NAMES: Final = {
    "scope": "scope", "side": "side", "first_day": "first", "last_day": "last", "is_night": "night",
    "published_day": "published", "is_nationwide": "wide", "has_risen_toll": "risen", "sites": "sites",
    "whole_regions": "areas", "regions": "regions", "weapon_kinds": "kinds", "weapon_models": "models",
    "figures": "figures", "model_totals": "totals", "asserting_sides": "asserted", "speakers": "speakers",
    "dataset": "dataset",
}  # fmt: skip
_FIELDS_BY_STORED_NAME: Final = {stored: field for field, stored in _STORED_NAMES.items()}
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def blocking_keys(features: ReportFeatures) -> dict[int, bool]:
    """The blocking keys, each with whether the report is compared to all others there, or only to those that are.

    Reports without a common key cannot be similar, since that takes a common day, and a common place or an agreeing
    figure. A key is a positive number of 63 bits with the day in the high ones, so that the keys of a day are adjacent.
    """
    if features.scope == "summary" or not features.last_day:
        return {}
    first_day = 0 if features.last_day - features.first_day <= 1 else features.first_day
    keys: dict[int, bool] = {}

    def add_key(compares_all: bool, *parts: object) -> None:
        key = _hash_key(features.last_day, first_day, *parts)
        keys[key] = keys.get(key, False) or compares_all

    for site in features.sites:
        add_key(True, "place", *site)
    for region in features.regions | features.whole_regions:
        add_key(region in features.whole_regions, "region", region)
    if features.is_nationwide:
        add_key(True, "wide")
    for slot, (low, _) in (*features.figures, *features.model_totals):
        add_key(not features.sites or features.is_nationwide, "figure", *slot, low)
    return keys


def _hash_key(day: int, *parts: object) -> int:
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=_HASH_BITS // 8).digest()
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
    """The features as `serialize_features` writes them, or as older versions did."""
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
