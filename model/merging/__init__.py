"""Merging: the reports of many documents become strikes, each with the reasons why its reports are one.

Two reports are one strike unless side, day, place or weapon differ (MUC-4); likeness.py says what counts as evidence,
and where in doubt reports stay apart. A report joins a strike when it is like at least a quarter of the reports in it
and nothing keeps it from any of them, so no chain of half-likenesses ties together what differs. The result is the same
for every order of the reports, and only reports of one anchor day (meeting.py) are ever one.
"""

from __future__ import annotations

from collections.abc import Iterable

from model.event import Report, Strike
from model.merging.clustering import Member, grouped
from model.merging.features import Telling
from model.merging.fusion import Identified, chronological, identified, made_of


def merge(reports: Iterable[Report]) -> list[Strike]:
    """The strikes that the reports tell of, in order of time, the undated last in order of their documents.

    Only reports of different documents become one: within a document the parser has joined them. Near-linear in the
    number of reports; of more than 250 different tellings of one day and place not all are compared.
    """
    found: list[Identified] = identified(reports, lambda report: report.document)
    members = [Member(Telling.of(each.report), each.report.document, each.key) for each in found]
    strikes = [made_of([found[number] for number in group]) for group in grouped(members)]
    return sorted(strikes, key=chronological)
