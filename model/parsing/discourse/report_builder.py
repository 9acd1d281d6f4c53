"""A draft becomes a Report: values in their public form, each with its trace, validated against the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from model.event import Claim, Damage, Document, Place, Report, Span, Weapon
from model.gazetteer import load_gazetteer
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import FigureMention, WeaponMention
from model.parsing.clauses.damage import resolve_damage
from model.parsing.clauses.rule_matcher import Evidence
from model.parsing.discourse.claim_resolution import resolve_claims
from model.parsing.discourse.event_template import EventTemplate
from model.parsing.discourse.slot_resolution import resolve_places, resolve_weapons, resolve_when
from model.taxonomy import FIGURE_NAMES


def build_parser_text(document: Document) -> str:
    """What the parser reads: the title on a line of its own, where there is one, and the text."""
    return f"{document.title}\n{document.text}" if document.title else document.text


class TraceBuilder:
    """Turns offsets of title-and-text into offsets of the field they stand in, and keeps the trace."""

    def __init__(self, document: Document) -> None:
        self.title_end = len(document.title) if document.title else -1
        self.parser_text = build_parser_text(document)
        self.trace: dict[str, dict[str, object]] = {}

    def add_trace(self, path: str, evidence: Evidence | None) -> None:
        """Keep why the value at `path` is there."""
        if evidence is not None:
            within, shift = self._locate_field(evidence.start)
            bounds = {"start": evidence.start - shift, "end": evidence.end - shift}
            self.trace[path] = {"rule": evidence.rule, "in": within, **bounds}

    def make_span(self, start: int, end: int) -> Span:
        """The stretch of the whole as a span of its field."""
        within, shift = self._locate_field(start)
        return Span.model_construct(
            start=start - shift, end=end - shift, text=self.parser_text[start:end], within=within
        )

    def _locate_field(self, start: int) -> tuple[Literal["text", "title"], int]:
        """The field in which an offset of the whole stands, and where that field starts."""
        return ("title", 0) if start < self.title_end else ("text", self.title_end + 1)


def build_report(draft: EventTemplate, document: Document) -> Report:
    """The report of a draft.

    Raises pydantic.ValidationError where a value is not quoted from the document: a fault of the parser.
    """
    quoter = TraceBuilder(document)
    quoter.add_trace("scope", next((said.strike_evidence for said in draft.clauses if said.strike_evidence), None))
    arms = resolve_weapons(draft.weapons)
    when, why = resolve_when(draft, document)
    quoter.add_trace("when", why)
    quoter.add_trace("side", draft.side_evidence)
    values: dict[str, object] = {
        "document": document.id,
        "title": document.title,
        "published": document.published,
        "scope": "summary" if draft.is_total else "strike",
        "when": when,
        "side": draft.side or "unknown",
        "places": _build_places(draft, quoter),
        "weapons": _build_weapons(arms, quoter),
        "damage": _build_damage(draft, quoter),
    }
    for name in FIGURE_NAMES:
        if (value := getattr(draft, name)) is not None:
            quoter.add_trace(name, value.evidence)
            values[name] = value.figure
    values["claims"] = _build_claims(draft, arms, quoter)
    if draft.unverified:
        quoter.add_trace("unverified", draft.unverified)
        values["unverified"] = quoter.make_span(draft.unverified.start, draft.unverified.end)
    spans = sorted({(said.start, said.end) for said in (*draft.clauses, *draft.aftermath)})
    values["excerpts"] = tuple(quoter.make_span(start, end) for start, end in spans)
    return Report.model_validate(values | {"trace": quoter.trace}, context={"document": document})


def _build_places(draft: EventTemplate, quoter: TraceBuilder) -> tuple[Place, ...]:
    chunks = resolve_places(draft)
    for i, chunk in enumerate(chunks):
        rule = "place.gazetteer" if chunk.place and chunk.place.latitude is not None else "place.framed"
        quoter.add_trace(f"places.{i}", Evidence(rule, chunk.start, chunk.end))
    return tuple(_build_place(chunk, quoter.parser_text) for chunk in chunks)


def _build_place(chunk: Chunk, whole: str) -> Place:
    """The place under the name that the text gives it; a region's adjective ("Crimean") is no name."""
    entry, name = chunk.place, whole[chunk.start : chunk.end]
    if entry is None:
        return Place(name=name)
    if entry.kind == "region" and " " not in name and not load_gazetteer().find_entries(name):
        name = entry.name
    return Place(
        name=name,
        region=entry.region,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
    )


def _build_weapons(arms: Sequence[WeaponMention], quoter: TraceBuilder) -> tuple[Weapon, ...]:
    for i, arm in enumerate(arms):
        quoter.add_trace(f"weapons.{i}", arm.evidence)
        quoter.add_trace(f"weapons.{i}.launched", arm.launched and arm.launched.evidence)
        quoter.add_trace(f"weapons.{i}.intercepted", arm.intercepted and arm.intercepted.evidence)
    return tuple(map(_build_weapon, arms))


def _build_weapon(arm: WeaponMention) -> Weapon:
    launched, intercepted = arm.launched and arm.launched.figure, arm.intercepted and arm.intercepted.figure
    return Weapon(kind=arm.kind, model=arm.model, launched=launched, intercepted=intercepted)


def _build_damage(draft: EventTemplate, quoter: TraceBuilder) -> tuple[Damage, ...]:
    settled = resolve_damage(draft.damage)
    for i, said in enumerate(settled):
        quoter.add_trace(f"damage.{i}", said.object_evidence)
        quoter.add_trace(f"damage.{i}.count", said.count_mention and said.count_mention.evidence)
        quoter.add_trace(f"damage.{i}.effect", said.effect_evidence)
    return tuple(
        Damage(
            object=said.kind,
            text=said.text,
            count=said.count_mention and said.count_mention.figure,
            effect=said.effect_level,
            effect_text=said.effect_text,
        )
        for said in settled
    )


def _collect_figures(draft: EventTemplate, arms: Sequence[WeaponMention]) -> dict[str, FigureMention]:
    """Each figure of the report under its path."""
    found = {name: getattr(draft, name) for name in FIGURE_NAMES}
    for i, arm in enumerate(arms):
        found |= {f"weapons.{i}.launched": arm.launched, f"weapons.{i}.intercepted": arm.intercepted}
    return {path: told for path, told in found.items() if told}


def _build_claims(draft: EventTemplate, arms: Sequence[WeaponMention], quoter: TraceBuilder) -> tuple[Claim, ...]:
    settled = resolve_claims(draft, _collect_figures(draft, arms))
    for i, (_, evidence) in enumerate(settled):
        quoter.add_trace(f"claims.{i}", evidence)
    return tuple(claim for claim, _ in settled)
