"""The grammar of a mapping: a TOML file that says what the columns of a table of strikes mean (docs/datasets.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Table
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from model.datasets.date_formats import check
from model.problem import Problem
from model.taxonomy import Side, WeaponKind

Cells = Table[str, str]  # the cells of a row that say something, under `folded` names of columns


def folded(name: str) -> str:
    """The form in which names of columns are compared: "EVENT_DATE " is "event_date"."""
    return name.strip().casefold()


class MappingError(ValueError):
    """A mapping that cannot be used; the message says which file and key, what is wrong and what to do."""

    def __init__(self, path: Path, wrong: str) -> None:
        self.problem = Problem(str(path), wrong)
        super().__init__(str(self.problem))


@lru_cache(maxsize=2_000)
def _pattern(values: tuple[str, ...]) -> re.Pattern[str]:
    forms = (".*".join(map(re.escape, value.casefold().split("*"))) for value in values)
    return re.compile("|".join(forms), re.DOTALL)


def fits(value: str, patterns: tuple[str, ...]) -> bool:
    """Whether a cell is one of the values; "*" stands for anything, upper and lower case are the same."""
    return bool(patterns) and _pattern(patterns).fullmatch(value.casefold()) is not None


Column = Annotated[
    str, Field(min_length=1), BeforeValidator(lambda name: folded(name) if isinstance(name, str) else name)
]


def _several(words: object) -> object:
    return (words,) if isinstance(words, str) else words


Patterns = Annotated[tuple[str, ...], BeforeValidator(_several)]
Where = Annotated[dict[Column, Patterns], Field(min_length=1)]


def holds(where: Table[str, tuple[str, ...]], cells: Cells) -> bool:
    """Whether each of the columns has one of its values; an empty cell is ""."""
    return all(fits(cells.get(column, ""), values) for column, values in where.items())


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(_Part):
    """A column with the address of the source; `prefix` completes what is no whole address, by what the cell is."""

    column: Column
    prefix: dict[str, str] = {}


class DatePrecision(_Part):
    """A column that says how well the day is known; by which of its values only the week or the month is."""

    column: Column
    week: Patterns = ()
    month: Patterns = ()


class Time(_Part):
    """When: the columns of its start and its end, and how they are written (%Y %m %d %H %M %S, %B or %b for a month).

    `basis` is "carried" where the day is only that of the news report.
    """

    start: Column
    end: Column | None = None
    formats: Annotated[tuple[Annotated[str, AfterValidator(check)], ...], Field(min_length=1)] = ("%Y-%m-%d",)
    basis: Literal["explicit", "carried"] = "explicit"
    precision: DatePrecision | None = None


class Attacker(_Part):
    """Who attacked: always the same (`is`), by the values of a column, or by which column is flagged ("1")."""

    always: Annotated[Side | None, Field(alias="is")] = None
    column: Column | None = None
    russia: Patterns = ()
    ukraine: Patterns = ()
    other: Patterns = ()
    flags: dict[Side, Column] = {}

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if bool(self.flags) + (self.always is not None) + bool(self.russia or self.ukraine or self.other) != 1:
            raise ValueError('give one of: is = "russia"; column with russia = [...], ukraine = [...]; flags = {...}')
        if self.column is None and not self.flags:
            raise ValueError("name the column that tells it")
        return self


class Counted(_Part):
    """A column with a count. `zero` is "unknown" where a 0 also stands for what nobody told.

    `bound` is "at_least" where the dataset gives the lowest of several counts.
    """

    column: Column
    zero: Literal["stated", "unknown"] = "stated"
    bound: Literal["exact", "at_least"] = "exact"


def _counted(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


Count = Annotated[Counted, BeforeValidator(_counted)]


class KnownAs(_Part):
    """A weapon that the lexicon does not know, or that only its kind is told of."""

    kind: WeaponKind
    model: str | None = None


class Weapons(_Part):
    """With which weapons: a column that names them, or columns that flag a kind ("1").

    A cell that names several (`separator` between them) counts them together. `called` says what the lexicon calls a
    name of the dataset, or its kind and model.
    """

    column: Column | None = None
    separator: str | None = None
    called: dict[str, str | KnownAs] = {}
    launched: Count | None = None
    intercepted: Count | None = None
    flags: dict[Column, WeaponKind] = {}

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.column is None) == (not self.flags):
            raise ValueError("give either column or flags")
        if self.flags and (self.launched or self.intercepted):
            raise ValueError("launched and intercepted belong to a column that names the weapon; see [figures]")
        return self


class PlacePrecision(_Part):
    """A column that says how well the place is known; by which of its values only the region is."""

    column: Column
    region: Patterns


class Places(_Part):
    """Where: a column with one place, or several with one of `separators` between them.

    `strip` are characters around a name that are none of it; `nowhere` names no place; `called` is what the gazetteer
    calls a name. `country` is the column whose values `countries` turns into ISO codes; `lands` are names of a country,
    or of a part of one ("southern Ukraine"), with its code.
    """

    column: Column
    separators: tuple[str, ...] = ()
    strip: str = ""
    nowhere: Patterns = ()
    called: dict[str, str] = {}
    lands: dict[str, str] = {}
    region: Column | None = None
    country: Column | None = None
    countries: dict[str, str] = {}
    latitude: Column | None = None
    longitude: Column | None = None
    precision: PlacePrecision | None = None


class Figures(_Part):
    """Counts of the whole strike."""

    launched: Count | None = None
    intercepted: Count | None = None
    killed: Count | None = None
    injured: Count | None = None


class LeftOut(_Part):
    """Rows that are no strike: those `where` columns have these values, or those `unless` they have; `why` is told."""

    where: Where | None = None
    unless: Where | None = None
    why: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.where is None) == (self.unless is None):
            raise ValueError("give either where or unless")
        return self

    def takes(self, cells: Cells) -> bool:
        """Whether the row is left out."""
        return holds(self.where, cells) if self.where else not holds(self.unless or {}, cells)


class Totals(_Part):
    """Rows that are a total over a period and not one strike."""

    where: Where
    why: Annotated[str, Field(min_length=1)]


class NotTold(_Part):
    """Rows in which the cells of some columns tell nothing of their own; `why` is for who reads the mapping."""

    where: Where
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    why: Annotated[str, Field(min_length=1)]


class Grouped(_Part):
    """Rows that tell one strike together: the same in the columns `by`, and their times not apart.

    `within_hours` is how far apart in time two rows may be; without it they may be any.
    """

    where: Where | None = None
    by: Annotated[tuple[Column, ...], Field(min_length=1)]
    within_hours: Annotated[float, Field(ge=0, le=24 * 7)] | None = None


class Claimed(_Part):
    """Who says so in these rows: a side, and the speaker by name; quoted from the first column of `where`."""

    where: Where
    side: Side
    speaker: str | None = None


class Mapping(_Part):
    """What the columns of a table of strikes mean. `columns` are those by which the table is known.

    `name` is part of the name of each value's rule; `title` is what the source is called; `empty` are cells that say
    nothing.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Annotated[str, Field(min_length=1)]
    columns: Annotated[tuple[Column, ...], Field(min_length=2)]
    empty: Patterns = ("nan", "null", "n/a")
    id: Annotated[tuple[Column, ...], BeforeValidator(_several)] = ()
    url: Link | None = None
    published: Column | None = None
    when: Time
    side: Attacker | None = None
    weapons: Weapons | None = None
    places: tuple[Places, ...] = ()
    figures: Figures = Figures()
    leave_out: tuple[LeftOut, ...] = ()
    not_told: tuple[NotTold, ...] = ()
    summary: tuple[Totals, ...] = ()
    group: tuple[Grouped, ...] = ()
    claim: tuple[Claimed, ...] = ()

    @model_validator(mode="after")
    def _never_adds_up(self) -> Self:
        if self.group and any(getattr(self.figures, name) for name in Figures.model_fields):
            raise ValueError("[figures] and [[group]] cannot go together: figures of several rows are never added up")
        return self

    def demands(self, header: frozenset[str]) -> bool:
        """Whether the header (`folded` names) has all the columns by which the table is known."""
        return header.issuperset(self.columns)


def load(path: Path) -> Mapping:
    """The mapping in a TOML file. Raises MappingError."""
    try:
        return Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        wrong = f"cannot be read ({error.strerror}); check the path"
    except UnicodeDecodeError:
        wrong = "is not UTF-8; save the file as UTF-8"
    except tomllib.TOMLDecodeError as error:
        wrong = f"is no TOML: {error}; correct it there"
    except RecursionError:
        wrong = "is no mapping: too deeply nested; correct it"
    except ValidationError as error:
        wrong = _said(error)
    raise MappingError(path, wrong)


def _said(error: ValidationError) -> str:
    """The first mistake as people say it, with the key at which it stands."""
    first = error.errors()[0]
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"]) or "the mapping"
    match first["type"]:
        case "missing":
            what = f"{key} is missing; add it"
        case "extra_forbidden":
            what = f"{key} is no key of a mapping; correct or remove it"
        case "value_error":
            what = f"{key}: {first['ctx']['error']}"
        case _:
            what = f"{key}: {first['msg'][0].lower()}{first['msg'][1:]}; correct it"
    more = error.error_count() - 1
    return f"{what} (and {more} more)" if more else what
