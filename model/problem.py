"""One line for people: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.text.sanitize import visible

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Problem:
    """What is wrong with some input, in one line for people: where, what, and what to do about it.

    `what` is the same words for all problems of a kind, `value` what is so in this case; `file` is the one that was
    being read.
    """

    where: str
    what: str
    remedy: str = ""
    value: str = ""
    file: str = ""

    def __str__(self) -> str:
        what = f"{self.what}: {self.value}" if self.value else self.what
        return self._line(self.where, what)

    def times(self, count: int) -> str:
        """The line that tells so many problems of this kind in this file, of which this is the first."""
        if count == 1:
            return str(self)
        place = self.where.removeprefix(self.file).lstrip(", /")
        first = ", ".join(filter(None, (place, self.value)))
        return self._line(self.file, f"{count:,} cases: {self.what}" + (f" (first: {first})" if first else ""))

    def _line(self, where: str, what: str) -> str:
        return visible("; ".join(filter(None, (f"{where}: {what}" if where else what, self.remedy))))


class Problems:
    """Problems as they are met: of each kind in each file the first, and how many there are.

    The kinds are numbered, those that were told before included.
    """

    def __init__(self, before: int = 0) -> None:
        self._kinds = before
        self._met: dict[str, dict[str, tuple[int, Problem, int]]] = {}

    def add(self, problem: Problem) -> int:
        """Count it; the number of its kind in its file, in the order in which they came."""
        of_file = self._met.setdefault(problem.file, {})
        if problem.what not in of_file:
            self._kinds += 1
        number, first, count = of_file.get(problem.what, (self._kinds, problem, 0))
        of_file[problem.what] = number, first, count + 1
        return number

    def told(self, file: str | None = None) -> Iterator[tuple[int, str]]:
        """The line of each kind with its number, of this file or of all; what was told is forgotten."""
        for each in [file] if file is not None else list(self._met):
            for number, first, count in self._met.pop(each, {}).values():
                yield number, first.times(count)
