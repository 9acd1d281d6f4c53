"""Incremental rebuild of strikes: only those that changed reports belong to.

Only reports linked to a changed one by a chain of similar reports or of the user's merges (the closure) can change
strikes. The rest of the library is not read, so adding a document costs the same in a large library as in a small one.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from model.edits.overlay import apply_edits
from model.event import Report
from model.library.database.sql_params import select_in
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

_MAX_BLOCK_REPORTS = 20 * MAX_BLOCK_COMPARISONS
_Blocks = dict[int, list[tuple[int, int]]]  # key -> (report, whether it is compared with all of the block)


class _LoadedReport(NamedTuple):
    """A report with the name of its source and the row id of its document."""

    report: Report
    source: str
    document_id: int


class StrikeRebuild:
    """Collects the changes to reports in one transaction, then rebuilds their strikes. All ids are row ids."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.new_reports: set[int] = set()  # written, and of no strike yet
        self.dropped_reports: set[int] = set()  # to be deleted: their document was replaced or parsed again
        self.edited_reports: set[int] = set()  # whose strikes the user has edited
        self._members: dict[int, ClusterMember] = {}  # every report read so far
        self._single_records: dict[int, StrikeRecord] = {}  # of new reports, as strikes of their own
        self._decisions: list[PairDecision] = []

    def write_reports(self, reports: Iterable[PackedReport], document_id: int, digest: str) -> None:
        """Insert the reports of a document."""
        for report in reports:
            report_id = self.database.execute(
                "INSERT INTO reports (document, strike, key, anchor, telling, body) VALUES (?, -1, ?, ?, ?, ?)",
                (document_id, report.key, report.last_day, report.features, report.body),
            ).lastrowid
            assert report_id is not None
            self.database.executemany(
                "INSERT INTO meets (key, report, whole) VALUES (?, ?, ?)",
                ((key, report_id, whole) for key, whole in report.blocking_keys),
            )
            self.new_reports.add(report_id)
            self._members[report_id] = ClusterMember(deserialize_features(report.features), digest, report.key)
            self._single_records[report_id] = report.single_record

    def drop_reports(self, document_id: int) -> None:
        """Mark the reports of a document for deletion."""
        rows = self.database.execute("SELECT id FROM reports WHERE document = ?", (document_id,))
        self.dropped_reports.update(report_id for (report_id,) in rows)

    def rebuild_strikes(self) -> None:
        """Rebuild the strikes of the new, dropped and edited reports."""
        edited = self.edited_reports - self.dropped_reports
        self._decisions = load_decisions(self.database)
        changed = self.dropped_reports | edited
        seeds = self.new_reports | changed | self._strike_siblings(changed)
        report_ids = sorted(self._similarity_closure(seeds) - self.dropped_reports)
        old_strikes = self._strike_ids([*report_ids, *self.dropped_reports])
        sizes = Counter(old_strikes.values())
        groups = [
            group
            for group in self._cluster_reports(report_ids)
            if not edited.isdisjoint(group) or not _is_unchanged(group, old_strikes, sizes)
        ]
        regrouped = [report_id for group in groups for report_id in group]
        changes = delete_strikes(self.database, {old_strikes[n] for n in (*regrouped, *self.dropped_reports)})
        for report_id in self.dropped_reports:
            self.database.execute("DELETE FROM reports WHERE id = ?", (report_id,))
            keys = blocking_keys(self._members[report_id].features)
            self.database.executemany("DELETE FROM meets WHERE key = ? AND report = ?", ((k, report_id) for k in keys))
        with_edits = find_edited_reports(self.database, regrouped)
        single = {n for n, *others in groups if not others and n in self._single_records} - with_edits
        reports = self._load_reports([report_id for report_id in regrouped if report_id not in single])
        for group in groups:
            is_single = group[0] in single
            record = self._single_records[group[0]] if is_single else self._build_record(group, reports, with_edits)
            row_id, change = write_strike(self.database, record)
            self.database.executemany("UPDATE reports SET strike = ? WHERE id = ?", ((row_id, n) for n in group))
            changes.append(change)
        apply_changes(self.database, changes)

    def _build_record(
        self, group: Sequence[int], reports: dict[int, _LoadedReport], with_edits: Collection[int]
    ) -> StrikeRecord:
        """The strike of these reports, with the user's edits applied."""
        keyed = [KeyedReport(reports[report_id].report, self._members[report_id].key) for report_id in group]
        edits = [] if set(group).isdisjoint(with_edits) else load_edits(self.database, group)
        strike = apply_edits(fuse_reports(keyed, explained=False), edits)
        sources = dict.fromkeys(reports[report_id].source for report_id in group)
        return build_strike_record(strike, sources, len({reports[report_id].document_id for report_id in group}))

    def _cluster_reports(self, report_ids: Sequence[int]) -> list[list[int]]:
        """The reports of each strike: clustered by similarity, under the user's merge decisions."""
        members = [self._members[report_id] for report_id in report_ids]
        known = set(report_ids)
        pairs: dict[str, list[tuple[ReportPair, str]]] = {"merge": [], "split": []}
        for kind, one, other, made in self._decisions:
            if {one, other} <= known:
                pairs[kind].append((frozenset((self._members[one].key, self._members[other].key)), made))
        constraints = LinkConstraints(tuple(pairs["merge"]), tuple(pairs["split"]))
        groups = cluster_members(members, frozenset(pair for pair, _ in constraints.cannot_links))
        groups = apply_must_links(groups, [member.key for member in members], constraints)
        return [[report_ids[index] for index in group] for group in groups]

    def _strike_siblings(self, report_ids: Iterable[int]) -> set[int]:
        """All reports of the strikes of these: what linked them may be gone."""
        rows = select_in(
            self.database,
            "SELECT id FROM reports WHERE strike IN (SELECT strike FROM reports WHERE id IN ({}) AND strike >= 0)",
            sorted(report_ids),
        )
        return {report_id for (report_id,) in rows}

    def _strike_ids(self, report_ids: Sequence[int]) -> dict[int, int]:
        """The strike of each report, -1 for a new one."""
        return dict(select_in(self.database, "SELECT id, strike FROM reports WHERE id IN ({})", report_ids))

    def _load_reports(self, report_ids: Sequence[int]) -> dict[int, _LoadedReport]:
        rows = select_in(
            self.database,
            "SELECT reports.id, name, source, document, reports.body FROM reports"
            " JOIN documents ON documents.id = document WHERE reports.id IN ({})",
            report_ids,
        )
        return {
            report_id: _LoadedReport(unpack_report(body, name), source, document_id)
            for report_id, name, source, document_id, body in rows
        }

    # Similar reports

    def _similarity_closure(self, seeds: Iterable[int]) -> set[int]:
        """The seeds, and all reports linked to them by a chain of similar reports or of the user's merges."""
        queue = sorted(seeds)
        closure = set(queue)
        self._load_members(queue)
        compared: set[ReportFeatures] = set()
        blocks: _Blocks = {}
        merged: dict[int, set[int]] = defaultdict(set)
        for decision in self._decisions:
            if decision.kind == "merge":
                merged[decision.report_id].add(decision.other_report_id)
                merged[decision.other_report_id].add(decision.report_id)
        while queue:
            report_id = queue.pop()
            if report_id in merged and (joined := merged[report_id] - closure):
                self._load_members(joined)
                closure |= joined
                queue += joined
            features = self._members[report_id].features
            if features in compared:
                continue
            compared.add(features)
            candidates = self._blocking_candidates(features, blocks)
            unknown = (self._reports_of_day(features.last_day) if candidates is None else candidates) - closure
            self._load_members(unknown)
            similar = [
                other
                for other in unknown & self._members.keys()
                if candidates is None or score_similarity(features, self._members[other].features)
            ]
            closure.update(similar)
            queue += similar
        return closure

    def _blocking_candidates(self, features: ReportFeatures, blocks: _Blocks) -> set[int] | None:
        """The reports that share a block with these features; None if a block is too large to compare all of it."""
        candidates: set[int] = set()
        for key, whole in blocking_keys(features).items():
            if key not in blocks:
                blocks[key] = self.database.execute("SELECT report, whole FROM meets WHERE key = ?", (key,)).fetchall()
            block = blocks[key]
            hubs = [report_id for report_id, is_hub in block if is_hub]
            if len(hubs) > MAX_BLOCK_COMPARISONS or (hubs and len(block) > _MAX_BLOCK_REPORTS):
                return None
            candidates.update((report_id for report_id, _ in block) if whole else hubs)
        return candidates

    def _reports_of_day(self, last_day: int) -> set[int]:
        rows = self.database.execute("SELECT id FROM reports WHERE anchor = ?", (last_day,))
        return {report_id for (report_id,) in rows}

    def _load_members(self, report_ids: Iterable[int]) -> None:
        """Read these reports as cluster members; missing ones are skipped."""
        rows = select_in(
            self.database,
            "SELECT reports.id, telling, digest, key FROM reports"
            " LEFT JOIN documents ON documents.id = document WHERE reports.id IN ({})",
            [report_id for report_id in report_ids if report_id not in self._members],
        )
        for report_id, features, digest, key in rows:
            self._members[report_id] = ClusterMember(deserialize_features(features), digest or "", key)


def _is_unchanged(group: Sequence[int], old_strikes: dict[int, int], sizes: dict[int, int]) -> bool:
    """Whether exactly these reports are a stored strike."""
    strike = old_strikes[group[0]]
    return strike >= 0 and sizes[strike] == len(group) and all(old_strikes[n] == strike for n in group)
