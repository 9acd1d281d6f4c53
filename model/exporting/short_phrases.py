"""Values in a few words, for cells and tables: "drone Shahed 36, 30 intercepted", "ukraine asserts: the air force"."""

from __future__ import annotations

from model.event import Claim, Damage, Weapon
from model.event.figures import short_form


def format_weapon(weapon: Weapon) -> str:
    """A weapon with its figures: "drone Shahed 36, 30 intercepted"."""
    launched = short_form(weapon.launched) if weapon.launched else None
    text = _join_words(weapon.kind, weapon.model, launched)
    return f"{text}, {short_form(weapon.intercepted)} intercepted" if weapon.intercepted else text


def format_quoted_weapon(weapon: Weapon) -> str:
    """A weapon with its figures and their words, where they differ: "drone Shahed, 12+ launched (“a dozen”)"."""
    parts = [_join_words(weapon.kind, weapon.model)]
    for name, figure in (("launched", weapon.launched), ("intercepted", weapon.intercepted)):
        if figure:
            words = f" (“{figure.text}”)" if figure.text != short_form(figure) else ""
            parts.append(f"{short_form(figure)} {name}{words}")
    return ", ".join(parts)


def format_damage(damage: Damage) -> str:
    """What was hit and what became of it: "housing damaged: two houses"."""
    return f"{damage.object} {damage.effect or 'attacked'}: {damage.text}"


def format_claim(claim: Claim) -> str:
    """Who asserts or denies what: "ukraine asserts weapons.0.intercepted: the air force"."""
    text = _join_words(claim.side, claim.stance, "responsibility" if claim.responsibility else claim.of)
    return f"{text}: {claim.speaker}" if claim.speaker else text


def _join_words(*words: str | None) -> str:
    return " ".join(filter(None, words))
