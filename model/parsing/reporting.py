"""A draft becomes a Report: values in their public form, each with its trace, validated against the document."""

from __future__ import annotations

from model.event import Claim, Document, Figure, Place, Report, Span, Trace, Weapon
from model.parsing.chunks import Chunk
from model.parsing.clauses import ArmsSaid, Evidence
from model.parsing.joining import Draft, settled_arms, settled_claims, settled_places, settled_when


class _Builder:
    """Turns offsets into title-and-text back into offsets of the field they stand in, and keeps the trace."""

    def __init__(self, document: Document) -> None:
        self.title_end = len(document.title) if document.title else -1
        self.whole = whole_text(document)
        self.trace: dict[str, Trace] = {}

    def explain(self, path: str, evidence: Evidence | None) -> None:
        """Keep why the value at `path` is there."""
        if evidence is None:
            return
        in_title = evidence.start < self.title_end
        shift = 0 if in_title else self.title_end + 1
        self.trace[path] = Trace.model_construct(
            rule=evidence.rule,
            start=evidence.start - shift,
            end=evidence.end - shift,
            within="title" if in_title else "text",
        )

    def span(self, start: int, end: int) -> Span:
        """The stretch of the whole as a span of its field."""
        in_title = start < self.title_end
        shift = 0 if in_title else self.title_end + 1
        where = "title" if in_title else "text"
        return Span.model_construct(start=start - shift, end=end - shift, text=self.whole[start:end], within=where)


def whole_text(document: Document) -> str:
    """What the parser reads: the title on a line of its own, where there is one, and the text."""
    return f"{document.title}\n{document.text}" if document.title else document.text


def report(draft: Draft, document: Document) -> Report:
    """The report of a draft; pydantic refuses it where a value is not quoted from the document."""
    build = _Builder(document)
    explain = build.explain
    when, evidence = settled_when(draft, document)
    explain("scope", next((c.strike for c in draft.clauses if c.strike), None))
    explain("when", evidence)
    explain("side", draft.side_evidence)
    places = []
    for i, chunk in enumerate(settled_places(draft)):
        rule = "place.gazetteer" if chunk.place and chunk.place.latitude else "place.framed"
        explain(f"places.{i}", Evidence(rule, chunk.start, chunk.end))
        places.append(_place(chunk, build.whole))
    weapons = []
    for i, arm in enumerate(settled_arms(draft.arms)):
        explain(f"weapons.{i}", arm.evidence)
        explain(f"weapons.{i}.launched", arm.launched and arm.launched[1])
        explain(f"weapons.{i}.intercepted", arm.intercepted and arm.intercepted[1])
        weapons.append(_weapon(arm))
    figures: dict[str, Figure | None] = {}
    for name in ("launched", "intercepted", "killed", "injured"):
        value = getattr(draft, name)
        figures[name] = value[0] if value else None
        explain(name, value[1] if value else None)
    claims: list[Claim] = []
    for i, (claim, why) in enumerate(settled_claims(draft)):
        explain(f"claims.{i}", why)
        claims.append(claim)
    return Report.model_validate(
        {
            "document": document.id,
            "title": document.title,
            "published": document.published,
            "scope": "summary" if draft.total else "strike",
            "when": when,
            "side": draft.side or "unknown",
            "places": tuple(places),
            "weapons": tuple(weapons),
            **figures,
            "claims": tuple(claims),
            "excerpts": tuple(_excerpts(draft, build)),
            "trace": build.trace,
        },
        context={"document": document},
    )


def _place(chunk: Chunk, whole: str) -> Place:
    entry = chunk.place
    assert entry is not None
    return Place.model_construct(
        name=whole[chunk.start : chunk.end],
        region=entry.region,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
    )


def _weapon(arm: ArmsSaid) -> Weapon:
    return Weapon.model_validate(
        {
            "kind": arm.kind,
            "model": arm.model,
            "launched": arm.launched and arm.launched[0],
            "intercepted": arm.intercepted and arm.intercepted[0],
        }
    )


def _excerpts(draft: Draft, build: _Builder) -> list[Span]:
    """The sentences that the report was read from, in order, none twice."""
    places = sorted({(said.start, said.end) for said in draft.clauses})
    return [build.span(start, end) for start, end in places]
