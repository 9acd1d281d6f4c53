"""The weapons named in a cell, by the parser's lexicon and by the aliases of the mapping."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from model.datasets.mapping import WeaponAlias, WeaponMapping
from model.parsing.lexicon import load_table
from model.taxonomy import WeaponKind

MODEL_SEPARATOR: Final = "/"  # between models counted together, as in the lexicon's "Kh-101/Kh-555"


class NamedWeapon(NamedTuple):
    """A weapon, and the words of the cell that name it."""

    kind: WeaponKind
    model: str | None
    words: str
    is_known: bool = True


@cache
def _index_weapon_forms() -> dict[str, tuple[WeaponKind, str | None]]:
    """Maps each form of the lexicon, casefolded, singular and plural, to its kind and model."""
    index: dict[str, tuple[WeaponKind, str | None]] = {}
    for entry in load_table("weapons")["weapon"]:
        for form in entry["forms"]:
            for name in (form.casefold(), f"{form.casefold()}s"):
                index.setdefault(name, (entry["kind"], entry.get("model")))
    return index


def read_weapon_cell(cell: str, spec: WeaponMapping) -> tuple[NamedWeapon, ...]:
    """The weapons of a cell; several of one kind are a single weapon, since the cell counts them together.

    An unknown name is a weapon of kind "other" with that name as its model.
    """
    names = cell.split(spec.separator) if spec.separator else [cell]
    identified = [_identify_weapon(name.strip(), spec) for name in names if name.strip()]
    weapons = tuple({(weapon.kind, weapon.model): weapon for weapon in identified}.values())
    if len(weapons) > 1 and all(weapon.is_known and weapon.kind == weapons[0].kind for weapon in weapons):
        models = [weapon.model for weapon in weapons]
        model = None if None in models else MODEL_SEPARATOR.join(filter(None, models))
        return (NamedWeapon(weapons[0].kind, model, cell),)
    return weapons


def _identify_weapon(name: str, spec: WeaponMapping) -> NamedWeapon:
    alias = spec.called.get(name, name)
    if isinstance(alias, WeaponAlias):
        return NamedWeapon(alias.kind, alias.model, name)
    if (entry := _index_weapon_forms().get(alias.casefold())) is not None:
        return NamedWeapon(*entry, name)
    return NamedWeapon("other", name, name, is_known=False)
