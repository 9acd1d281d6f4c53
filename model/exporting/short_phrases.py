"""Values in a few words, for cells and tables: "drone Shahed 36, 30 intercepted", "ukraine asserts: the air force"."""

from __future__ import annotations

from model.event import Claim, Damage, Figure, Weapon
from model.event.figures import short_form


def format_weapon(weapon: Weapon) -> str:
    """A weapon with its figures: "drone Shahed 36, 30 intercepted"."""
    launched = short_form(weapon.launched) if weapon.launched else None
    words = " ".join(word for word in (weapon.kind, weapon.model, launched) if word)
    return f"{words}, {short_form(weapon.intercepted)} intercepted" if weapon.intercepted else words


def format_quoted_weapon(weapon: Weapon) -> str:
    """A weapon with its figures and the words that give them: "drone Shahed, 12+ launched (“a dozen”)"."""
    parts = [" ".join(filter(None, (weapon.kind, weapon.model)))]
    for name in ("launched", "intercepted"):
        figure: Figure | None = getattr(weapon, name)
        if figure:
            words = f" (“{figure.text}”)" if figure.text != short_form(figure) else ""
            parts.append(f"{short_form(figure)} {name}{words}")
    return ", ".join(parts)


def format_damage(damage: Damage) -> str:
    """What was hit and what became of it: "housing damaged: two houses"."""
    return f"{damage.object} {damage.effect or 'attacked'}: {damage.text}"


def format_claim(claim: Claim) -> str:
    """Who asserts or denies what: "ukraine asserts weapons.0.intercepted: the air force"."""
    what = "responsibility" if claim.responsibility else claim.of
    words = " ".join(word for word in (claim.side, claim.stance, what) if word)
    return f"{words}: {claim.speaker}" if claim.speaker else words
