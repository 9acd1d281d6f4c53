"""The weapons that a cell names: through the parser's lexicon, and what a mapping says of names that are none of it."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from model.datasets.mapping import WeaponAlias, WeaponMapping
from model.parsing.lexicon import load_table
from model.taxonomy import WeaponKind

MODEL_SEPARATOR: Final = "/"  # between models that are counted together, as in the lexicon's "Kh-101/Kh-555"


class NamedWeapon(NamedTuple):
    """A weapon that a cell names, with the words that name it."""

    kind: WeaponKind
    model: str | None
    words: str
    is_known: bool = True


@cache
def _index_weapon_forms() -> dict[str, tuple[WeaponKind, str | None]]:
    """Kind and model of each form of the lexicon, casefolded, in the singular and in the plural."""
    found: dict[str, tuple[WeaponKind, str | None]] = {}
    for entry in load_table("weapons")["weapon"]:
        for form in entry["forms"]:
            for written in (form.casefold(), f"{form.casefold()}s"):
                found.setdefault(written, (entry["kind"], entry.get("model")))
    return found


def read_weapon_cell(cell: str, spec: WeaponMapping) -> tuple[NamedWeapon, ...]:
    """The weapons of a cell: one, or one for all of those of one kind, which it counts together.

    A name that nobody knows is a weapon of kind "other" under that name.
    """
    words = cell.split(spec.separator) if spec.separator else [cell]
    found = {
        (each.kind, each.model): each
        for each in (_identify_weapon(word.strip(), spec) for word in words if word.strip())
    }
    weapons = tuple(found.values())
    if len(weapons) > 1 and all(each.is_known and each.kind == weapons[0].kind for each in weapons):
        models = [each.model for each in weapons]
        model = None if None in models else MODEL_SEPARATOR.join(filter(None, models))
        return (NamedWeapon(weapons[0].kind, model, cell),)
    return weapons


def _identify_weapon(word: str, spec: WeaponMapping) -> NamedWeapon:
    called = spec.called.get(word, word)
    if isinstance(called, WeaponAlias):
        return NamedWeapon(called.kind, called.model, word)
    if (entry := _index_weapon_forms().get(called.casefold())) is not None:
        return NamedWeapon(*entry, word)
    return NamedWeapon("other", word, word, is_known=False)
