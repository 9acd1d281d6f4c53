"""Builds the Report of a template: the values in their public form, each with its trace."""

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
    """What the parser reads: the title, if there is one, on a line of its own, and the text."""
    return f"{document.title}\n{document.text}" if document.title else document.text


class TraceBuilder:
    """Collects the trace; converts offsets in the parser text to offsets in the title or the text."""

    def __init__(self, document: Document) -> None:
        self.title_end = len(document.title) if document.title else -1
        self.parser_text = build_parser_text(document)
        self.trace: dict[str, dict[str, object]] = {}

    def add_trace(self, path: str, evidence: Evidence | None) -> None:
        """Record the evidence, if any, of the value at `path`."""
        if evidence is not None:
            within, shift = self._locate_field(evidence.start)
            bounds = {"start": evidence.start - shift, "end": evidence.end - shift}
            self.trace[path] = {"rule": evidence.rule, "in": within, **bounds}

    def make_span(self, start: int, end: int) -> Span:
        """The passage [start, end) of the parser text as a span of its field."""
        within, shift = self._locate_field(start)
        text = self.parser_text[start:end]
        return Span.model_construct(start=start - shift, end=end - shift, text=text, within=within)

    def _locate_field(self, start: int) -> tuple[Literal["text", "title"], int]:
        """The field at an offset of the parser text, and the offset at which that field starts."""
        return ("title", 0) if start < self.title_end else ("text", self.title_end + 1)


def build_report(template: EventTemplate, document: Document) -> Report:
    """The report of a template.

    Raises pydantic.ValidationError if a value does not quote the document, which is a fault of the parser.
    """
    builder = TraceBuilder(document)
    builder.add_trace("scope", next((c.strike_evidence for c in template.clauses if c.strike_evidence), None))
    weapons = resolve_weapons(template.weapons)
    when, when_evidence = resolve_when(template, document)
    builder.add_trace("when", when_evidence)
    builder.add_trace("side", template.side_evidence)
    values: dict[str, object] = {
        "document": document.id,
        "title": document.title,
        "published": document.published,
        "scope": "summary" if template.is_total else "strike",
        "when": when,
        "side": template.side or "unknown",
        "places": _build_places(template, builder),
        "weapons": _build_weapons(weapons, builder),
        "damage": _build_damage(template, builder),
    }
    for name in FIGURE_NAMES:
        if (mention := getattr(template, name)) is not None:
            builder.add_trace(name, mention.evidence)
            values[name] = mention.figure
    values["claims"] = _build_claims(template, weapons, builder)
    if template.unverified:
        builder.add_trace("unverified", template.unverified)
        values["unverified"] = builder.make_span(template.unverified.start, template.unverified.end)
    spans = sorted({(clause.start, clause.end) for clause in (*template.clauses, *template.aftermath)})
    values["excerpts"] = tuple(builder.make_span(start, end) for start, end in spans)
    return Report.model_validate(values | {"trace": builder.trace}, context={"document": document})


def _build_places(template: EventTemplate, builder: TraceBuilder) -> tuple[Place, ...]:
    chunks = resolve_places(template)
    for i, chunk in enumerate(chunks):
        rule = "place.gazetteer" if chunk.place and chunk.place.latitude is not None else "place.framed"
        builder.add_trace(f"places.{i}", Evidence(rule, chunk.start, chunk.end))
    return tuple(_build_place(chunk, builder.parser_text) for chunk in chunks)


def _build_place(chunk: Chunk, text: str) -> Place:
    """The place under its name in the text, but a region named by an adjective ("Crimean") under its own name."""
    entry, name = chunk.place, text[chunk.start : chunk.end]
    if entry is None:
        return Place(name=name)
    if entry.kind == "region" and " " not in name and not load_gazetteer().find_entries(name):
        name = entry.name
    latitude, longitude = entry.latitude, entry.longitude
    return Place(name=name, region=entry.region, country=entry.country, latitude=latitude, longitude=longitude)


def _build_weapons(weapons: Sequence[WeaponMention], builder: TraceBuilder) -> tuple[Weapon, ...]:
    for i, weapon in enumerate(weapons):
        builder.add_trace(f"weapons.{i}", weapon.evidence)
        builder.add_trace(f"weapons.{i}.launched", weapon.launched and weapon.launched.evidence)
        builder.add_trace(f"weapons.{i}.intercepted", weapon.intercepted and weapon.intercepted.evidence)
    return tuple(map(_build_weapon, weapons))


def _build_weapon(weapon: WeaponMention) -> Weapon:
    launched, intercepted = weapon.launched and weapon.launched.figure, weapon.intercepted and weapon.intercepted.figure
    return Weapon(kind=weapon.kind, model=weapon.model, launched=launched, intercepted=intercepted)


def _build_damage(template: EventTemplate, builder: TraceBuilder) -> tuple[Damage, ...]:
    mentions = resolve_damage(template.damage)
    for i, mention in enumerate(mentions):
        builder.add_trace(f"damage.{i}", mention.object_evidence)
        builder.add_trace(f"damage.{i}.count", mention.count_mention and mention.count_mention.evidence)
        builder.add_trace(f"damage.{i}.effect", mention.effect_evidence)
    return tuple(
        Damage(
            object=mention.kind,
            text=mention.text,
            count=mention.count_mention and mention.count_mention.figure,
            effect=mention.effect_level,
            effect_text=mention.effect_text,
        )
        for mention in mentions
    )


def _build_claims(
    template: EventTemplate, weapons: Sequence[WeaponMention], builder: TraceBuilder
) -> tuple[Claim, ...]:
    figures: dict[str, FigureMention | None] = {name: getattr(template, name) for name in FIGURE_NAMES}
    for i, weapon in enumerate(weapons):
        figures |= {f"weapons.{i}.launched": weapon.launched, f"weapons.{i}.intercepted": weapon.intercepted}
    claims = resolve_claims(template, {path: figure for path, figure in figures.items() if figure})
    for i, (_, evidence) in enumerate(claims):
        builder.add_trace(f"claims.{i}", evidence)
    return tuple(claim for claim, _ in claims)
