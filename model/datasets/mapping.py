"""The schema of a mapping: a TOML file that defines the columns of a dataset of strikes (docs/datasets.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Table
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from model.datasets.date_formats import check_date_format
from model.problem import Problem
from model.taxonomy import Side, WeaponKind

Cells = Table[str, str]  # the non-empty cells of a row by folded column name


def fold_column_name(name: str) -> str:
    """The form in which column names are compared: "EVENT_DATE " becomes "event_date"."""
    return name.strip().casefold()


class MappingError(ValueError):
    """A mapping that cannot be used, with the file, the key and the remedy."""

    def __init__(self, path: Path, message: str) -> None:
        self.problem = Problem(str(path), message)
        super().__init__(str(self.problem))


@lru_cache(maxsize=2_000)
def _compile_cell_pattern(values: tuple[str, ...]) -> re.Pattern[str]:
    patterns = (".*".join(map(re.escape, value.casefold().split("*"))) for value in values)
    return re.compile("|".join(patterns), re.DOTALL)


def is_cell_match(value: str, patterns: tuple[str, ...]) -> bool:
    """Whether a cell matches one of the patterns; "*" matches anything, case is ignored."""
    return bool(patterns) and _compile_cell_pattern(patterns).fullmatch(value.casefold()) is not None


ColumnName = Annotated[
    str, Field(min_length=1), BeforeValidator(lambda name: fold_column_name(name) if isinstance(name, str) else name)
]


def _to_tuple(words: object) -> object:
    return (words,) if isinstance(words, str) else words


CellPatterns = Annotated[tuple[str, ...], BeforeValidator(_to_tuple)]
DateFormat = Annotated[str, AfterValidator(check_date_format)]
RowCondition = Annotated[dict[ColumnName, CellPatterns], Field(min_length=1)]


def is_row_match(where: Table[str, tuple[str, ...]], cells: Cells) -> bool:
    """Whether each column matches one of its patterns; an empty cell is ""."""
    return all(is_cell_match(cells.get(column, ""), values) for column, values in where.items())


class _MappingPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UrlColumn(_MappingPart):
    """A column with the address of the source; `prefix` maps cell patterns to what completes a partial address."""

    column: ColumnName
    prefix: dict[str, str] = {}


class DatePrecisionColumn(_MappingPart):
    """A column with the precision of the day, and its values for days known only to the week or the month."""

    column: ColumnName
    week: CellPatterns = ()
    month: CellPatterns = ()


class TimeMapping(_MappingPart):
    """The columns of start and end, and their formats (%Y %m %d %H %M %S, %B or %b for a month's name).

    `basis` is "carried" if the day is only that of the news report.
    """

    start: ColumnName
    end: ColumnName | None = None
    formats: Annotated[tuple[DateFormat, ...], Field(min_length=1)] = ("%Y-%m-%d",)
    basis: Literal["explicit", "carried"] = "explicit"
    precision: DatePrecisionColumn | None = None


class AttackerMapping(_MappingPart):
    """The attacker: always the same (`is`), by the values of a column, or by flag columns ("1")."""

    always: Annotated[Side | None, Field(alias="is")] = None
    column: ColumnName | None = None
    russia: CellPatterns = ()
    ukraine: CellPatterns = ()
    other: CellPatterns = ()
    flags: dict[Side, ColumnName] = {}

    @model_validator(mode="after")
    def _require_one_source(self) -> Self:
        if bool(self.flags) + (self.always is not None) + bool(self.russia or self.ukraine or self.other) != 1:
            raise ValueError('give one of: is = "russia"; column with russia = [...], ukraine = [...]; flags = {...}')
        if self.column is None and not self.flags:
            raise ValueError("name the column that states it")
        return self


class CountColumn(_MappingPart):
    """A count: `zero` is "unknown" if 0 may mean not stated, `bound` "at_least" if it is the lowest of several."""

    column: ColumnName
    zero: Literal["stated", "unknown"] = "stated"
    bound: Literal["exact", "at_least"] = "exact"


def _to_count_column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


CountField = Annotated[CountColumn, BeforeValidator(_to_count_column)]


class WeaponAlias(_MappingPart):
    """A weapon missing from the lexicon, or known only by its kind."""

    kind: WeaponKind
    model: str | None = None


class WeaponMapping(_MappingPart):
    """The weapons: a column that names them, or columns that flag a kind ("1").

    A cell with several names (`separator` between them) counts them together. `called` maps names of the dataset to
    those of the lexicon, or to kind and model.
    """

    column: ColumnName | None = None
    separator: str | None = None
    called: dict[str, str | WeaponAlias] = {}
    launched: CountField | None = None
    intercepted: CountField | None = None
    flags: dict[ColumnName, WeaponKind] = {}

    @model_validator(mode="after")
    def _require_column_or_flags(self) -> Self:
        if (self.column is None) == (not self.flags):
            raise ValueError("give either column or flags")
        if self.flags and (self.launched or self.intercepted):
            raise ValueError("launched and intercepted belong to a column that names the weapon; see [figures]")
        return self


class PlacePrecisionColumn(_MappingPart):
    """A column with the precision of the place, and its values for places known only to the region."""

    column: ColumnName
    region: CellPatterns


class PlaceMapping(_MappingPart):
    """A column with one place, or with several between `separators`.

    `strip` are characters to remove around a name; `nowhere` are cells without a place; `called` maps names to those of
    the gazetteer. `countries` maps values of the `country` column to ISO codes; `lands` does so for names of a country
    or a part of one ("southern Ukraine") in the place column.
    """

    column: ColumnName
    separators: tuple[str, ...] = ()
    strip: str = ""
    nowhere: CellPatterns = ()
    called: dict[str, str] = {}
    lands: dict[str, str] = {}
    region: ColumnName | None = None
    country: ColumnName | None = None
    countries: dict[str, str] = {}
    latitude: ColumnName | None = None
    longitude: ColumnName | None = None
    precision: PlacePrecisionColumn | None = None


class FigureMapping(_MappingPart):
    """The columns with counts for the whole strike."""

    launched: CountField | None = None
    intercepted: CountField | None = None
    killed: CountField | None = None
    injured: CountField | None = None


class ExclusionRule(_MappingPart):
    """Rows that are not strikes: those that match `where`, or do not match `unless`; `why` is shown to the user."""

    where: RowCondition | None = None
    unless: RowCondition | None = None
    why: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _require_one_condition(self) -> Self:
        if (self.where is None) == (self.unless is None):
            raise ValueError("give either where or unless")
        return self

    def is_excluded(self, cells: Cells) -> bool:
        return is_row_match(self.where, cells) if self.where else not is_row_match(self.unless or {}, cells)


class SummaryRule(_MappingPart):
    """Rows that are totals over a period, not single strikes."""

    where: RowCondition
    why: Annotated[str, Field(min_length=1)]


class UnstatedCellsRule(_MappingPart):
    """Rows in which some columns are not stated; `why` documents the mapping."""

    where: RowCondition
    columns: Annotated[tuple[ColumnName, ...], Field(min_length=1)]
    why: Annotated[str, Field(min_length=1)]


class GroupingRule(_MappingPart):
    """Rows that report one strike together: equal in the columns `by`, and at most `within_hours` apart."""

    where: RowCondition | None = None
    by: Annotated[tuple[ColumnName, ...], Field(min_length=1)]
    within_hours: Annotated[float, Field(ge=0, le=24 * 7)] | None = None


class ClaimRule(_MappingPart):
    """The side, and optionally the speaker, that claims the strikes in these rows."""

    where: RowCondition
    side: Side
    speaker: str | None = None


class DatasetMapping(_MappingPart):
    """The meaning of the columns of a table, which is recognised by having all of `columns`.

    `name` is part of each value's rule id; `title` is the name of the source; `empty` are patterns of empty cells.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Annotated[str, Field(min_length=1)]
    columns: Annotated[tuple[ColumnName, ...], Field(min_length=2)]
    empty: CellPatterns = ("nan", "null", "n/a")
    id: Annotated[tuple[ColumnName, ...], BeforeValidator(_to_tuple)] = ()
    url: UrlColumn | None = None
    published: ColumnName | None = None
    when: TimeMapping
    side: AttackerMapping | None = None
    weapons: WeaponMapping | None = None
    places: tuple[PlaceMapping, ...] = ()
    figures: FigureMapping = FigureMapping()
    leave_out: tuple[ExclusionRule, ...] = ()
    not_told: tuple[UnstatedCellsRule, ...] = ()
    summary: tuple[SummaryRule, ...] = ()
    group: tuple[GroupingRule, ...] = ()
    claim: tuple[ClaimRule, ...] = ()

    @model_validator(mode="after")
    def _forbid_summed_figures(self) -> Self:
        if self.group and any(getattr(self.figures, name) for name in FigureMapping.model_fields):
            raise ValueError("[figures] and [[group]] cannot be combined: figures of several rows are never added up")
        return self

    def is_header_match(self, header: frozenset[str]) -> bool:
        """Whether the header (folded names) has all required columns."""
        return header.issuperset(self.columns)


def load_mapping(path: Path) -> DatasetMapping:
    """The mapping in a TOML file. Raises MappingError."""
    try:
        return DatasetMapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        message = f"cannot be read ({error.strerror}); check the path"
    except UnicodeDecodeError:
        message = "is not UTF-8; save the file as UTF-8"
    except tomllib.TOMLDecodeError as error:
        message = f"is not valid TOML: {error}; correct it there"
    except RecursionError:
        message = "is not a mapping: too deeply nested; correct it"
    except ValidationError as error:
        message = _describe_error(error)
    raise MappingError(path, message)


def _describe_error(error: ValidationError) -> str:
    """The first error in plain words, with its key."""
    first = error.errors()[0]
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"]) or "the mapping"
    match first["type"]:
        case "missing":
            what = f"{key} is missing; add it"
        case "extra_forbidden":
            what = f"{key} is not a key of a mapping; correct or remove it"
        case "value_error":
            what = f"{key}: {first['ctx']['error']}"
        case _:
            what = f"{key}: {first['msg'][0].lower()}{first['msg'][1:]}; correct it"
    more = error.error_count() - 1
    return f"{what} (and {more} more)" if more else what
