"""The values of a strike in the order of its detail, each with the reports that state it: what v and V step through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from model.edits.value_paths import WEAPON_FIGURES

if TYPE_CHECKING:
    from model.event import Claim, Damage, Place, Report, Strike

ReportPaths = tuple[tuple[int, str], ...]
"""The index of a report, and the path of a value in it."""


class StrikeValue(NamedTuple):
    """One value under its path in the strike ("when", "places.1", "weapons.0.launched").

    `report_paths` are the reports that state it. For a value that none states ("killed" without a figure) they are all
    reports, since each may have rejected a candidate.
    """

    path: str
    report_paths: ReportPaths

    def find_report_path(self, index: int) -> str:
        """The value's path in a report; '' where that does not state it."""
        return next((path for number, path in self.report_paths if number == index), "")


def list_strike_values(strike: Strike) -> list[StrikeValue]:
    """The values of a strike that can be explained."""
    reports = strike.reports
    values = [StrikeValue(path, _paths_in_all(reports, path)) for path in ("scope", "when")]
    values.append(_make_slot_value("side", reports, (report.side == strike.side for report in reports)))
    values += _list_places(strike)
    values += _list_weapons(strike)
    for name in (*WEAPON_FIGURES, "killed", "injured"):
        if name not in WEAPON_FIGURES or getattr(strike, name) is not None:
            values.append(_make_slot_value(name, reports, (getattr(report, name) is not None for report in reports)))
    values += _list_damage(strike)
    values += _list_claims(strike)
    if any(is_unverified := [report.unverified is not None for report in reports]):
        values.append(_make_slot_value("unverified", reports, is_unverified))
    return [value for value in values if value.report_paths]


def claim_key(claim: Claim) -> tuple[str, str | None, str]:
    """Claims with the same key are shown as one: what one speaker says of several figures."""
    return claim.side, claim.speaker, claim.stance


def index_claims(claims: Iterable[Claim]) -> dict[tuple[str, str | None, str], int]:
    """The index of the first claim under each key."""
    first_index: dict[tuple[str, str | None, str], int] = {}
    for index, claim in enumerate(claims):
        first_index.setdefault(claim_key(claim), index)
    return first_index


def _paths_in_all(reports: tuple[Report, ...], path: str) -> ReportPaths:
    return tuple((number, path) for number in range(len(reports)))


def _paths_of_first(reports: tuple[Report, ...], slot: str) -> ReportPaths:
    """The first value of a slot in each report: what a value that the user has set is explained by."""
    return tuple((number, f"{slot}.0" if getattr(report, slot) else slot) for number, report in enumerate(reports))


def _make_slot_value(path: str, reports: tuple[Report, ...], is_stated: Iterable[bool]) -> StrikeValue:
    """A value that a report has once, with the reports that state it, else with all."""
    stated = tuple((number, path) for number, here in enumerate(is_stated) if here)
    return StrikeValue(path, stated or _paths_in_all(reports, path))


def _list_places(strike: Strike) -> list[StrikeValue]:
    reported: dict[object, list[tuple[int, int, Place]]] = {}
    for n, report in enumerate(strike.reports):
        for k, place in enumerate(report.places):
            for key in _place_keys(place):
                reported.setdefault(key, []).append((n, k, place))
    values = []
    for i, place in enumerate(strike.places):
        candidates = (candidate for key in _place_keys(place) for candidate in reported.get(key, ()))
        same = sorted({(n, k) for n, k, other in candidates if _is_same_place(other, place)})
        paths = tuple((n, f"places.{k}") for n, k in same)
        values.append(StrikeValue(f"places.{i}", paths or _paths_of_first(strike.reports, "places")))
    return values or [StrikeValue("places", _paths_in_all(strike.reports, "places"))]


def _place_keys(place: Place) -> list[object]:
    """Blocking keys: two places that are the same share one."""
    name = place.name.casefold()
    return [name] if place.latitude is None else [name, (place.latitude, place.longitude)]


def _is_same_place(place: Place, other: Place) -> bool:
    """Whether the coordinates are equal, or the names where one has none."""
    if place.latitude is not None and other.latitude is not None:
        return (place.latitude, place.longitude) == (other.latitude, other.longitude)
    return place.name.casefold() == other.name.casefold()


def _list_weapons(strike: Strike) -> list[StrikeValue]:
    reports, values = strike.reports, []
    for i, weapon in enumerate(strike.weapons):
        same = [
            (n, k, other)
            for n, report in enumerate(reports)
            for k, other in enumerate(report.weapons)
            if (other.kind, other.model) == (weapon.kind, weapon.model)
        ]
        paths = tuple((n, f"weapons.{k}") for n, k, _ in same)
        values.append(StrikeValue(f"weapons.{i}", paths or _paths_of_first(reports, "weapons")))
        for name in WEAPON_FIGURES:
            if getattr(weapon, name) is not None:
                paths = tuple((n, f"weapons.{k}.{name}") for n, k, other in same if getattr(other, name) is not None)
                values.append(StrikeValue(f"weapons.{i}.{name}", paths or _paths_in_all(reports, name)))
    return values or [StrikeValue("weapons", _paths_in_all(reports, "weapons"))]


def _list_damage(strike: Strike) -> list[StrikeValue]:
    reported: dict[Damage, dict[int, int]] = {}
    for n, report in enumerate(strike.reports):
        for k, damage in enumerate(report.damage):
            reported.setdefault(damage, {}).setdefault(n, k)
    values = [
        StrikeValue(f"damage.{i}", tuple((n, f"damage.{k}") for n, k in reported.get(damage, {}).items()))
        for i, damage in enumerate(strike.damage)
    ]
    return values or [StrikeValue("damage", _paths_in_all(strike.reports, "damage"))]


def _list_claims(strike: Strike) -> Iterator[StrikeValue]:
    reported = [index_claims(report.claims) for report in strike.reports]
    for key, i in index_claims(strike.claims).items():
        paths = tuple((n, f"claims.{index[key]}") for n, index in enumerate(reported) if key in index)
        yield StrikeValue(f"claims.{i}", paths)
    if not strike.claims:
        yield StrikeValue("claims", _paths_in_all(strike.reports, "claims"))
