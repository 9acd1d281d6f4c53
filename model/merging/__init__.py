"""Merging: record linkage from the reports of many documents to strikes, with the reasons for each link.

As in MUC-4, two reports are one strike unless side, day, place or weapon differ; similarity.py weighs the evidence, and
doubtful reports stay apart. A report joins a strike if it is similar to at least a quarter of its reports and nothing
forbids a link with any of them, so chains of weak similarities do not link different attacks. The result does not
depend on the order of the reports, and only reports with the same last day are merged.
"""

from __future__ import annotations

from collections.abc import Iterable

from model.event import Report, Strike
from model.merging.clustering import ClusterMember, cluster_members
from model.merging.features import ReportFeatures
from model.merging.fusion import assign_keys, fuse_reports, strike_sort_key


def merge_reports(reports: Iterable[Report]) -> list[Strike]:
    """The strikes that the reports describe, by time, the undated last by document.

    Only reports of different documents are merged, since the parser has merged those of one document. Time is nearly
    linear in the number of reports: of more than 250 different reports of one day and place not all are compared.
    """
    keyed = assign_keys(reports, lambda report: report.document)
    members = [ClusterMember(ReportFeatures.from_report(report), report.document, key) for report, key in keyed]
    strikes = [fuse_reports([keyed[index] for index in cluster]) for cluster in cluster_members(members)]
    return sorted(strikes, key=strike_sort_key)
