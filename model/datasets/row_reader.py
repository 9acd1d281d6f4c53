"""Reads the rows of a file that report strikes, each with its time; excluded rows are counted, wrong ones reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table

from model.datasets.date_formats import Moment, parse_moment
from model.datasets.mapping import Cells, DatasetMapping, fold_column_name, is_cell_match
from model.datasets.row_document import TableRow, shorten_cell
from model.datasets.row_groups import TimedRow
from model.datasets.time_cells import Interval
from model.datasets.weapon_cells import read_weapon_cell
from model.problem import InputError, Problem
from model.text.sanitize import replace_surrogates

RawRow = Table[str, str | None]  # as `csv.DictReader` gives it


class RowReader:
    """Reads the rows of one file under a mapping, and collects problems with them.

    `column_names` maps folded column names to those of the file; `exclusion_counts` counts rows by reason.
    """

    def __init__(self, mapping: DatasetMapping, source_name: str) -> None:
        self.mapping, self.source_name = mapping, source_name
        self.column_names: dict[str, str] = {}
        self.exclusion_counts: Counter[str] = Counter()
        self._problems: list[Problem] = []

    def add_problem(self, number: int, error: InputError) -> None:
        self._problems.append(error.problem_at(f"{self.source_name}, row {number:,}"))

    def take_problems(self) -> list[Problem]:
        """The problems since the last call."""
        problems, self._problems = self._problems, []
        return problems

    def summarize_problems(self) -> Iterator[Problem]:
        """How many rows were excluded, by reason."""
        for why, count in self.exclusion_counts.items():
            yield Problem(self.source_name, f"{count:,} {'row is' if count == 1 else 'rows are'} left out: {why}")

    def read_rows(self, raw_rows: Iterable[RawRow | Problem]) -> Iterator[TimedRow | Problem]:
        """The rows that report a strike, and problems with others, in the order of the file."""
        for number, row in enumerate(raw_rows, start=2):
            if isinstance(row, Problem):
                yield row
                continue
            try:
                cells = self._read_cells(row)
                if not cells or self._is_excluded(cells):
                    continue
                interval = self._read_interval(cells)
            except InputError as error:
                yield error.problem_at(f"{self.source_name}, row {number:,}")
            else:
                yield TimedRow(TableRow(number, cells), interval, self._make_weapon_key(number, cells))

    def _read_cells(self, row: RawRow) -> dict[str, str]:
        """The cells that are not empty. Raises InputError if the row is longer or shorter than the header."""
        if not self.column_names:
            self.column_names = {
                fold_column_name(name): replace_surrogates(name.strip()) for name in row if isinstance(name, str)
            }
        if None in row or None in row.values():
            raise InputError("its cells do not match the header", "check its commas and quotes; it is left out")
        cells = ((fold_column_name(name), replace_surrogates(cell).strip()) for name, cell in row.items() if cell)
        return {name: cell for name, cell in cells if cell and not is_cell_match(cell, self.mapping.empty)}

    def _is_excluded(self, cells: Cells) -> bool:
        rule = next((rule for rule in self.mapping.leave_out if rule.is_excluded(cells)), None)
        if rule:
            self.exclusion_counts[rule.why] += 1
        return rule is not None

    def _read_interval(self, cells: Cells) -> Interval:
        time = self.mapping.when
        start = self._read_moment(cells, time.start)
        end = self._read_moment(cells, time.end) if time.end and time.end in cells else start
        interval = Interval(start, end)
        if interval.end_time < interval.start_time:
            raise _wrong_cell_error(f"{time.end} is before {time.start}")
        return interval

    def _read_moment(self, cells: Cells, column: str) -> Moment:
        if column not in cells:
            raise _wrong_cell_error(f"{column} is empty")
        if (moment := parse_moment(cells[column], self.mapping.when.formats)) is None:
            formats = " or ".join(self.mapping.when.formats)
            raise _wrong_cell_error(f"{column} is not a date of the form {formats}", shorten_cell(cells[column]))
        return moment

    def _make_weapon_key(self, number: int, cells: Cells) -> str:
        """The weapon of the row; its number if no column names weapons, so that no two rows share a key."""
        weapons = self.mapping.weapons
        if weapons is None or weapons.column is None:
            return str(number)
        named = read_weapon_cell(cells.get(weapons.column, ""), weapons)
        return "+".join(f"{weapon.kind} {weapon.model or ''}" for weapon in named)


def _wrong_cell_error(message: str, value: str = "") -> InputError:
    return InputError(message, "correct the cell; the row is left out", value)
