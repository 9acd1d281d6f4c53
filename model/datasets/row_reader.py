"""The rows of a file that tell a strike, each with its time; what is left out is counted, what is wrong is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from typing import Final

from model.datasets.date_formats import Moment, parse_moment
from model.datasets.mapping import Cells, DatasetMapping, fold_column_name, is_cell_match
from model.datasets.row_document import TableRow, shorten_cell
from model.datasets.row_groups import TimedRow
from model.datasets.time_cells import Interval
from model.datasets.weapon_cells import read_weapon_cell
from model.problem import Problem
from model.text.sanitize import replace_surrogates

_NOT_AS_MANY: Final = "has not as many cells as the header"
RawRow = Table[str, str | None]  # a row as `csv.DictReader` gives it


class _WrongRowError(ValueError):
    """Why the row tells no strike; the message names the column, `value` repeats its cell."""

    def __init__(self, what: str, value: str = "", remedy: str = "correct the cell; the row is left out") -> None:
        super().__init__(what)
        self.value, self.remedy = value, remedy


class RowReader:
    """Takes the rows of one file under a mapping. `names` are its columns as the file writes them.

    `left_out` counts rows by the reason.
    """

    def __init__(self, mapping: DatasetMapping, name: str) -> None:
        self.mapping, self.source_name = mapping, name
        self.column_names: dict[str, str] = {}
        self.exclusion_counts: dict[str, int] = {}
        self._problems: list[Problem] = []

    def add_problem(self, number: int, what: str, remedy: str, value: str) -> None:
        """Tell what is wrong with a row that tells a strike."""
        self._problems.append(Problem(f"{self.source_name}, row {number:,}", what, remedy, value))

    def take_problems(self) -> list[Problem]:
        """The problems since this was last asked."""
        problems, self._problems = self._problems, []
        return problems

    def summarize_problems(self) -> Iterator[Problem]:
        """How many rows were left out for which reason."""
        for why, count in self.exclusion_counts.items():
            yield Problem(self.source_name, f"{count:,} {'row is' if count == 1 else 'rows are'} left out: {why}")

    def read_rows(self, written: Iterable[RawRow | Problem]) -> Iterator[TimedRow | Problem]:
        """The rows that tell a strike, and what is wrong with those that do not, in the order of the file."""
        for number, row in enumerate(written, start=2):
            if isinstance(row, Problem):
                yield row
                continue
            try:
                cells = self._read_cells(row)
                if not cells or self._is_excluded(cells):
                    continue
                interval = self._read_interval(cells)
            except _WrongRowError as error:
                yield Problem(f"{self.source_name}, row {number:,}", str(error), error.remedy, error.value)
            else:
                yield TimedRow(TableRow(number, cells), interval, self._make_weapon_key(number, cells))

    def _read_cells(self, written: RawRow) -> dict[str, str]:
        """The cells that say something. Raises _WrongRowError for a row that has not as many as the header."""
        if not self.column_names:
            self.column_names = {
                fold_column_name(name): replace_surrogates(name.strip()) for name in written if isinstance(name, str)
            }
        if None in written or None in written.values():
            raise _WrongRowError(_NOT_AS_MANY, remedy="check its commas and quotes; it is left out")
        cells = ((fold_column_name(name), replace_surrogates(cell).strip()) for name, cell in written.items() if cell)
        return {name: cell for name, cell in cells if cell and not is_cell_match(cell, self.mapping.empty)}

    def _is_excluded(self, cells: Cells) -> bool:
        for rule in self.mapping.leave_out:
            if rule.is_excluded(cells):
                self.exclusion_counts[rule.why] = self.exclusion_counts.get(rule.why, 0) + 1
                return True
        return False

    def _read_interval(self, cells: Cells) -> Interval:
        time = self.mapping.when
        start = self._read_moment(cells, time.start)
        end = self._read_moment(cells, time.end) if time.end and time.end in cells else start
        interval = Interval(start, end)
        if interval.end_time < interval.start_time:
            raise _WrongRowError(f"{time.end} is before {time.start}")
        return interval

    def _read_moment(self, cells: Cells, column: str) -> Moment:
        if column not in cells:
            raise _WrongRowError(f"{column} is empty")
        if (found := parse_moment(cells[column], self.mapping.when.formats)) is None:
            forms = " or ".join(self.mapping.when.formats)
            raise _WrongRowError(f"{column} is no date of the form {forms}", shorten_cell(cells[column]))
        return found

    def _make_weapon_key(self, number: int, cells: Cells) -> str:
        """The weapon of the row; where no column names one, no two rows tell of the same."""
        weapons = self.mapping.weapons
        if weapons is None or weapons.column is None:
            return str(number)
        found = read_weapon_cell(cells.get(weapons.column, ""), weapons)
        return "+".join(f"{each.kind} {each.model or ''}" for each in found)
