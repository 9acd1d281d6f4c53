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

from model.edits.overlay import apply_edits
from model.event import Report
from model.library.database.sql_params import placeholders, split_batches
from model.library.records.edit_lookup import PairDecision, find_edited_reports, load_decisions, load_edits
from model.library.records.serialization import PackedReport, unpack_report
from model.library.records.strike_writer import StrikeRecord, build_strike_record, delete_strikes, write_strike
from model.library.timeline.facet_counts import apply_changes
from model.merging.blocking import MAX_BLOCK_COMPARISONS, blocking_keys, deserialize_features
from model.merging.clustering import ClusterMember, cluster_members
from model.merging.constraints import LinkConstraints, ReportPair, apply_must_links
from model.merging.features import ReportFeatures
from model.merging.fusion import KeyedReport, fuse_reports
from model.merging.similarity import score_similarity

_MAX_KEY_REPORTS = 20 * MAX_BLOCK_COMPARISONS  # so many that meet a crowd under one key are a crowd too


class _LoadedReport(NamedTuple):
    """A report with the name of its source and the row id of its document."""

    report: Report
    source: str
    document: int


class StrikeRebuild:
    """What changes in one transaction: reports that come, that go, and that the user's work touches."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.new_reports: set[int] = set()  # ids of reports that are written and belong to no strike yet
        self.dropped_reports: set[int] = set()  # ids of reports whose document is replaced or read anew
        self.edited_reports: set[int] = set()  # ids of reports whose strike the user's work has changed
        self._members: dict[int, ClusterMember] = {}  # every report looked at, by its id
        self._single_records: dict[int, StrikeRecord] = {}  # the strike that a fresh report is where none joins it
        self._decisions: list[PairDecision] = []

    def write_reports(self, reports: Iterable[PackedReport], document: int, digest: str) -> None:
        """Write the reports of a document."""
        for report in reports:
            number = self.database.execute(
                "INSERT INTO reports (document, strike, key, anchor, telling, body) VALUES (?, -1, ?, ?, ?, ?)",
                (document, report.key, report.last_day, report.features, report.body),
            ).lastrowid
            assert number is not None
            self.database.executemany(
                "INSERT INTO meets (key, report, whole) VALUES (?, ?, ?)",
                ((key, number, whole) for key, whole in report.blocking_keys),
            )
            self.new_reports.add(number)
            self._members[number] = ClusterMember(deserialize_features(report.features), digest, report.key)
            self._single_records[number] = report.single_record

    def drop_reports(self, document: int) -> None:
        """Let the reports of a document go."""
        of_it = self.database.execute("SELECT id FROM reports WHERE document = ?", (document,))
        self.dropped_reports.update(report for (report,) in of_it)

    def rebuild_strikes(self) -> None:
        """Make the strikes anew that these reports belong to."""
        touched = self.edited_reports - self.dropped_reports
        self._decisions = load_decisions(self.database)
        changed = self.dropped_reports | touched
        numbers = sorted(
            self._similarity_closure(sorted(self.new_reports | changed | self._strike_siblings(sorted(changed))))
            - self.dropped_reports
        )
        was = self._strike_ids([*numbers, *self.dropped_reports])
        groups = self._cluster_reports(numbers)
        sizes: dict[int, int] = defaultdict(int)
        for strike in was.values():
            sizes[strike] += 1
        renewed = [group for group in groups if not touched.isdisjoint(group) or not _is_unchanged(group, was, sizes)]
        changes = delete_strikes(
            self.database,
            {was[number] for group in renewed for number in group} | {was[n] for n in self.dropped_reports},
        )
        self._delete_dropped()
        worked_on = find_edited_reports(self.database, [number for group in renewed for number in group])
        alone = {n for n, *others in renewed if not others and n in self._single_records} - worked_on
        reports = self._load_reports([number for group in renewed for number in group if number not in alone])
        for group in renewed:
            filled = (
                self._single_records[group[0]] if group[0] in alone else self._build_record(group, reports, worked_on)
            )
            row, counted = write_strike(self.database, filled)
            self.database.executemany("UPDATE reports SET strike = ? WHERE id = ?", ((row, each) for each in group))
            changes.append(counted)
        apply_changes(self.database, changes)

    def _build_record(
        self, group: Sequence[int], reports: dict[int, _LoadedReport], worked_on: Collection[int]
    ) -> StrikeRecord:
        """The strike of these reports, with the user's work upon it."""
        told = [KeyedReport(reports[number].report, self._members[number].key) for number in group]
        edits = [] if set(group).isdisjoint(worked_on) else load_edits(self.database, group)
        strike = apply_edits(fuse_reports(told, explained=False), edits)
        sources = dict.fromkeys(reports[number].source for number in group)
        return build_strike_record(strike, sources, len({reports[number].document for number in group}))

    def _cluster_reports(self, numbers: Sequence[int]) -> list[list[int]]:
        """The reports of each strike: those that merging finds alike, then what the user has said."""
        members = [self._members[number] for number in numbers]
        known = set(numbers)
        pairs: dict[str, list[tuple[ReportPair, str]]] = {"merge": [], "split": []}
        for kind, one, other, made in self._decisions:
            if {one, other} <= known:
                pairs[kind].append((frozenset((self._members[one].key, self._members[other].key)), made))
        decided = LinkConstraints(tuple(pairs["merge"]), tuple(pairs["split"]))
        groups = cluster_members(members, frozenset(pair for pair, _ in decided.cannot_links))
        groups = apply_must_links(groups, [member.key for member in members], decided)
        return [[numbers[place] for place in group] for group in groups]

    def _strike_siblings(self, numbers: Sequence[int]) -> set[int]:
        """The reports that have been of one strike with these: what joined them may be gone."""
        found: set[int] = set()
        for some in split_batches(numbers):
            found.update(
                number
                for (number,) in self.database.execute(
                    "SELECT id FROM reports WHERE strike IN"
                    f" (SELECT strike FROM reports WHERE id IN ({placeholders(some)}) AND strike >= 0)",
                    some,
                )
            )
        return found

    def _strike_ids(self, numbers: Sequence[int]) -> dict[int, int]:
        """The row ids of the strikes that these reports belong to, -1 for a fresh one."""
        found: dict[int, int] = {}
        for some in split_batches(numbers):
            found.update(
                self.database.execute(f"SELECT id, strike FROM reports WHERE id IN ({placeholders(some)})", some)
            )
        return found

    def _load_reports(self, numbers: Sequence[int]) -> dict[int, _LoadedReport]:
        """The reports themselves."""
        found: dict[int, _LoadedReport] = {}
        for some in split_batches(numbers):
            for number, name, source, document, body in self.database.execute(
                "SELECT reports.id, name, source, document, reports.body FROM reports"
                f" JOIN documents ON documents.id = document WHERE reports.id IN ({placeholders(some)})",
                some,
            ):
                found[number] = _LoadedReport(unpack_report(body, name), source, document)
        return found

    def _delete_dropped(self) -> None:
        for number in self.dropped_reports:
            self.database.execute("DELETE FROM reports WHERE id = ?", (number,))
            telling = self._members[number].features
            self.database.executemany(
                "DELETE FROM meets WHERE key = ? AND report = ?", ((key, number) for key in blocking_keys(telling))
            )

    # What is alike

    def _similarity_closure(self, seeds: Sequence[int]) -> set[int]:
        """The reports that are alike to these, or that the user has joined with them, and so on; these among them."""
        found = set(seeds)
        waiting = list(seeds)
        self._load_members(waiting)
        seen: set[ReportFeatures] = set()
        met: dict[int, list[tuple[int, int]]] = {}
        fellows: dict[int, set[int]] = defaultdict(set)
        for each in self._decisions:
            if each.kind == "merge":
                fellows[each.report_id].add(each.other_report_id)
                fellows[each.other_report_id].add(each.report_id)
        while waiting:
            number = waiting.pop()
            if number in fellows and (joined := fellows[number] - found):
                self._load_members(joined)
                found |= joined
                waiting += joined
            telling = self._members[number].features
            if telling in seen:
                continue
            seen.add(telling)
            near = self._blocking_candidates(telling, met)
            unknown = (self._reports_of_day(telling.last_day) if near is None else near) - found
            self._load_members(unknown)
            alike = [
                each
                for each in unknown & self._members.keys()
                if near is None or score_similarity(telling, self._members[each].features)
            ]
            found.update(alike)
            waiting += alike
        return found

    def _blocking_candidates(self, telling: ReportFeatures, met: dict[int, list[tuple[int, int]]]) -> set[int] | None:
        """The reports that meet this telling; None where they are a crowd, in which only neighbours are compared."""
        near: set[int] = set()
        for key, whole in blocking_keys(telling).items():
            if key not in met:
                met[key] = self.database.execute("SELECT report, whole FROM meets WHERE key = ?", (key,)).fetchall()
            anchors = [report for report, meets_all in met[key] if meets_all]
            if len(anchors) > MAX_BLOCK_COMPARISONS or (anchors and len(met[key]) > _MAX_KEY_REPORTS):
                return None
            near.update((report for report, _ in met[key]) if whole else anchors)
        return near

    def _reports_of_day(self, anchor: int) -> set[int]:
        """All reports of one anchor day."""
        return {number for (number,) in self.database.execute("SELECT id FROM reports WHERE anchor = ?", (anchor,))}

    def _load_members(self, numbers: Collection[int]) -> None:
        """Make these reports known as members; those that are no longer there are passed over."""
        for some in split_batches([number for number in numbers if number not in self._members]):
            for number, telling, digest, key in self.database.execute(
                "SELECT reports.id, telling, digest, key FROM reports"
                f" LEFT JOIN documents ON documents.id = document WHERE reports.id IN ({placeholders(some)})",
                some,
            ):
                self._members[number] = ClusterMember(deserialize_features(telling), digest or "", key)


def _is_unchanged(group: Sequence[int], was: dict[int, int], sizes: dict[int, int]) -> bool:
    """True where these very reports are a strike already."""
    strike = was[group[0]]
    return strike >= 0 and sizes[strike] == len(group) and all(was[number] == strike for number in group)
