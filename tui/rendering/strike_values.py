"""The values of a strike, one after the other, each with the reports that tell it: what v and V step through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from model.event import Claim, Damage, Place, Report, Strike

_WEAPON_FIGURES = ("launched", "intercepted")


class StrikeValue(NamedTuple):
    """One value under its path in the strike ("when", "places.1", "weapons.0.launched").

    `told` are the indices of the reports that tell it, each with the value's path in that report. For what nobody
    tells ("killed" without a figure) they are all reports, since each may have passed something over.
    """

    path: str
    report_paths: tuple[tuple[int, str], ...]

    def find_report_path(self, report: int) -> str:
        """The value's path in a report; '' where that does not tell it."""
        return next((path for number, path in self.report_paths if number == report), "")


def list_strike_values(strike: Strike) -> list[StrikeValue]:
    """What can be explained of a strike, in the order in which the detail tells it."""
    reports = strike.reports
    found = [
        StrikeValue("scope", _paths_in_all_reports(reports, "scope")),
        StrikeValue("when", _paths_in_all_reports(reports, "when")),
    ]
    found.append(_make_slot_value("side", reports, [r.side == strike.side for r in reports]))
    found += _list_places(strike)
    found += _list_weapons(strike)
    for name in _WEAPON_FIGURES:
        if getattr(strike, name) is not None:
            found.append(_make_slot_value(name, reports, [getattr(r, name) is not None for r in reports]))
    for name in ("killed", "injured"):
        found.append(_make_slot_value(name, reports, [getattr(r, name) is not None for r in reports]))
    found += _list_damage(strike)
    for path, claim in {find_claim_path(strike, claim): claim for claim in strike.claims}.items():
        firsts = ((n, _find_report_claim(report, claim)) for n, report in enumerate(reports))
        found.append(StrikeValue(path, tuple((n, told) for n, told in firsts if told)))
    if not strike.claims:
        found.append(StrikeValue("claims", _paths_in_all_reports(reports, "claims")))
    if any(report.unverified for report in reports):
        found.append(_make_slot_value("unverified", reports, [report.unverified is not None for report in reports]))
    return [value for value in found if value.report_paths]


def find_claim_path(strike: Strike, claim: Claim) -> str:
    """The path under which the detail tells a claim: that of the first with this speaker, side and stance."""
    return f"claims.{next(i for i, other in enumerate(strike.claims) if _is_same_claim(other, claim))}"


def _find_report_claim(report: Report, claim: Claim) -> str:
    """The path of the claim in a report; '' where it is not told there."""
    return next((f"claims.{k}" for k, other in enumerate(report.claims) if _is_same_claim(other, claim)), "")


def _is_same_claim(one: Claim, other: Claim) -> bool:
    """What one speaker says of several figures is told once."""
    return (one.side, one.speaker, one.stance) == (other.side, other.speaker, other.stance)


def _paths_in_all_reports(reports: tuple[Report, ...], path: str) -> tuple[tuple[int, str], ...]:
    return tuple((number, path) for number in range(len(reports)))


def _paths_of_replaced(reports: tuple[Report, ...], name: str) -> tuple[tuple[int, str], ...]:
    """What the reports tell in the place of what the user has set: the first of its kind."""
    return tuple((number, f"{name}.0" if getattr(report, name) else name) for number, report in enumerate(reports))


def _make_slot_value(path: str, reports: tuple[Report, ...], tells: list[bool]) -> StrikeValue:
    """A value that stands once in a report, told by those that tell it, or else looked for in all."""
    return StrikeValue(
        path, tuple((n, path) for n, told in enumerate(tells) if told) or _paths_in_all_reports(reports, path)
    )


def _list_places(strike: Strike) -> list[StrikeValue]:
    named: dict[object, list[tuple[int, int, Place]]] = {}
    for n, report in enumerate(strike.reports):
        for k, place in enumerate(report.places):
            for key in _place_keys(place):
                named.setdefault(key, []).append((n, k, place))
    found = []
    for i, place in enumerate(strike.places):
        near = (each for key in _place_keys(place) for each in named.get(key, ()))
        told = sorted({(n, k) for n, k, other in near if _is_same_place(other, place)})
        found.append(
            StrikeValue(
                f"places.{i}",
                tuple((n, f"places.{k}") for n, k in told) or _paths_of_replaced(strike.reports, "places"),
            )
        )
    return found or [StrikeValue("places", _paths_in_all_reports(strike.reports, "places"))]


def _place_keys(place: Place) -> list[object]:
    """What two places that are one have one of in common."""
    name = place.name.casefold()
    return [name] if place.latitude is None else [name, (place.latitude, place.longitude)]


def _list_damage(strike: Strike) -> list[StrikeValue]:
    told: dict[Damage, dict[int, int]] = {}
    for n, report in enumerate(strike.reports):
        for k, damage in enumerate(report.damage):
            told.setdefault(damage, {}).setdefault(n, k)
    found = []
    for i, damage in enumerate(strike.damage):
        where = told.get(damage, {})
        found.append(StrikeValue(f"damage.{i}", tuple((n, f"damage.{k}") for n, k in where.items())))
    return found or [StrikeValue("damage", _paths_in_all_reports(strike.reports, "damage"))]


def _list_weapons(strike: Strike) -> list[StrikeValue]:
    found = []
    for i, weapon in enumerate(strike.weapons):
        same = [
            (n, k, each)
            for n, report in enumerate(strike.reports)
            for k, each in enumerate(report.weapons)
            if (each.kind, each.model) == (weapon.kind, weapon.model)
        ]
        here = tuple((n, f"weapons.{k}") for n, k, _ in same)
        found.append(StrikeValue(f"weapons.{i}", here or _paths_of_replaced(strike.reports, "weapons")))
        for name in _WEAPON_FIGURES:
            if getattr(weapon, name) is not None:
                told = tuple((n, f"weapons.{k}.{name}") for n, k, each in same if getattr(each, name) is not None)
                found.append(StrikeValue(f"weapons.{i}.{name}", told or _paths_in_all_reports(strike.reports, name)))
    return found or [StrikeValue("weapons", _paths_in_all_reports(strike.reports, "weapons"))]


def _is_same_place(place: Place, other: Place) -> bool:
    """One place by its degrees where both have them, else by its name."""
    if place.latitude is not None and other.latitude is not None:
        return (place.latitude, place.longitude) == (other.latitude, other.longitude)
    return place.name.casefold() == other.name.casefold()
