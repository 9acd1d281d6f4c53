"""The rows of a file that tell a strike, each with its time; what is left out is counted, what is wrong is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from typing import Final

from model.datasets.date_formats import Moment, moment
from model.datasets.mapping import Cells, Mapping, fits, folded
from model.datasets.row_document import Row, shown
from model.datasets.row_groups import Timed
from model.datasets.time_cells import Interval
from model.datasets.weapon_cells import named
from model.problem import Problem
from model.text.sanitize import whole

_NOT_AS_MANY: Final = "has not as many cells as the header"
Written = Table[str, str | None]  # a row as `csv.DictReader` gives it


class _WrongRowError(ValueError):
    """Why the row tells no strike; the message names the column, `value` repeats its cell."""

    def __init__(self, what: str, value: str = "", remedy: str = "correct the cell; the row is left out") -> None:
        super().__init__(what)
        self.value, self.remedy = value, remedy


class Taking:
    """Takes the rows of one file under a mapping. `names` are its columns as the file writes them.

    `left_out` counts rows by the reason.
    """

    def __init__(self, mapping: Mapping, name: str) -> None:
        self.mapping, self.name = mapping, name
        self.names: dict[str, str] = {}
        self.left_out: dict[str, int] = {}
        self._problems: list[Problem] = []

    def wrong(self, number: int, what: str, remedy: str, value: str) -> None:
        """Tell what is wrong with a row that tells a strike."""
        self._problems.append(Problem(f"{self.name}, row {number:,}", what, remedy, value))

    def met(self) -> list[Problem]:
        """The problems since this was last asked."""
        problems, self._problems = self._problems, []
        return problems

    def rest(self) -> Iterator[Problem]:
        """How many rows were left out for which reason."""
        for why, count in self.left_out.items():
            yield Problem(self.name, f"{count:,} {'row is' if count == 1 else 'rows are'} left out: {why}")

    def rows(self, written: Iterable[Written | Problem]) -> Iterator[Timed | Problem]:
        """The rows that tell a strike, and what is wrong with those that do not, in the order of the file."""
        for number, row in enumerate(written, start=2):
            if isinstance(row, Problem):
                yield row
                continue
            try:
                cells = self._cells(row)
                if not cells or self._is_left_out(cells):
                    continue
                interval = self._interval(cells)
            except _WrongRowError as error:
                yield Problem(f"{self.name}, row {number:,}", str(error), error.remedy, error.value)
            else:
                yield Timed(Row(number, cells), interval, self._about(number, cells))

    def _cells(self, written: Written) -> dict[str, str]:
        """The cells that say something. Raises _WrongRowError for a row that has not as many as the header."""
        if not self.names:
            self.names = {folded(name): whole(name.strip()) for name in written if isinstance(name, str)}
        if None in written or None in written.values():
            raise _WrongRowError(_NOT_AS_MANY, remedy="check its commas and quotes; it is left out")
        cells = ((folded(name), whole(cell).strip()) for name, cell in written.items() if cell)
        return {name: cell for name, cell in cells if cell and not fits(cell, self.mapping.empty)}

    def _is_left_out(self, cells: Cells) -> bool:
        for rule in self.mapping.leave_out:
            if rule.takes(cells):
                self.left_out[rule.why] = self.left_out.get(rule.why, 0) + 1
                return True
        return False

    def _interval(self, cells: Cells) -> Interval:
        time = self.mapping.when
        start = self._moment(cells, time.start)
        end = self._moment(cells, time.end) if time.end and time.end in cells else start
        interval = Interval(start, end)
        if interval.ends < interval.begins:
            raise _WrongRowError(f"{time.end} is before {time.start}")
        return interval

    def _moment(self, cells: Cells, column: str) -> Moment:
        if column not in cells:
            raise _WrongRowError(f"{column} is empty")
        if (found := moment(cells[column], self.mapping.when.formats)) is None:
            forms = " or ".join(self.mapping.when.formats)
            raise _WrongRowError(f"{column} is no date of the form {forms}", shown(cells[column]))
        return found

    def _about(self, number: int, cells: Cells) -> str:
        """The weapon of the row; where no column names one, no two rows tell of the same."""
        weapons = self.mapping.weapons
        if weapons is None or weapons.column is None:
            return str(number)
        found = named(cells.get(weapons.column, ""), weapons)
        return "+".join(f"{each.kind} {each.model or ''}" for each in found)
