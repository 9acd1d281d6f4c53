"""Converts the rows of one strike to a document made of their cells, and a report quoted from it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import reduce
from typing import Any, Final

from model.datasets.date_formats import parse_moment
from model.datasets.mapping import CellPatterns, CountColumn, DatasetMapping, is_cell_match, is_row_match
from model.datasets.place_cells import is_region_only, read_coordinates, read_place_cell, resolve_region
from model.datasets.row_document import CellQuote, RowDocument, shorten_cell
from model.datasets.row_groups import RowGroup
from model.datasets.row_reader import RowReader
from model.datasets.time_cells import Interval, make_when
from model.datasets.weapon_cells import read_weapon_cell
from model.event import Claim, Document, ExtractedDocument, Figure, Place, Report, Trace, Weapon, When
from model.event.report import INFERRED_SIDE_RULE_PREFIX
from model.problem import InputError
from model.taxonomy import FIGURE_NAMES, Scope, Side, WeaponKind

_COUNT_PATTERN: Final = re.compile(r"([0-9]{1,9})(?:\.0*)?", re.ASCII)
_FLAG_VALUES: Final = frozenset({"1", "1.0", "true"})
_MAX_ID_CHARS: Final = 40  # a longer id is replaced by its digest


def list_report_columns(mapping: DatasetMapping) -> Iterator[str]:
    """The columns that a report is read from, in document order."""
    time, side, arms = mapping.when, mapping.side, mapping.weapons
    yield from filter(None, (time.start, time.end, side and side.column))
    if arms:
        counts = (arms.launched, arms.intercepted)
        yield from filter(None, (arms.column, *(count and count.column for count in counts)))
    for spec in mapping.places:
        yield from filter(None, (spec.column, spec.region))
    yield from (count.column for name in FIGURE_NAMES if (count := getattr(mapping.figures, name)))


def _digest_text(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


class RowReportBuilder:
    """Reads the values of one report with their traces; problems with cells are added to the reader."""

    def __init__(self, group: RowGroup, reader: RowReader) -> None:
        timed_rows, self.repeat_index = group
        self.rows, self.intervals = [row.row for row in timed_rows], [row.interval for row in timed_rows]
        self.reader, self.mapping = reader, reader.mapping
        time = self.mapping.when
        interval = (time.start, time.end) if time.end else None
        columns = list(list_report_columns(self.mapping))
        self.row_document = RowDocument(self.rows, reader.column_names, columns, interval)
        self.used_columns: list[set[str]] = [{time.start} for _ in self.rows]
        self.trace: dict[str, Trace] = {}

    def build_account(self) -> ExtractedDocument:
        document = self._build_document()
        weapons = self._read_weapons()
        figures: dict[str, Any] = {**self._read_joint_figures(), **self._read_figures()}
        report = Report(
            document=document.id,
            published=document.published,
            scope=self._read_scope(),
            when=self._read_when(),
            side=self._read_side(),
            places=self._read_places(),
            weapons=weapons,
            **figures,
            claims=self._read_claims(),
            excerpts=self.row_document.make_excerpts(self.used_columns),
            trace=self.trace,
        )
        return ExtractedDocument(document, (report,), origin=document.id if self._make_row_id() else "")

    def _use_cell(self, row: int, column: str | None) -> CellQuote | None:
        """The cell of a column, recorded as used."""
        quote = self.row_document.quote_cell(row, column)
        if quote is not None:
            self.used_columns[row].add(quote.column)
        return quote

    def _use_first_cell(self, column: str | None) -> CellQuote | None:
        """The cell of a column in the first row that has one, recorded as used."""
        return next((quote for row in range(len(self.rows)) if (quote := self._use_cell(row, column))), None)

    def _add_trace(self, path: str, quote: CellQuote) -> None:
        self.trace[path] = quote.make_trace(self.mapping.name)

    def _add_problem(self, row: int, message: str, remedy: str, cell: str) -> None:
        self.reader.add_problem(self.rows[row].number, InputError(message, remedy, shorten_cell(cell)))

    def _build_document(self) -> Document:
        mapping, text, cells = self.mapping, self.row_document.text, self.rows[0].cells
        identifier = self._make_row_id() or _digest_text(text)
        published = cells.get(mapping.published or "", "")
        day = parse_moment(published, mapping.when.formats)
        return Document(
            id=f"{mapping.name}:{identifier}",
            id_given=bool(self._make_row_id()),
            text=text,
            source=mapping.title,
            url=self._read_url(),
            published=day.day if day else None,
            published_from="record" if day else None,
            published_text=published if day else None,
        )

    def _make_row_id(self) -> str:
        """A stable id, independent of corrections in other columns; '' if the mapping or a row has none."""
        columns = self.mapping.id
        if not columns or any(columns[0] not in row.cells for row in self.rows):
            return ""
        ids = sorted("-".join(row.cells.get(column, "") for column in columns) for row in self.rows)
        identifier = "+".join([*ids, *([str(self.repeat_index)] if self.repeat_index else [])])
        return identifier if len(identifier) <= _MAX_ID_CHARS else _digest_text(identifier)

    def _read_url(self) -> str | None:
        link = self.mapping.url
        address = self.rows[0].cells.get(link.column, "") if link else ""
        if link and not address.startswith(("https://", "http://")):
            address = next(
                (start + address for form, start in link.prefix.items() if is_cell_match(address, (form,))), ""
            )
        return address if address.startswith(("https://", "http://")) and not re.search(r"\s", address) else None

    def _read_scope(self) -> Scope:
        for rule in self.mapping.summary:
            if all(is_row_match(rule.where, row.cells) for row in self.rows):
                if quote := next((quote for column in rule.where if (quote := self._use_cell(0, column))), None):
                    self._add_trace("scope", quote)
                return "summary"
        return "strike"

    def _read_when(self) -> When:
        """The time covering all rows, quoted from the first row with the same days, or else from the first row."""
        time = self.mapping.when
        total = reduce(Interval.union, self.intervals)
        row = next((i for i, interval in enumerate(self.intervals) if interval.days == total.days), 0)
        quote = self.row_document.quote_interval(row, time.start, time.end)
        precision = self._use_cell(row, time.precision.column) if time.precision else None
        when = make_when(total, quote.text, precision.text if precision else "", time)
        if when.text:
            self._add_trace("when", quote)
        return when

    def _read_side(self) -> Side:
        spec = self.mapping.side
        if spec is None:
            return "unknown"
        if spec.flags:
            flagged = [(side, quote) for side, column in spec.flags.items() if (quote := self._read_flag(0, column))]
            if len(flagged) != 1:
                return "unknown"
            self._add_trace("side", flagged[0][1])
            return flagged[0][0]
        quote = self._use_first_cell(spec.column)
        if quote is None:
            return spec.always or "unknown"
        if spec.always is None:
            patterns: dict[Side, CellPatterns] = {"russia": spec.russia, "ukraine": spec.ukraine, "other": spec.other}
            side: Side = next((side for side in patterns if is_cell_match(quote.text, patterns[side])), "unknown")
            if side != "unknown":
                self._add_trace("side", quote)
            return side
        trace = quote.make_trace(self.mapping.name)
        self.trace["side"] = trace.model_copy(update={"rule": f"{INFERRED_SIDE_RULE_PREFIX}.dataset"})
        return spec.always

    def _read_flag(self, row: int, column: str) -> CellQuote | None:
        """The cell of a column if it is flagged."""
        quote = self.row_document.quote_cell(row, column)
        return self._use_cell(row, column) if quote and quote.text.casefold() in _FLAG_VALUES else None

    def _read_weapons(self) -> tuple[Weapon, ...]:
        spec = self.mapping.weapons
        weapons: dict[tuple[WeaponKind, str | None], Weapon] = {}
        if spec is None:
            return ()
        for row in range(len(self.rows)):
            for column, kind in spec.flags.items():
                if (kind, None) not in weapons and (quote := self._read_flag(row, column)):
                    self._add_trace(f"weapons.{len(weapons)}", quote)
                    weapons[kind, None] = Weapon(kind=kind)
            if (cell := self._use_cell(row, spec.column)) is None:
                continue
            names = read_weapon_cell(cell.text, spec)
            for name in names:
                if not name.is_known:
                    remedy = "say in [weapons.called] of the mapping what it is"
                    self._add_problem(row, f"{spec.column} is not a known weapon", remedy, name.words)
                path = f"weapons.{len(weapons)}"
                self._add_trace(path, cell.quote_part(name.words))
                counts = {"launched": spec.launched, "intercepted": spec.intercepted} if len(names) == 1 else {}
                figures = dict(self._read_counts(row, counts, f"{path}."))
                weapons[name.kind, name.model] = Weapon(kind=name.kind, model=name.model, **figures)
        return tuple(weapons.values())

    def _read_joint_figures(self) -> dict[str, Figure]:
        """The counts of a single row with weapons of several kinds: they are totals."""
        spec = self.mapping.weapons
        cell = self.row_document.quote_cell(0, spec.column) if spec else None
        if spec is None or cell is None or len(read_weapon_cell(cell.text, spec)) < 2 or len(self.rows) > 1:
            return {}
        return dict(self._read_counts(0, {"launched": spec.launched, "intercepted": spec.intercepted}, ""))

    def _read_figures(self) -> dict[str, Figure]:
        return dict(self._read_counts(0, {name: getattr(self.mapping.figures, name) for name in FIGURE_NAMES}, ""))

    def _read_counts(self, row: int, counts: dict[str, CountColumn | None], path: str) -> Iterator[tuple[str, Figure]]:
        for name, spec in counts.items():
            if spec is None or self._is_unstated(row, spec.column):
                continue
            if (quote := self._use_cell(row, spec.column)) is None:
                continue
            if not (match := _COUNT_PATTERN.fullmatch(quote.text)):
                remedy = "correct the cell; the figure is left out"
                self._add_problem(row, f"{spec.column} is not a whole number", remedy, quote.text)
                continue
            count = int(match[1])
            if count or spec.zero == "stated":
                self._add_trace(path + name, quote.quote_part(match[1]))
                yield name, Figure(low=count, high=count if spec.bound == "exact" else None, text=match[1])

    def _is_unstated(self, row: int, column: str) -> bool:
        cells = self.rows[row].cells
        return any(column in rule.columns and is_row_match(rule.where, cells) for rule in self.mapping.not_told)

    def _read_places(self) -> tuple[Place, ...]:
        places: dict[Place, None] = {}
        for row in range(len(self.rows)):
            for place, quote in self._read_row_places(row):
                if place not in places:
                    self._add_trace(f"places.{len(places)}", quote)
                    places[place] = None
        return tuple(places)

    def _read_row_places(self, row: int) -> Iterator[tuple[Place, CellQuote]]:
        number, cells = self.rows[row]
        for spec in self.mapping.places:
            if is_region_only(spec, cells):
                if quote := self._use_cell(row, spec.region):
                    yield resolve_region(quote.text, spec, cells), quote
                continue
            try:
                point = read_coordinates(spec, cells)
            except InputError as error:
                self.reader.add_problem(number, error)
                point = None
            if quote := self._use_cell(row, spec.column):
                yield from read_place_cell(quote, spec, cells, point)

    def _read_claims(self) -> tuple[Claim, ...]:
        cells = self.rows[0].cells
        for rule in self.mapping.claim:
            if is_row_match(rule.where, cells) and (quote := self._use_cell(0, next(iter(rule.where)))):
                self._add_trace("claims.0", quote)
                return (Claim(side=rule.side, speaker=rule.speaker),)
        return ()
