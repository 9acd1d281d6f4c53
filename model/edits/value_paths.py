"""Paths of the values that can be corrected; they stay valid whatever further reports say.

A path is a slot ("side"), a figure ("killed"), or a figure of one weapon ("launched:drone Shahed").
"""

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
    """The path typed: "Killed" is killed, "launched: drones" is launched:drone. Raises EditError."""
    name, colon, weapon = typed.partition(":")
    name = name.strip().casefold()
    if colon and name in WEAPON_FIGURES:
        return weapon_figure_path(name, *parse_weapon(weapon))
    if name in CORRECTABLE_PATHS and not colon:
        return name
    near = get_close_matches(name, CORRECTABLE_PATHS, 1)
    paths = f"these can be: {', '.join(CORRECTABLE_PATHS)}, launched:drone Shahed"
    hint = f"did you mean {near[0]}?" if near else paths
    raise EditError(f"{typed.strip()!r} is not a value that can be corrected; {hint}")


def weapon_figure_path(name: str, kind: str, model: str | None) -> str:
    """The path of a figure of one weapon."""
    return f"{name}:{kind} {model}" if model else f"{name}:{kind}"


def correction_path(shown: str, strike: Strike) -> str:
    """The path that corrects the value shown at a path of the event model ("places" for "places.1"); '' if none does.

    `launched` and `intercepted` alone are figures for several kinds of weapon together.
    """
    value = ValuePath.parse(shown)
    weapon = value.find_weapon(strike.weapons)
    if weapon and value.figure in WEAPON_FIGURES:
        return weapon_figure_path(value.figure, weapon.kind, weapon.model)
    return value.slot if value.slot in CORRECTABLE_PATHS else ""


def figure_at(strike: Strike, path: str) -> Figure | None:
    """The figure of the strike at a path, None if not stated."""
    name, colon, _ = path.partition(":")
    if not colon:
        figure: Figure | None = getattr(strike, name)
        return figure
    key = weapon_at(path)
    return next((getattr(weapon, name) for weapon in strike.weapons if (weapon.kind, weapon.model) == key), None)


def weapon_at(path: str) -> tuple[WeaponKind, str | None]:
    """The kind and model of weapon in a path."""
    name, _, model = path.partition(":")[2].partition(" ")
    return next(kind for kind in WEAPON_KINDS if kind == name), model or None


def parse_weapon(typed: str) -> tuple[WeaponKind, str | None]:
    """The kind and model typed: "drones", "Drone shahed", or a known model alone. Raises EditError."""
    from model.query.fields import find_field, parse_choice

    words = " ".join(typed.split())
    first, _, model = words.partition(" ")
    field = find_field("weapon")
    assert field is not None
    choice = parse_choice(field, first)
    for kind in WEAPON_KINDS:
        if kind == choice:
            return kind, _find_model(kind, model) or model or None
    for kind in WEAPON_KINDS:
        if known := _find_model(kind, words):
            return kind, known
    raise EditError(f"{words!r} is not a weapon; write its kind ({', '.join(WEAPON_KINDS)}) and then its model")


def _find_model(kind: WeaponKind, typed: str) -> str | None:
    """The model as the lexicon spells it; None if it is unknown."""
    from model.parsing.lexicon import load_table

    models = (entry.get("model", "") for entry in load_table("weapons")["weapon"] if entry["kind"] == kind)
    return next((model for model in models if typed and model.casefold() == typed.casefold()), None)
