"""One line for people: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.text.sanitize import sanitize

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Problem:
    """What is wrong with some input, in one line for people: where, what, and what to do about it.

    `what` is the same words for all problems of a kind, `value` what is so in this case; `file` is the one that was
    being read.
    """

    location: str
    message: str
    remedy: str = ""
    value: str = ""
    file: str = ""

    def __str__(self) -> str:
        what = f"{self.message}: {self.value}" if self.value else self.message
        return self._line(self.location, what)

    def summarize(self, count: int) -> str:
        """The line that tells so many problems of this kind in this file, of which this is the first."""
        if count == 1:
            return str(self)
        place = self.location.removeprefix(self.file).lstrip(", /")
        first = ", ".join(filter(None, (place, self.value)))
        return self._line(self.file, f"{count:,} cases: {self.message}" + (f" (first: {first})" if first else ""))

    def _line(self, where: str, what: str) -> str:
        return sanitize("; ".join(filter(None, (f"{where}: {what}" if where else what, self.remedy))))


class ProblemSummary:
    """Problems as they are met: of each kind in each file the first, and how many there are.

    The kinds are numbered, those that were told before included.
    """

    def __init__(self, before: int = 0) -> None:
        self._kind_count = before
        self._groups: dict[str, dict[str, tuple[int, Problem, int]]] = {}

    def add(self, problem: Problem) -> int:
        """Count it; the number of its kind in its file, in the order in which they came."""
        of_file = self._groups.setdefault(problem.file, {})
        if problem.message not in of_file:
            self._kind_count += 1
        number, first, count = of_file.get(problem.message, (self._kind_count, problem, 0))
        of_file[problem.message] = number, first, count + 1
        return number

    def iter_lines(self, file: str | None = None) -> Iterator[tuple[int, str]]:
        """The line of each kind with its number, of this file or of all; what was told is forgotten."""
        for each in [file] if file is not None else list(self._groups):
            for number, first, count in self._groups.pop(each, {}).values():
                yield number, first.summarize(count)
