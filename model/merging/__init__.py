"""Merging: the reports of many documents become strikes, each with the reasons why its reports are one.

Two reports are one strike unless side, day, place or weapon differ (MUC-4); likeness.py says what counts as evidence,
and where in doubt reports stay apart. A report joins a strike when it is like at least a quarter of the reports in it
and nothing keeps it from any of them, so no chain of half-likenesses ties together what differs. The result is the same
for every order of the reports, and only reports of one anchor day (meeting.py) are ever one.
"""

from __future__ import annotations

from collections.abc import Iterable

from model.event import Report, Strike
from model.merging.clustering import ClusterMember, cluster_members
from model.merging.features import ReportFeatures
from model.merging.fusion import KeyedReport, assign_keys, fuse_reports, strike_sort_key


def merge_reports(reports: Iterable[Report]) -> list[Strike]:
    """The strikes that the reports tell of, in order of time, the undated last in order of their documents.

    Only reports of different documents become one: within a document the parser has joined them. Near-linear in the
    number of reports; of more than 250 different tellings of one day and place not all are compared.
    """
    found: list[KeyedReport] = assign_keys(reports, lambda report: report.document)
    members = [ClusterMember(ReportFeatures.from_report(each.report), each.report.document, each.key) for each in found]
    strikes = [fuse_reports([found[number] for number in group]) for group in cluster_members(members)]
    return sorted(strikes, key=strike_sort_key)
