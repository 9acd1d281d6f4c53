"""The values of a strike that can be corrected, under paths that stay whatever further reports say."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from model.edits.errors import EditError
from model.event import ValuePath
from model.taxonomy import FIGURE_NAMES, WEAPON_KINDS, WeaponKind

if TYPE_CHECKING:
    from model.event import Figure, Strike

SLOT_PATHS: Final = ("scope", "side", "when", "places", "weapons")
CORRECTABLE_PATHS: Final = (*SLOT_PATHS, *FIGURE_NAMES)
WEAPON_FIGURES: Final = ("launched", "intercepted")


def parse_path(typed: str) -> str:
    """The path that is meant: "Killed" is killed, "launched: drones" is "launched:drone". Raises EditError."""
    name, colon, weapon = typed.partition(":")
    name = name.strip().casefold()
    if colon and name in WEAPON_FIGURES:
        return weapon_figure_path(name, *parse_weapon(weapon))
    if name in CORRECTABLE_PATHS and not colon:
        return name
    near = get_close_matches(name, CORRECTABLE_PATHS, 1)
    hint = (
        f"; did you mean {near[0]}?"
        if near
        else f"; these can be: {', '.join(CORRECTABLE_PATHS)}, launched:drone Shahed"
    )
    raise EditError(f"{typed.strip()!r} is no value that can be corrected{hint}")


def weapon_figure_path(name: str, kind: str, model: str | None) -> str:
    """The path of what was launched, or intercepted, of one weapon."""
    return f"{name}:{kind} {model}" if model else f"{name}:{kind}"


def correction_path(shown: str, strike: Strike) -> str:
    """The path under which the value shown at a path of the strike is corrected ("places" for "places.1"); '' for none.

    `launched` and `intercepted` without a weapon are those of several kinds together.
    """
    value = ValuePath.parse(shown)
    weapon = value.find_weapon(strike.weapons)
    if weapon and value.figure in WEAPON_FIGURES:
        return weapon_figure_path(value.figure, weapon.kind, weapon.model)
    return value.slot if value.slot in CORRECTABLE_PATHS else ""


def figure_at(strike: Strike, path: str) -> Figure | None:
    """The figure of the strike at a path."""
    name, colon, _ = path.partition(":")
    if not colon:
        found: Figure | None = getattr(strike, name)
        return found
    wanted = weapon_at(path)
    same = (weapon for weapon in strike.weapons if (weapon.kind, weapon.model) == wanted)
    return next((getattr(weapon, name) for weapon in same), None)


def weapon_at(path: str) -> tuple[WeaponKind, str | None]:
    """The kind and model of weapon that a path names."""
    kind, _, model = path.partition(":")[2].partition(" ")
    return next(each for each in WEAPON_KINDS if each == kind), model or None


def parse_weapon(typed: str) -> tuple[WeaponKind, str | None]:
    """The kind and model typed: "drones" or "Drone shahed"; a known model alone will do. Raises EditError."""
    from model.query.fields import find_field, parse_choice

    words = " ".join(typed.split())
    first, _, model = words.partition(" ")
    field = find_field("weapon")
    assert field is not None
    found = parse_choice(field, first) if first else None
    for kind in WEAPON_KINDS:
        if kind == found:
            return kind, next(
                (known for known in _known_models(kind) if known.casefold() == model.casefold()), model
            ) or None
    for kind in WEAPON_KINDS:
        for known in _known_models(kind):
            if words and known.casefold() == words.casefold():
                return kind, known
    raise EditError(f"{words!r} is no weapon; write its kind ({', '.join(WEAPON_KINDS)}) and then its model")


def _known_models(kind: WeaponKind) -> list[str]:
    """The models that the lexicon knows of a kind, in its spelling."""
    from model.parsing.lexicon import load_table

    return [entry["model"] for entry in load_table("weapons")["weapon"] if entry["kind"] == kind and "model" in entry]
