"""Settling a draft: which of what was told the report gives, and whether it is worth one."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from model.event import Document, When
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import STRENGTH_NAMED, FigureMention, WeaponMention
from model.parsing.clauses.rule_matcher import Evidence, find_rule_labels
from model.parsing.clauses.territorial_control import is_own_territory
from model.parsing.clauses.time_roles import COARSE_PRECISIONS
from model.parsing.discourse.event_template import EventTemplate, can_be_same_weapon, merge_counts
from model.taxonomy import Basis

MissingSlot = Literal["side_and_place", "count_of_total", "facts", "second_fact"]

LEAD_PARAGRAPHS = 3  # paragraphs in which news stands first


def is_reportable(draft: EventTemplate) -> bool:
    """A strike in this war, with what a report needs; a bare mention is none."""
    return not find_missing_slots(draft)


def find_missing_slots(draft: EventTemplate) -> tuple[MissingSlot, ...]:
    """What a draft lacks to be worth a report; () where it is."""
    counted = draft.has_figures
    ours = any(chunk.place and chunk.place.country in ("UA", "RU") for chunk in resolve_places(draft))
    if draft.side is None and not ours:
        return () if draft.is_total and counted and draft.weapons else ("side_and_place",)
    foremost = any(said.paragraph <= LEAD_PARAGRAPHS for said in draft.clauses)
    if draft.is_total and not counted:
        return () if foremost and draft.weapons else ("count_of_total",)
    named = any(arm.model for arm in draft.weapons)
    by_name = [
        (said.strike_evidence.rule, said.paragraph)
        for said in draft.clauses
        if said.strike_evidence and said.side_strength >= STRENGTH_NAMED
    ]
    headline = any("headline" in find_rule_labels(rule) and paragraph == 0 for rule, paragraph in by_name)
    acted = any("done" in find_rule_labels(rule) for rule, _ in by_name)
    facts = [resolve_places(draft), draft.weapons, counted, named]
    if draft.time and draft.time.when.precision in COARSE_PRECISIONS and not any(facts):
        return ("facts",)  # "Russia attacked Ukraine in 2022": the war
    told: list[object] = [draft.time, *facts]
    told += [headline, acted and not foremost]
    if all(
        said.is_earlier for said in draft.clauses if said.strike_evidence
    ):  # a mention: "in response to the raid on Belgorod"
        told.append(draft.side_strength >= STRENGTH_NAMED)
        foremost = False
    enough = sum(map(bool, told)) >= (1 if foremost and not draft.is_dateless else 2)
    return () if enough else ("facts",) if foremost and not draft.is_dateless else ("second_fact",)


def resolve_weapons(arms: list[WeaponMention]) -> list[WeaponMention]:
    """A plain noun and the one model of its kind are one item; beside models an uncounted plain noun adds nothing."""
    missiles = {arm.model for arm in arms if arm.kind == "missile"}
    out = [replace(arm, kind="missile") if _is_called_missile(arm, missiles) else arm for arm in arms]
    out = _merge_duplicates(out)
    for plain in [arm for arm in out if arm.model is None]:
        models = [arm for arm in out if arm.kind == plain.kind and arm.model]
        counted = bool(plain.launched or plain.intercepted)
        if not models or (counted and not (len(models) == 1 and _is_complementary(plain, models[0]))):
            continue
        others = [arm for arm in out if arm.kind == plain.kind and arm is not plain and arm not in models]
        if counted and any(arm.launched or arm.intercepted for arm in others):
            continue
        out.remove(plain)
        models[0].launched = models[0].launched or plain.launched
        models[0].intercepted = models[0].intercepted or plain.intercepted
    told = [arm for arm in out if arm.kind != "other"]
    return told or out


def _is_called_missile(arm: WeaponMention, missiles: set[str | None]) -> bool:
    """Whether what is artillery by itself is called a missile elsewhere; `missiles` are the models of those there."""
    return bool(missiles) and (arm.can_be_missile if arm.model is None else arm.model in missiles)


def _is_complementary(plain: WeaponMention, model: WeaponMention) -> bool:
    """Whether the one tells what the other leaves out: "14 Shaheds", "11 of the drones were shot down"."""
    if model.is_part:
        return False
    pairs = ((plain.launched, model.launched), (plain.intercepted, model.intercepted))
    return all(not one or not other or _is_same_count(one, other) for one, other in pairs)


def _is_same_count(plain: FigureMention, model: FigureMention) -> bool:
    """Whether both can be one count: "dozens", "more than 40 over Kyiv" of what is then counted as 52."""
    low = plain.figure.low or 0
    if plain.figure.high is None and model.figure.high is not None:
        return low <= model.figure.high
    return (plain.figure.low, plain.figure.high) == (model.figure.low, model.figure.high)


def _merge_duplicates(arms: list[WeaponMention]) -> list[WeaponMention]:
    """One item of those with the same kind and model, unless their counts differ."""
    out: list[WeaponMention] = []
    for arm in arms:
        same = next((a for a in out if (a.kind, a.model) == (arm.kind, arm.model) and can_be_same_weapon(a, arm)), None)
        if same:
            merge_counts(same, arm)
        else:
            out.append(arm)
    return out


def resolve_places(draft: EventTemplate) -> list[Chunk]:
    """The places hit; where none is named, the landmark or the seat of who tells of it (a governor's region)."""
    places = list((draft.places or draft.other_places).values())
    return [chunk for chunk in places if not is_own_territory(chunk, draft.side)] or places


def resolve_when(draft: EventTemplate, document: Document) -> tuple[When, Evidence | None]:
    """The day as told; else the day that the sentence before named, or on which it was said, or of publication."""
    mention = draft.time
    if mention is None and not draft.is_total:
        mention = draft.preceding_time
    if mention is None and draft.statement_time and draft.statement_time.when.start:
        mention = draft.statement_time
    if mention:
        return mention.when, Evidence(mention.rule, mention.start, mention.end)
    day = document.published
    if draft.is_total or draft.is_dateless or day is None or document.published_weak:
        return When(), None
    basis: Basis = "user" if document.published_from == "user" else "carried"
    return When.model_construct(start=day, end=day, precision="day", basis=basis, text=None), None
