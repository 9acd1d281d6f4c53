"""A draft becomes a Report: values in their public form, each with its trace, validated against the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from model.event import Claim, Damage, Document, Place, Report, Span, Weapon
from model.gazetteer import gazetteer
from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import ArmsSaid, Told
from model.parsing.clauses.damage import settled_damage
from model.parsing.clauses.rule_matcher import Evidence
from model.parsing.discourse.claim_resolution import settled_claims
from model.parsing.discourse.event_template import Draft
from model.parsing.discourse.slot_resolution import settled_arms, settled_places, settled_when
from model.taxonomy import FIGURES


def whole_text(document: Document) -> str:
    """What the parser reads: the title on a line of its own, where there is one, and the text."""
    return f"{document.title}\n{document.text}" if document.title else document.text


class Quoter:
    """Turns offsets of title-and-text into offsets of the field they stand in, and keeps the trace."""

    def __init__(self, document: Document) -> None:
        self.title_end = len(document.title) if document.title else -1
        self.whole = whole_text(document)
        self.trace: dict[str, dict[str, object]] = {}

    def explain(self, path: str, evidence: Evidence | None) -> None:
        """Keep why the value at `path` is there."""
        if evidence is not None:
            within, shift = self._field(evidence.start)
            bounds = {"start": evidence.start - shift, "end": evidence.end - shift}
            self.trace[path] = {"rule": evidence.rule, "in": within, **bounds}

    def span(self, start: int, end: int) -> Span:
        """The stretch of the whole as a span of its field."""
        within, shift = self._field(start)
        return Span.model_construct(start=start - shift, end=end - shift, text=self.whole[start:end], within=within)

    def _field(self, start: int) -> tuple[Literal["text", "title"], int]:
        """The field in which an offset of the whole stands, and where that field starts."""
        return ("title", 0) if start < self.title_end else ("text", self.title_end + 1)


def report(draft: Draft, document: Document) -> Report:
    """The report of a draft.

    Raises pydantic.ValidationError where a value is not quoted from the document: a fault of the parser.
    """
    quoter = Quoter(document)
    quoter.explain("scope", next((said.strike for said in draft.clauses if said.strike), None))
    arms = settled_arms(draft.arms)
    when, why = settled_when(draft, document)
    quoter.explain("when", why)
    quoter.explain("side", draft.side_evidence)
    values: dict[str, object] = {
        "document": document.id,
        "title": document.title,
        "published": document.published,
        "scope": "summary" if draft.total else "strike",
        "when": when,
        "side": draft.side or "unknown",
        "places": _places(draft, quoter),
        "weapons": _weapons(arms, quoter),
        "damage": _damage(draft, quoter),
    }
    for name in FIGURES:
        if (value := getattr(draft, name)) is not None:
            quoter.explain(name, value.evidence)
            values[name] = value.figure
    values["claims"] = _claims(draft, arms, quoter)
    if draft.unverified:
        quoter.explain("unverified", draft.unverified)
        values["unverified"] = quoter.span(draft.unverified.start, draft.unverified.end)
    spans = sorted({(said.start, said.end) for said in (*draft.clauses, *draft.aftermath)})
    values["excerpts"] = tuple(quoter.span(start, end) for start, end in spans)
    return Report.model_validate(values | {"trace": quoter.trace}, context={"document": document})


def _places(draft: Draft, quoter: Quoter) -> tuple[Place, ...]:
    chunks = settled_places(draft)
    for i, chunk in enumerate(chunks):
        rule = "place.gazetteer" if chunk.place and chunk.place.latitude is not None else "place.framed"
        quoter.explain(f"places.{i}", Evidence(rule, chunk.start, chunk.end))
    return tuple(_place(chunk, quoter.whole) for chunk in chunks)


def _place(chunk: Chunk, whole: str) -> Place:
    """The place under the name that the text gives it; a region's adjective ("Crimean") is no name."""
    entry, name = chunk.place, whole[chunk.start : chunk.end]
    if entry is None:
        return Place(name=name)
    if entry.kind == "region" and " " not in name and not gazetteer().entries(name):
        name = entry.name
    return Place(
        name=name,
        region=entry.region,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
    )


def _weapons(arms: Sequence[ArmsSaid], quoter: Quoter) -> tuple[Weapon, ...]:
    for i, arm in enumerate(arms):
        quoter.explain(f"weapons.{i}", arm.evidence)
        quoter.explain(f"weapons.{i}.launched", arm.launched and arm.launched.evidence)
        quoter.explain(f"weapons.{i}.intercepted", arm.intercepted and arm.intercepted.evidence)
    return tuple(map(_weapon, arms))


def _weapon(arm: ArmsSaid) -> Weapon:
    launched, intercepted = arm.launched and arm.launched.figure, arm.intercepted and arm.intercepted.figure
    return Weapon(kind=arm.kind, model=arm.model, launched=launched, intercepted=intercepted)


def _damage(draft: Draft, quoter: Quoter) -> tuple[Damage, ...]:
    settled = settled_damage(draft.damage)
    for i, said in enumerate(settled):
        quoter.explain(f"damage.{i}", said.named)
        quoter.explain(f"damage.{i}.count", said.number and said.number.evidence)
        quoter.explain(f"damage.{i}.effect", said.effect)
    return tuple(
        Damage(
            object=said.kind,
            text=said.text,
            count=said.number and said.number.figure,
            effect=said.level,
            effect_text=said.effect_text,
        )
        for said in settled
    )


def _figures(draft: Draft, arms: Sequence[ArmsSaid]) -> dict[str, Told]:
    """Each figure of the report under its path."""
    found = {name: getattr(draft, name) for name in FIGURES}
    for i, arm in enumerate(arms):
        found |= {f"weapons.{i}.launched": arm.launched, f"weapons.{i}.intercepted": arm.intercepted}
    return {path: told for path, told in found.items() if told}


def _claims(draft: Draft, arms: Sequence[ArmsSaid], quoter: Quoter) -> tuple[Claim, ...]:
    settled = settled_claims(draft, _figures(draft, arms))
    for i, (_, evidence) in enumerate(settled):
        quoter.explain(f"claims.{i}", evidence)
    return tuple(claim for claim, _ in settled)
