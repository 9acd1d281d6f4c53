"""Reports: what one document reports of one strike, and the values that a report is made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, ValidationInfo, model_validator

from model.event.base import FrozenModel
from model.event.document import Document, Span
from model.taxonomy import FIGURE_NAMES, Basis, Effect, ObjectKind, Precision, Scope, Side, Stance, WeaponKind

INFERRED_SIDE_RULE_PREFIX = "side.inferred_from"  # of rules that infer an attacker whom the text does not name
DATASET_RULE_PREFIX = "dataset."  # of rules that read a table cell; the name of the dataset mapping follows


class Figure(FrozenModel):
    """A reported count with its bounds and its words: `30, None, "a minimum of 30"`.

    Both bounds are inclusive; None is an open bound. Vague counts follow ACLED: "dozens" is at least 12. `0, 0` is an
    explicit zero; an unknown count is None instead of a Figure.
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
    """An interval of whole days, both inclusive, with its precision and the basis of its date.

    `start` and `end` are None for words without a calendar date (`basis` unresolved). `text` is the words of the
    source, None where the date is only carried over from the publication date.
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
    """A target as the text names it; region, country (ISO 3166 alpha-2) and degrees (WGS 84) where known."""

    name: str
    region: str | None = None
    country: str | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class Weapon(FrozenModel):
    """A kind of weapon, or one model of a kind, with how many were launched and intercepted."""

    kind: WeaponKind
    model: str | None = None
    launched: Figure | None = None
    intercepted: Figure | None = None


class Claim(FrozenModel):
    """An attribution: the speaker's side, the speaker as the text names them, and whether they assert or deny.

    `of` is the path of the one figure that the claim is about ("killed", "weapons.0.launched"), None for the strike as
    a whole. `responsibility` is True where the speaker says that their own side did it.
    """

    side: Side
    speaker: str | None = None
    stance: Stance = "asserts"
    of: str | None = None
    responsibility: bool = False


class Damage(FrozenModel):
    """An object that was hit or aimed at, and the effect; never one reported as undamaged.

    `text` names it ("a nine-storey apartment building"). `count` is the stated number ("a school" has none). `effect`
    is None where the text only says that it was attacked, `effect_text` the words for it.
    """

    object: ObjectKind
    text: Annotated[str, Field(min_length=1)]
    count: Figure | None = None
    effect: Effect | None = None
    effect_text: Annotated[str, Field(min_length=1)] | None = None


class Trace(FrozenModel):
    """The provenance of a value: the rule that gave it, and the characters it was read from."""

    rule: str
    start: int
    end: int
    within: Literal["text", "title"] = Field(default="text", alias="in")


class Report(FrozenModel):
    """What one document reports of one strike.

    `launched` and `intercepted` are totals over several kinds of weapon. `unverified` is the statement that it could
    not be verified. `trace` has the provenance of each value under its path: "side", "when", "killed", "places.0",
    "weapons.1", "weapons.1.launched", "damage.0", "damage.0.count", "damage.0.effect", "claims.0", "unverified".
    Validating with `context={"document": document}` raises an error for any quote that the document does not have.
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
        """Whether the attacker is not named, and was inferred from the target or the weapon."""
        trace = self.trace.get("side")
        return trace is not None and trace.rule.startswith(INFERRED_SIDE_RULE_PREFIX)

    @property
    def dataset(self) -> str | None:
        """The name of the dataset mapping that read it from a table; None where it was parsed."""
        rules = (trace.rule for trace in self.trace.values() if trace.rule.startswith(DATASET_RULE_PREFIX))
        return next((rule.split(".")[1] for rule in rules), None)

    def iter_figures(self) -> Iterator[tuple[str, Figure]]:
        """Each figure with its path."""
        for name in FIGURE_NAMES:
            if (figure := getattr(self, name)) is not None:
                yield name, figure
        for i, weapon in enumerate(self.weapons):
            for name in FIGURE_NAMES[:2]:
                if (figure := getattr(weapon, name)) is not None:
                    yield f"weapons.{i}.{name}", figure
        for i, damage in enumerate(self.damage):
            if damage.count is not None:
                yield f"damage.{i}.count", damage.count

    def iter_quotes(self) -> Iterator[tuple[str, str]]:
        """Each quote besides the excerpts, with its path."""
        yield from ((path, figure.text) for path, figure in self.iter_figures())
        if self.when.text:
            yield "when", self.when.text
        for i, damage in enumerate(self.damage):
            yield f"damage.{i}", damage.text
            if damage.effect_text:
                yield f"damage.{i}.effect", damage.effect_text

    @model_validator(mode="after")
    def _check_claim_paths(self) -> Self:
        paths = {claim.of for claim in self.claims if claim.of}
        if paths and (unknown := paths - {path for path, _ in self.iter_figures()}):
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
            traced = self._is_traced(path, words, document)
            if not traced and words not in document.text and words not in (document.title or ""):
                raise ValueError(f"{path}: {words!r} is not in document {document.id}")
        return self

    def _is_traced(self, path: str, words: str, document: Document) -> bool:
        """Whether the words are where their trace points: much faster than searching a long text for them."""
        trace = self.trace.get(path)
        return trace is not None and document.field_text(trace.within)[trace.start : trace.end] == words


class ExtractedDocument(NamedTuple):
    """A document with its reports in the order of its text: the input of a library.

    `edition` is the version of the parser, '' for a row of a dataset, which is not parsed. `origin` is a lasting name
    of where the document was found, '' for none: another text of the same origin replaces it.
    """

    document: Document
    reports: tuple[Report, ...] = ()
    edition: str = ""
    origin: str = ""


class Candidate(FrozenModel):
    """A passage that looks like a strike but lacks what a report needs: for review, never on the timeline.

    `lacks` is what is missing, in plain words; `report` has the values that were read from it.
    """

    lacks: Annotated[tuple[str, ...], Field(min_length=1)]
    report: Report
