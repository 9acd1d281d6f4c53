"""Adding: accounts go into the library, and the strikes that they touch are made anew. All in one transaction.

Which reports are one strike hangs on those alone that are alike, step by step, to a new one (the closure): the rest of
the library is not read. So a document costs the same in a large library as in a small one.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from model.event import Report
from model.library.filling import delete_strikes, write_strike
from model.library.packing import PackedAccount, PackedReport, report_of
from model.library.tally import change
from model.merging.grouping import Member, grouped
from model.merging.likeness import likeness
from model.merging.meeting import WIDEST, keys, unpacked
from model.merging.strikes import Identified, made_of
from model.merging.telling import Telling

_MARKS = 400  # values that one statement asks for
_CROWDED = 20 * WIDEST  # so many that meet a crowd under one key are a crowd too


class Added(NamedTuple):
    """What became of the documents that were added, and how many reports the new and the changed ones gave."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    reports: int = 0

    def __add__(self, other: object) -> Added:
        """Both together."""
        return Added(*map(int.__add__, self, other)) if isinstance(other, Added) else NotImplemented


def add(database: sqlite3.Connection, accounts: Iterable[PackedAccount]) -> Added:
    """Write the accounts inside the caller's transaction; a document that is there already costs nothing.

    Another document of the same origin is replaced; the same one read by another edition of the rules is read anew.
    """
    return _Adding(database).add(accounts)


class _Adding:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._fresh: list[int] = []  # ids of reports that are written and belong to no strike yet
        self._gone: set[int] = set()  # ids of reports whose document is replaced
        self._members: dict[int, Member] = {}  # every report looked at, by its id

    def add(self, accounts: Iterable[PackedAccount]) -> Added:
        new = changed = unchanged = reports = 0
        for account in accounts:
            known = self._database.execute(
                "SELECT id, edition FROM documents WHERE digest = ?", (account.digest,)
            ).fetchone()
            if known and known[1] == account.edition:
                unchanged += 1
                continue
            reports += len(account.reports)
            if known:
                self._drop_reports(known[0])
                self._database.execute("UPDATE documents SET edition = ? WHERE id = ?", (account.edition, known[0]))
                self._write_reports(account, known[0])
                changed += 1
            else:
                replaces = self._replaces(account)
                changed, new = changed + replaces, new + (not replaces)
                self._write_reports(account, self._write(account))
        self._renew()
        return Added(new, changed, unchanged, reports)

    # Documents

    def _replaces(self, account: PackedAccount) -> bool:
        """Drop the document whose place this one takes, if there is one."""
        if not account.origin:
            return False
        found = self._database.execute("SELECT id FROM documents WHERE origin = ?", (account.origin,)).fetchall()
        for (number,) in found:
            self._drop_reports(number)
            self._database.execute("DELETE FROM documents WHERE id = ?", (number,))
        return bool(found)

    def _drop_reports(self, document: int) -> None:
        of_it = self._database.execute("SELECT id FROM reports WHERE document = ?", (document,))
        self._gone.update(report for (report,) in of_it)

    def _write(self, account: PackedAccount) -> int:
        insert = "INSERT INTO documents (name, digest, origin, source, edition, body) VALUES (?, ?, ?, ?, ?, ?)"
        values = (account.name, account.digest, account.origin or None, account.source, account.edition, account.body)
        document = self._database.execute(insert, values).lastrowid
        assert document is not None
        self._database.execute("INSERT INTO texts (rowid, words) VALUES (?, ?)", (document, account.words))
        return document

    def _write_reports(self, account: PackedAccount, document: int) -> None:
        for report in account.reports:
            self._write_report(report, document, account.digest)

    def _write_report(self, report: PackedReport, document: int, digest: str) -> None:
        number = self._database.execute(
            "INSERT INTO reports (document, strike, key, anchor, telling, body) VALUES (?, -1, ?, ?, ?, ?)",
            (document, report.key, report.anchor, report.telling, report.body),
        ).lastrowid
        assert number is not None
        self._database.executemany(
            "INSERT INTO meets (key, report, whole) VALUES (?, ?, ?)",
            ((key, number, whole) for key, whole in report.meets),
        )
        self._fresh.append(number)
        self._members[number] = Member(unpacked(report.telling), digest, report.key)

    # Strikes

    def _renew(self) -> None:
        """Make the strikes anew that the fresh reports and those gone belong to."""
        numbers = sorted(self._closure([*self._fresh, *self._gone]) - self._gone)
        was = self._strikes_of([*numbers, *self._gone])
        groups = grouped([self._members[number] for number in numbers])
        sizes: dict[int, int] = defaultdict(int)
        for strike in was.values():
            sizes[strike] += 1
        renewed = [[numbers[place] for place in group] for group in groups]
        renewed = [group for group in renewed if not self._stays(group, was, sizes)]
        changes = delete_strikes(
            self._database, {was[number] for group in renewed for number in group} | {was[n] for n in self._gone}
        )
        self._forget_gone()
        reports = self._reports([number for group in renewed for number in group])
        for group in renewed:
            told = [Identified(reports[number][0], self._members[number].key) for number in group]
            sources = dict.fromkeys(reports[number][1] for number in group)
            row, counted = write_strike(self._database, made_of(told, explained=False), sources)
            self._database.executemany("UPDATE reports SET strike = ? WHERE id = ?", ((row, each) for each in group))
            changes.append(counted)
        change(self._database, changes)

    @staticmethod
    def _stays(group: Sequence[int], was: dict[int, int], sizes: dict[int, int]) -> bool:
        """True where these very reports are a strike already."""
        strike = was[group[0]]
        return strike >= 0 and sizes[strike] == len(group) and all(was[number] == strike for number in group)

    def _strikes_of(self, numbers: Sequence[int]) -> dict[int, int]:
        """The row ids of the strikes that these reports belong to, -1 for a fresh one."""
        found: dict[int, int] = {}
        for some in _portions(numbers):
            found.update(self._database.execute(f"SELECT id, strike FROM reports WHERE id IN ({_marks(some)})", some))
        return found

    def _reports(self, numbers: Sequence[int]) -> dict[int, tuple[Report, str]]:
        """The reports themselves, each with the name of its source."""
        found: dict[int, tuple[Report, str]] = {}
        for some in _portions(numbers):
            for number, name, source, body in self._database.execute(
                "SELECT reports.id, name, source, reports.body FROM reports"
                f" JOIN documents ON documents.id = document WHERE reports.id IN ({_marks(some)})",
                some,
            ):
                found[number] = report_of(body, name), source
        return found

    def _forget_gone(self) -> None:
        for number in self._gone:
            self._database.execute("DELETE FROM reports WHERE id = ?", (number,))
            telling = self._members[number].telling
            self._database.executemany(
                "DELETE FROM meets WHERE key = ? AND report = ?", ((key, number) for key in keys(telling))
            )

    # What is alike

    def _closure(self, seeds: Sequence[int]) -> set[int]:
        """The reports that are alike to these, or alike to one that is, and so on; these among them."""
        found = set(seeds)
        waiting = list(seeds)
        self._load(waiting)
        seen: set[Telling] = set()
        met: dict[int, list[tuple[int, int]]] = {}
        while waiting:
            telling = self._members[waiting.pop()].telling
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
                met[key] = self._database.execute("SELECT report, whole FROM meets WHERE key = ?", (key,)).fetchall()
            anchors = [report for report, meets_all in met[key] if meets_all]
            if len(anchors) > WIDEST or (anchors and len(met[key]) > _CROWDED):
                return None
            near.update((report for report, _ in met[key]) if whole else anchors)
        return near

    def _of_day(self, anchor: int) -> set[int]:
        """All reports of one anchor day."""
        return {number for (number,) in self._database.execute("SELECT id FROM reports WHERE anchor = ?", (anchor,))}

    def _load(self, numbers: Collection[int]) -> None:
        """Make these reports known as members; those that are no longer there are passed over."""
        for some in _portions([number for number in numbers if number not in self._members]):
            for number, telling, digest, key in self._database.execute(
                "SELECT reports.id, telling, digest, key FROM reports"
                f" LEFT JOIN documents ON documents.id = document WHERE reports.id IN ({_marks(some)})",
                some,
            ):
                self._members[number] = Member(unpacked(telling), digest or "", key)


def _portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[first : first + _MARKS] for first in range(0, len(numbers), _MARKS))


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))
