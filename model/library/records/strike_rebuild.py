"""Making strikes anew: those that some reports belong to, and no others.

Which reports are one strike hangs on those alone that are alike, step by step, to a new one (the closure), and on what
the user has decided of them: the rest of the library is not read. So a document costs the same in a large library as
in a small one.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from model.edits.overlay import worked
from model.event import Report
from model.library.database.sql_params import marks, portions
from model.library.records.edit_lookup import Joined, anchored, decisions, edits_of
from model.library.records.serialization import PackedReport, report_of
from model.library.records.strike_writer import Filling, delete_strikes, filling, write_strike
from model.library.timeline.facet_counts import change
from model.merging.blocking import WIDEST, keys, unpacked
from model.merging.clustering import Member, grouped
from model.merging.constraints import Decided, Pair, united
from model.merging.features import Telling
from model.merging.fusion import Identified, made_of
from model.merging.similarity import likeness

_CROWDED = 20 * WIDEST  # so many that meet a crowd under one key are a crowd too


class _Read(NamedTuple):
    """A report with the name of its source and the row id of its document."""

    report: Report
    source: str
    document: int


class Making:
    """What changes in one transaction: reports that come, that go, and that the user's work touches."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.fresh: set[int] = set()  # ids of reports that are written and belong to no strike yet
        self.gone: set[int] = set()  # ids of reports whose document is replaced or read anew
        self.touched: set[int] = set()  # ids of reports whose strike the user's work has changed
        self._members: dict[int, Member] = {}  # every report looked at, by its id
        self._alone: dict[int, Filling] = {}  # the strike that a fresh report is where none joins it
        self._decisions: list[Joined] = []

    def write(self, reports: Iterable[PackedReport], document: int, digest: str) -> None:
        """Write the reports of a document."""
        for report in reports:
            number = self.database.execute(
                "INSERT INTO reports (document, strike, key, anchor, telling, body) VALUES (?, -1, ?, ?, ?, ?)",
                (document, report.key, report.anchor, report.telling, report.body),
            ).lastrowid
            assert number is not None
            self.database.executemany(
                "INSERT INTO meets (key, report, whole) VALUES (?, ?, ?)",
                ((key, number, whole) for key, whole in report.meets),
            )
            self.fresh.add(number)
            self._members[number] = Member(unpacked(report.telling), digest, report.key)
            self._alone[number] = report.alone

    def drop(self, document: int) -> None:
        """Let the reports of a document go."""
        of_it = self.database.execute("SELECT id FROM reports WHERE document = ?", (document,))
        self.gone.update(report for (report,) in of_it)

    def make(self) -> None:
        """Make the strikes anew that these reports belong to."""
        touched = self.touched - self.gone
        self._decisions = decisions(self.database)
        changed = self.gone | touched
        numbers = sorted(self._closure(sorted(self.fresh | changed | self._fellows(sorted(changed)))) - self.gone)
        was = self._strikes_of([*numbers, *self.gone])
        groups = self._groups(numbers)
        sizes: dict[int, int] = defaultdict(int)
        for strike in was.values():
            sizes[strike] += 1
        renewed = [group for group in groups if not touched.isdisjoint(group) or not _stays(group, was, sizes)]
        changes = delete_strikes(
            self.database, {was[number] for group in renewed for number in group} | {was[n] for n in self.gone}
        )
        self._forget_gone()
        worked_on = anchored(self.database, [number for group in renewed for number in group])
        alone = {n for n, *others in renewed if not others and n in self._alone} - worked_on
        reports = self._reports([number for group in renewed for number in group if number not in alone])
        for group in renewed:
            filled = self._alone[group[0]] if group[0] in alone else self._filling(group, reports, worked_on)
            row, counted = write_strike(self.database, filled)
            self.database.executemany("UPDATE reports SET strike = ? WHERE id = ?", ((row, each) for each in group))
            changes.append(counted)
        change(self.database, changes)

    def _filling(self, group: Sequence[int], reports: dict[int, _Read], worked_on: Collection[int]) -> Filling:
        """The strike of these reports, with the user's work upon it."""
        told = [Identified(reports[number].report, self._members[number].key) for number in group]
        edits = [] if set(group).isdisjoint(worked_on) else edits_of(self.database, group)
        strike = worked(made_of(told, explained=False), edits)
        sources = dict.fromkeys(reports[number].source for number in group)
        return filling(strike, sources, len({reports[number].document for number in group}))

    def _groups(self, numbers: Sequence[int]) -> list[list[int]]:
        """The reports of each strike: those that merging finds alike, then what the user has said."""
        members = [self._members[number] for number in numbers]
        known = set(numbers)
        pairs: dict[str, list[tuple[Pair, str]]] = {"merge": [], "split": []}
        for kind, one, other, made in self._decisions:
            if {one, other} <= known:
                pairs[kind].append((frozenset((self._members[one].key, self._members[other].key)), made))
        decided = Decided(tuple(pairs["merge"]), tuple(pairs["split"]))
        groups = grouped(members, frozenset(pair for pair, _ in decided.apart))
        groups = united(groups, [member.key for member in members], decided)
        return [[numbers[place] for place in group] for group in groups]

    def _fellows(self, numbers: Sequence[int]) -> set[int]:
        """The reports that have been of one strike with these: what joined them may be gone."""
        found: set[int] = set()
        for some in portions(numbers):
            found.update(
                number
                for (number,) in self.database.execute(
                    "SELECT id FROM reports WHERE strike IN"
                    f" (SELECT strike FROM reports WHERE id IN ({marks(some)}) AND strike >= 0)",
                    some,
                )
            )
        return found

    def _strikes_of(self, numbers: Sequence[int]) -> dict[int, int]:
        """The row ids of the strikes that these reports belong to, -1 for a fresh one."""
        found: dict[int, int] = {}
        for some in portions(numbers):
            found.update(self.database.execute(f"SELECT id, strike FROM reports WHERE id IN ({marks(some)})", some))
        return found

    def _reports(self, numbers: Sequence[int]) -> dict[int, _Read]:
        """The reports themselves."""
        found: dict[int, _Read] = {}
        for some in portions(numbers):
            for number, name, source, document, body in self.database.execute(
                "SELECT reports.id, name, source, document, reports.body FROM reports"
                f" JOIN documents ON documents.id = document WHERE reports.id IN ({marks(some)})",
                some,
            ):
                found[number] = _Read(report_of(body, name), source, document)
        return found

    def _forget_gone(self) -> None:
        for number in self.gone:
            self.database.execute("DELETE FROM reports WHERE id = ?", (number,))
            telling = self._members[number].telling
            self.database.executemany(
                "DELETE FROM meets WHERE key = ? AND report = ?", ((key, number) for key in keys(telling))
            )

    # What is alike

    def _closure(self, seeds: Sequence[int]) -> set[int]:
        """The reports that are alike to these, or that the user has joined with them, and so on; these among them."""
        found = set(seeds)
        waiting = list(seeds)
        self._load(waiting)
        seen: set[Telling] = set()
        met: dict[int, list[tuple[int, int]]] = {}
        fellows: dict[int, set[int]] = defaultdict(set)
        for each in self._decisions:
            if each.kind == "merge":
                fellows[each.one].add(each.other)
                fellows[each.other].add(each.one)
        while waiting:
            number = waiting.pop()
            if number in fellows and (joined := fellows[number] - found):
                self._load(joined)
                found |= joined
                waiting += joined
            telling = self._members[number].telling
            if telling in seen:
                continue
            seen.add(telling)
            near = self._near(telling, met)
            unknown = (self._of_day(telling.last) if near is None else near) - found
            self._load(unknown)
            alike = [
                each
                for each in unknown & self._members.keys()
                if near is None or likeness(telling, self._members[each].telling)
            ]
            found.update(alike)
            waiting += alike
        return found

    def _near(self, telling: Telling, met: dict[int, list[tuple[int, int]]]) -> set[int] | None:
        """The reports that meet this telling; None where they are a crowd, in which only neighbours are compared."""
        near: set[int] = set()
        for key, whole in keys(telling).items():
            if key not in met:
                met[key] = self.database.execute("SELECT report, whole FROM meets WHERE key = ?", (key,)).fetchall()
            anchors = [report for report, meets_all in met[key] if meets_all]
            if len(anchors) > WIDEST or (anchors and len(met[key]) > _CROWDED):
                return None
            near.update((report for report, _ in met[key]) if whole else anchors)
        return near

    def _of_day(self, anchor: int) -> set[int]:
        """All reports of one anchor day."""
        return {number for (number,) in self.database.execute("SELECT id FROM reports WHERE anchor = ?", (anchor,))}

    def _load(self, numbers: Collection[int]) -> None:
        """Make these reports known as members; those that are no longer there are passed over."""
        for some in portions([number for number in numbers if number not in self._members]):
            for number, telling, digest, key in self.database.execute(
                "SELECT reports.id, telling, digest, key FROM reports"
                f" LEFT JOIN documents ON documents.id = document WHERE reports.id IN ({marks(some)})",
                some,
            ):
                self._members[number] = Member(unpacked(telling), digest or "", key)


def _stays(group: Sequence[int], was: dict[int, int], sizes: dict[int, int]) -> bool:
    """True where these very reports are a strike already."""
    strike = was[group[0]]
    return strike >= 0 and sizes[strike] == len(group) and all(was[number] == strike for number in group)
