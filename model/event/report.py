"""The event model: what a document says of a strike, each value with the very characters that say it.

The words are the field's own. Figures keep a low and a high bound as UCDP GED does; weapons count what was
launched and intercepted as the air-force dailies do; a claim has a speaker and a stance; a strike is one or more
reports (MUC-4: two reports are one unless side, day, place or weapon differ).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, ValidationInfo, model_validator

from model.event.base import FrozenModel
from model.event.document import Document, Span
from model.taxonomy import FIGURE_NAMES, Basis, Effect, ObjectKind, Precision, Scope, Side, Stance, WeaponKind

INFERRED_SIDE_RULE_PREFIX = "side.inferred_from"  # how the rules of a side that no words tell begin
DATASET_RULE_PREFIX = (
    "dataset."  # how the rules begin that read a cell of a table under a mapping; the mapping's name follows
)


class Figure(FrozenModel):
    """A reported count with its bounds and the words that give it: `30, None, "a minimum of 30"`.

    Both bounds inclusive; None is an open bound. Vague counts follow ACLED ("dozens" is 12 and up). `0, 0` is a
    stated zero; an unknown count is no Figure at all.
    """

    low: Annotated[int, Field(ge=0)] | None
    high: Annotated[int, Field(ge=0)] | None
    text: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("a figure needs a bound")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class When(FrozenModel):
    """An interval of whole days, both inclusive, with its precision and how it is known.

    `start` and `end` are None where the words cannot be placed on the calendar (`basis` unresolved); `text` is the
    words of the source, None where the day is only carried from the publication date.
    """

    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"
    basis: Basis = "unresolved"
    text: str | None = None

    @model_validator(mode="after")
    def _check_interval(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the interval ends on {self.end}, before it starts on {self.start}")
        return self


class Place(FrozenModel):
    """A target place as the text names it; region, country (ISO 3166 alpha-2) and degrees (WGS 84) where known."""

    name: str
    region: str | None = None
    country: str | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class Weapon(FrozenModel):
    """One kind of weapon (or one model of a kind) in a strike, with what was launched and intercepted of it."""

    kind: WeaponKind
    model: str | None = None
    launched: Figure | None = None
    intercepted: Figure | None = None


class Claim(FrozenModel):
    """Who says so: the speaker's side, the speaker as the text names them, and whether they assert or deny.

    `of` is the path of the one figure that it is about ("killed", "weapons.0.launched"), None for the strike as told.
    `responsibility` is that the speaker says their own side did it.
    """

    side: Side
    speaker: str | None = None
    stance: Stance = "asserts"
    of: str | None = None
    responsibility: bool = False


class Damage(FrozenModel):
    """What was hit or aimed at, and what is told to have become of it.

    `text` is the words that name it ("a nine-storey apartment building"), `count` its number where one is told ("a
    school" has none). `effect` is None where the text only says that it was attacked; `effect_text` is the words that
    tell it. What is said not to be damaged is none.
    """

    object: ObjectKind
    text: Annotated[str, Field(min_length=1)]
    count: Figure | None = None
    effect: Effect | None = None
    effect_text: Annotated[str, Field(min_length=1)] | None = None


class Trace(FrozenModel):
    """Why a value is there: the rule that gave it, and the characters it was read from."""

    rule: str
    start: int
    end: int
    within: Literal["text", "title"] = Field(default="text", alias="in")


class Report(FrozenModel):
    """What one document says of one strike.

    `launched` and `intercepted` on the report are figures over several kinds of weapon together. `unverified` are the
    words that say that nobody could check it. `trace` explains each value under its path: "side", "when", "killed",
    "places.0", "weapons.1", "weapons.1.launched", "damage.0", "damage.0.count", "damage.0.effect", "claims.0",
    "unverified".
    Validate with `context={"document": document}` to hold the promise that everything is quoted.
    """

    document: str
    title: str | None = None
    published: date | None = None
    scope: Scope = "strike"
    when: When = When()
    side: Side = "unknown"
    places: tuple[Place, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    launched: Figure | None = None
    intercepted: Figure | None = None
    killed: Figure | None = None
    injured: Figure | None = None
    damage: tuple[Damage, ...] = ()
    claims: tuple[Claim, ...] = ()
    unverified: Span | None = None
    excerpts: Annotated[tuple[Span, ...], Field(min_length=1)]
    trace: dict[str, Trace] = Field(default={})

    @property
    def side_is_inferred(self) -> bool:
        """Whether no words say who attacked, and only the target or the weapon tells it."""
        trace = self.trace.get("side")
        return trace is not None and trace.rule.startswith(INFERRED_SIDE_RULE_PREFIX)

    @property
    def dataset(self) -> str | None:
        """The mapping that read it from the rows of a table; None where it was parsed."""
        rules = (trace.rule for trace in self.trace.values() if trace.rule.startswith(DATASET_RULE_PREFIX))
        return next((rule.split(".")[1] for rule in rules), None)

    def iter_figures(self) -> Iterator[tuple[str, Figure]]:
        """Each figure of the report under its path in `trace`."""
        for name in FIGURE_NAMES:
            if (figure := getattr(self, name)) is not None:
                yield name, figure
        for i, weapon in enumerate(self.weapons):
            for name in ("launched", "intercepted"):
                if (figure := getattr(weapon, name)) is not None:
                    yield f"weapons.{i}.{name}", figure
        for i, damage in enumerate(self.damage):
            if damage.count is not None:
                yield f"damage.{i}.count", damage.count

    def iter_quotes(self) -> Iterator[tuple[str, str]]:
        """All that is quoted besides the excerpts, under its path in `trace`."""
        yield from ((path, figure.text) for path, figure in self.iter_figures())
        if self.when.text:
            yield "when", self.when.text
        for i, damage in enumerate(self.damage):
            yield f"damage.{i}", damage.text
            if damage.effect_text:
                yield f"damage.{i}.effect", damage.effect_text

    @model_validator(mode="after")
    def _check_claim_paths(self) -> Self:
        told = {claim.of for claim in self.claims if claim.of}
        if told and (unknown := told - {path for path, _ in self.iter_figures()}):
            raise ValueError(f"a claim is of {', '.join(sorted(unknown))}, which the report does not have")
        return self

    @model_validator(mode="after")
    def _check_quotes(self, info: ValidationInfo) -> Self:
        document = (info.context or {}).get("document")
        if not isinstance(document, Document):
            return self
        for span in (*self.excerpts, *filter(None, [self.unverified])):
            if not span.is_verbatim_in(document):
                raise ValueError(f"the excerpt at {span.start} is not the text of document {document.id}")
        for path, words in self.iter_quotes():
            if not (
                self._is_traced(path, words, document) or words in document.text or words in (document.title or "")
            ):
                raise ValueError(f"{path}: {words!r} does not stand in document {document.id}")
        return self

    def _is_traced(self, path: str, words: str, document: Document) -> bool:
        """Whether the trace leads to the words: to search a long text for each takes its length every time."""
        trace = self.trace.get(path)
        return trace is not None and document.field_text(trace.within)[trace.start : trace.end] == words


class ExtractedDocument(NamedTuple):
    """A document with the reports that it gives, in its order: what a library takes in.

    `edition` is that of the rules which read it, '' where nothing was parsed (the row of a dataset). `origin` is where
    it was found, a lasting name for one document: another text found there later takes its place; '' is no such name.
    """

    document: Document
    reports: tuple[Report, ...] = ()
    edition: str = ""
    origin: str = ""


class Candidate(FrozenModel):
    """A passage that looks like a strike and lacks what a report needs: for people to judge, never on the timeline.

    `lacks` is what is missing, in plain words; `told` is what it tells all the same, as a report would say it.
    """

    lacks: Annotated[tuple[str, ...], Field(min_length=1)]
    told: Report
