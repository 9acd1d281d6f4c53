"""The event model: what a document says of a strike, each value with the very characters that say it.

The words are the field's own. Figures keep a low and a high bound as UCDP GED does; weapons count what was
launched and intercepted as the air-force dailies do; a claim has a speaker and a stance; a strike is one or more
reports (MUC-4: two reports are one unless side, day, place or weapon differ).
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, ValidationInfo, model_validator

from model.terms import FIGURES as FIGURES
from model.terms import SIDES as SIDES
from model.terms import WEAPON_KINDS as WEAPON_KINDS
from model.terms import Basis as Basis
from model.terms import Effect as Effect
from model.terms import ObjectKind as ObjectKind
from model.terms import Precision as Precision
from model.terms import Scope as Scope
from model.terms import ShownBy as ShownBy
from model.terms import Side as Side
from model.terms import Stance as Stance
from model.terms import WeaponKind as WeaponKind
from model.value import Value as Value
from model.work import Work

PublishedFrom = Literal["record", "text", "page", "file name", "user"]


INFERRED_SIDE = "side.inferred_from"  # how the rules of a side that no words tell begin
DATASET = "dataset."  # how the rules begin that read a cell of a table under a mapping; the mapping's name follows


def value_name(path: str) -> str:
    """The name of the value at a path of `Report.trace`: "places" of "places.0", "launched" of "weapons.1.launched"."""
    return next(part for part in reversed(path.split(".")) if not part.isdigit())


class Document(Value):
    """One article or message, its text kept to the character: every offset in a report counts into it.

    `published` is the day the document itself names (None where it names none). `published_from` says what names it,
    `published_text` the very words, and `published_weak` that they are an update stamp or the like. `published_told` is
    the day that it names itself, where the user has given it another. `id_given` is that the id names it wherever in
    its file it stands: the record brought it, or it is its file's name inside an archive.
    """

    id: str
    id_given: bool = False
    text: str
    title: str | None = None
    published: date | None = None
    published_weak: bool = False
    published_from: PublishedFrom | None = None
    published_text: str | None = None
    published_told: date | None = None
    source: str | None = None
    url: str | None = None

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Where a character of the text stands, both counted from 1, as editors count them."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    @property
    def digest(self) -> str:
        """What makes it this document wherever it lies and whatever its file is called: 16 hex digits of its content.

        A day of publication that the user gave is none of it.
        """
        published = self.published_told if self.published_from == "user" else self.published
        content = [self.text, self.title, published and published.isoformat(), self.source, self.url]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def field(self, name: Literal["text", "title"]) -> str:
        """The text or the title that stands apart from it ('' where there is none)."""
        return self.text if name == "text" else self.title or ""


@lru_cache(maxsize=1)  # whoever asks asks for many places of one text
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


class Span(Value):
    """A stretch of a document: `text` is the document's characters from `start` (inclusive) to `end` (exclusive)."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str
    within: Literal["text", "title"] = Field(default="text", alias="in")

    @model_validator(mode="after")
    def _measures(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"a span of {self.end - self.start} characters holds {len(self.text)}")
        return self

    def stands_in(self, document: Document) -> bool:
        """True where the document holds exactly these characters at this place."""
        return document.field(self.within)[self.start : self.end] == self.text


class Figure(Value):
    """A reported count with its bounds and the words that give it: `30, None, "a minimum of 30"`.

    Both bounds inclusive; None is an open bound. Vague counts follow ACLED ("dozens" is 12 and up). `0, 0` is a
    stated zero; an unknown count is no Figure at all.
    """

    low: Annotated[int, Field(ge=0)] | None
    high: Annotated[int, Field(ge=0)] | None
    text: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("a figure needs a bound")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class When(Value):
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
    def _ordered(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the interval ends on {self.end}, before it starts on {self.start}")
        return self


class Place(Value):
    """A target place as the text names it; region, country (ISO 3166 alpha-2) and degrees (WGS 84) where known."""

    name: str
    region: str | None = None
    country: str | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class Weapon(Value):
    """One kind of weapon (or one model of a kind) in a strike, with what was launched and intercepted of it."""

    kind: WeaponKind
    model: str | None = None
    launched: Figure | None = None
    intercepted: Figure | None = None


class Claim(Value):
    """Who says so: the speaker's side, the speaker as the text names them, and whether they assert or deny.

    `of` is the path of the one figure that it is about ("killed", "weapons.0.launched"), None for the strike as told.
    `responsibility` is that the speaker says their own side did it.
    """

    side: Side
    speaker: str | None = None
    stance: Stance = "asserts"
    of: str | None = None
    responsibility: bool = False


class Damage(Value):
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


class Trace(Value):
    """Why a value is there: the rule that gave it, and the characters it was read from."""

    rule: str
    start: int
    end: int
    within: Literal["text", "title"] = Field(default="text", alias="in")


class Report(Value):
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
        return trace is not None and trace.rule.startswith(INFERRED_SIDE)

    @property
    def dataset(self) -> str | None:
        """The mapping that read it from the rows of a table; None where it was parsed."""
        rules = (trace.rule for trace in self.trace.values() if trace.rule.startswith(DATASET))
        return next((rule.split(".")[1] for rule in rules), None)

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Each figure of the report under its path in `trace`."""
        for name in FIGURES:
            if (figure := getattr(self, name)) is not None:
                yield name, figure
        for i, weapon in enumerate(self.weapons):
            for name in ("launched", "intercepted"):
                if (figure := getattr(weapon, name)) is not None:
                    yield f"weapons.{i}.{name}", figure
        for i, damage in enumerate(self.damage):
            if damage.count is not None:
                yield f"damage.{i}.count", damage.count

    def words(self) -> Iterator[tuple[str, str]]:
        """All that is quoted besides the excerpts, under its path in `trace`."""
        yield from ((path, figure.text) for path, figure in self.figures())
        if self.when.text:
            yield "when", self.when.text
        for i, damage in enumerate(self.damage):
            yield f"damage.{i}", damage.text
            if damage.effect_text:
                yield f"damage.{i}.effect", damage.effect_text

    @model_validator(mode="after")
    def _claims_are_of_its_figures(self) -> Self:
        told = {claim.of for claim in self.claims if claim.of}
        if told and (unknown := told - {path for path, _ in self.figures()}):
            raise ValueError(f"a claim is of {', '.join(sorted(unknown))}, which the report does not have")
        return self

    @model_validator(mode="after")
    def _is_quoted(self, info: ValidationInfo) -> Self:
        document = (info.context or {}).get("document")
        if not isinstance(document, Document):
            return self
        for span in (*self.excerpts, *filter(None, [self.unverified])):
            if not span.stands_in(document):
                raise ValueError(f"the excerpt at {span.start} is not the text of document {document.id}")
        for path, words in self.words():
            if not (self._traces(path, words, document) or words in document.text or words in (document.title or "")):
                raise ValueError(f"{path}: {words!r} does not stand in document {document.id}")
        return self

    def _traces(self, path: str, words: str, document: Document) -> bool:
        """Whether the trace leads to the words: to search a long text for each takes its length every time."""
        trace = self.trace.get(path)
        return trace is not None and document.field(trace.within)[trace.start : trace.end] == words


class Account(NamedTuple):
    """A document with the reports that it gives, in its order: what a library takes in.

    `edition` is that of the rules which read it, '' where nothing was parsed (the row of a dataset). `origin` is where
    it was found, a lasting name for one document: another text found there later takes its place; '' is no such name.
    """

    document: Document
    reports: tuple[Report, ...] = ()
    edition: str = ""
    origin: str = ""


class Candidate(Value):
    """A passage that looks like a strike and lacks what a report needs: for people to judge, never on the timeline.

    `lacks` is what is missing, in plain words; `told` is what it tells all the same, as a report would say it.
    """

    lacks: Annotated[tuple[str, ...], Field(min_length=1)]
    told: Report


class Shown(Value):
    """The figure of a strike that is shown first, the document that tells it, and the rule that chose it.

    "alone": no other is told, "alike": all tell this count; else why it goes before the others: "latest" published,
    "exact" where they give a rough count or a bound, "rough" where they give a bound, "dated" or "placed" where they
    do not say when or where, "lower" of what is left.
    """

    figure: Figure
    document: str
    rule: ShownBy


class Strike(Value):
    """One attack, as one or more reports tell it.

    Figures are ranges over the reports: the lowest low to the highest high, None where a report leaves a bound open.
    `shown` is which of several is shown first, under its path ("killed", "weapons.0.launched"); ask
    `model.shown.shown_figure`, which answers for those that one report alone tells too.
    `damage` is all that any of them tells.
    `reasons` says for each report after the first why it was taken for the same strike. `disputed` marks strikes that
    someone denies, or whose reports name different sides or exclusive figures. `work` is what the user has done to it:
    where that corrects a value, the strike holds the corrected one.
    """

    id: str
    scope: Scope
    when: When
    side: Side
    places: tuple[Place, ...]
    weapons: tuple[Weapon, ...]
    launched: Figure | None = None
    intercepted: Figure | None = None
    killed: Figure | None = None
    injured: Figure | None = None
    damage: tuple[Damage, ...] = ()
    claims: tuple[Claim, ...] = ()
    disputed: bool = False
    reports: Annotated[tuple[Report, ...], Field(min_length=1)]
    reasons: tuple[str, ...] = ()
    shown: dict[str, Shown] = Field(default={})
    work: Work = Work()

    @property
    def side_is_inferred(self) -> bool:
        """Whether no words of any report say who attacked, nor has the user said it; never of an unknown side."""
        if self.side == "unknown" or self.work.correction("side"):
            return False
        return all(report.side_is_inferred for report in self.reports if report.side == self.side)
