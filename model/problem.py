"""Problems with input: one line that says where, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from model.text.sanitize import sanitize


@dataclass(frozen=True)
class Problem:
    """Something wrong in `file`; `message` is the same for all problems of a kind, `value` the detail of this one."""

    location: str
    message: str
    remedy: str = ""
    value: str = ""
    file: str = ""

    def __str__(self) -> str:
        return self._make_line(self.location, f"{self.message}: {self.value}" if self.value else self.message)

    def summarize(self, count: int) -> str:
        """One line for `count` problems of this kind in this file; this is the first."""
        if count == 1:
            return str(self)
        position = self.location.removeprefix(self.file).lstrip(", /")
        first = ", ".join(filter(None, (position, self.value)))
        return self._make_line(self.file, f"{count:,} cases: {self.message}" + (f" (first: {first})" if first else ""))

    def _make_line(self, where: str, what: str) -> str:
        return sanitize("; ".join(filter(None, (f"{where}: {what}" if where else what, self.remedy))))


class InputError(ValueError):
    """Input that cannot be used, without its location: the message, the remedy and the wrong value of a Problem."""

    def __init__(self, message: str, remedy: str = "", value: str = "") -> None:
        super().__init__(message)
        self.remedy, self.value = remedy, value

    def problem_at(self, location: str) -> Problem:
        return Problem(location, str(self), self.remedy, self.value)


class ProblemSummary:
    """Counts problems by file and kind; kinds are numbered as they appear, after the `before` ones of earlier runs."""

    def __init__(self, before: int = 0) -> None:
        self._kind_count = before
        self._groups: dict[str, dict[str, tuple[int, Problem, int]]] = {}

    def add_problem(self, problem: Problem) -> int:
        """Count a problem; returns the number of its kind."""
        kinds = self._groups.setdefault(problem.file, {})
        if problem.message not in kinds:
            self._kind_count += 1
        number, first, count = kinds.get(problem.message, (self._kind_count, problem, 0))
        kinds[problem.message] = number, first, count + 1
        return number

    def iter_lines(self, file: str | None = None) -> Iterator[tuple[int, str]]:
        """The number and summary line of each kind, for one file or all; they are forgotten afterwards."""
        for name in [file] if file is not None else list(self._groups):
            for number, first, count in self._groups.pop(name, {}).values():
                yield number, first.summarize(count)
