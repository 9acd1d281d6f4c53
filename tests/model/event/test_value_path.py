"""Value paths are read and written in one place, and find the weapon that they name."""

from __future__ import annotations

import pytest

from model.event import ValuePath, Weapon

WEAPONS = (Weapon(kind="missile"), Weapon(kind="drone", model="Shahed"))


@pytest.mark.parametrize(
    ("text", "path", "name"),
    [
        ("side", ValuePath("side"), "side"),
        ("places.0", ValuePath("places", 0), "places"),
        ("weapons.1.launched", ValuePath("weapons", 1, "launched"), "launched"),
        ("damage.12.effect", ValuePath("damage", 12, "effect"), "effect"),
    ],
)
def test_a_path_is_parsed_written_and_named(text: str, path: ValuePath, name: str) -> None:
    assert ValuePath.parse(text) == path
    assert str(path) == text
    assert path.name == name


@pytest.mark.parametrize(
    ("text", "weapon"),
    [("weapons.1.launched", WEAPONS[1]), ("weapons.2", None), ("weapons", None), ("damage.1.count", None)],
)
def test_a_path_finds_its_weapon(text: str, weapon: Weapon | None) -> None:
    assert ValuePath.parse(text).find_weapon(WEAPONS) == weapon
