"""Slot resolution: the final value of each slot of a template, and whether they are enough for a report."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from model.event import Document, When
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import STRENGTH_NAMED, FigureMention, WeaponMention
from model.parsing.clauses.rule_matcher import Evidence, find_rule_labels
from model.parsing.clauses.territorial_control import is_own_territory
from model.parsing.clauses.time_roles import COARSE_PRECISIONS
from model.parsing.discourse.event_template import EventTemplate, add_weapon
from model.taxonomy import Basis

MissingSlot = Literal["side_and_place", "count_of_total", "facts", "second_fact"]

_LEAD_PARAGRAPHS = 3  # paragraphs after the title in which an article gives its news


def is_reportable(template: EventTemplate) -> bool:
    """Whether it is a strike in this war with enough facts for a report, and not only mentioned."""
    return not find_missing_slots(template)


def find_missing_slots(template: EventTemplate) -> tuple[MissingSlot, ...]:
    """What a template lacks for a report; () if nothing."""
    counted, places = template.has_figures, resolve_places(template)
    if template.side is None and not any(chunk.place and chunk.place.country in ("UA", "RU") for chunk in places):
        return () if template.is_total and counted and template.weapons else ("side_and_place",)
    is_lead = any(clause.paragraph <= _LEAD_PARAGRAPHS for clause in template.clauses)
    if template.is_total and not counted:
        return () if is_lead and template.weapons else ("count_of_total",)
    facts: list[object] = [places, template.weapons, counted, any(weapon.model for weapon in template.weapons)]
    if template.time and template.time.when.precision in COARSE_PRECISIONS and not any(facts):
        return ("facts",)  # "Russia attacked Ukraine in 2022": the war
    strikes = [(clause, clause.strike_evidence.rule) for clause in template.clauses if clause.strike_evidence]
    named = [(find_rule_labels(rule), c.paragraph) for c, rule in strikes if c.side_strength >= STRENGTH_NAMED]
    facts.append(template.time)
    facts.append(any("headline" in labels and paragraph == 0 for labels, paragraph in named))
    facts.append(not is_lead and any("done" in labels for labels, _ in named))
    if all(clause.is_earlier for clause, _ in strikes):  # a mention: "in response to the raid on Belgorod"
        facts.append(template.side_strength >= STRENGTH_NAMED)
        is_lead = False
    is_news = is_lead and not template.is_dateless
    if sum(map(bool, facts)) >= (1 if is_news else 2):
        return ()
    return ("facts",) if is_news else ("second_fact",)


def resolve_weapons(mentions: list[WeaponMention]) -> list[WeaponMention]:
    """Each weapon once; "drones" is dropped beside models of its kind, or, if counted, merged into the only model."""
    missiles = {weapon.model for weapon in mentions if weapon.kind == "missile"}
    weapons: list[WeaponMention] = []
    for mention in mentions:
        add_weapon(weapons, replace(mention, kind="missile") if _is_called_missile(mention, missiles) else mention)
    for plain in [weapon for weapon in weapons if weapon.model is None]:
        models = [weapon for weapon in weapons if weapon.kind == plain.kind and weapon.model]
        counted = bool(plain.launched or plain.intercepted)
        if not models or (counted and not (len(models) == 1 and _is_complementary(plain, models[0]))):
            continue
        others = [other for other in weapons if other.kind == plain.kind and not other.model and other is not plain]
        if counted and any(other.launched or other.intercepted for other in others):
            continue
        weapons.remove(plain)
        models[0].launched = models[0].launched or plain.launched
        models[0].intercepted = models[0].intercepted or plain.intercepted
    return [weapon for weapon in weapons if weapon.kind != "other"] or weapons


def _is_called_missile(weapon: WeaponMention, missiles: set[str | None]) -> bool:
    """Whether the text calls this artillery a missile; `missiles` are the models of the missiles in the text."""
    return bool(missiles) and (weapon.can_be_missile if weapon.model is None else weapon.model in missiles)


def _is_complementary(plain: WeaponMention, model: WeaponMention) -> bool:
    """Whether each gives a count that the other lacks: "14 Shaheds", "11 of the drones were shot down"."""
    if model.is_part:
        return False
    pairs = ((plain.launched, model.launched), (plain.intercepted, model.intercepted))
    return all(not one or not other or _is_same_count(one, other) for one, other in pairs)


def _is_same_count(plain: FigureMention, model: FigureMention) -> bool:
    """Whether both can be one count: "dozens" or "more than 40", and then exactly 52."""
    if plain.figure.high is None and model.figure.high is not None:
        return (plain.figure.low or 0) <= model.figure.high
    return plain.bounds == model.bounds


def resolve_places(template: EventTemplate) -> list[Chunk]:
    """The places hit; without any, the landmarks and the seats of the speakers (a governor's region)."""
    places = list((template.places or template.other_places).values())
    return [chunk for chunk in places if not is_own_territory(chunk, template.side)] or places


def resolve_when(template: EventTemplate, document: Document) -> tuple[When, Evidence | None]:
    """The stated day; else that of the sentence before, of the statement about the strike, or of publication."""
    mention = template.time or (None if template.is_total else template.preceding_time)
    if mention is None and template.statement_time and template.statement_time.when.start:
        mention = template.statement_time
    if mention:
        return mention.when, Evidence(mention.rule, mention.start, mention.end)
    day = document.published
    if template.is_total or template.is_dateless or day is None or document.published_weak:
        return When(), None
    basis: Basis = "user" if document.published_from == "user" else "carried"
    return When.model_construct(start=day, end=day, precision="day", basis=basis, text=None), None
