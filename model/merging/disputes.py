"""Describes in plain words what the sources of a strike disagree about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.event import Figure, Report, Strike
from model.merging.features import FigureSlot, list_figure_slots
from model.phrasing import SIDE_NAMES, describe_figure


def list_disputes(strike: Strike) -> list[str]:
    """One line for each disagreement; reports are numbered in the strike's order, from 1."""
    return list(describe_disputes(strike.reports))


def describe_disputes(reports: Sequence[Report]) -> Iterator[str]:
    """The disagreements of the reports of one strike: a denial, different attackers, incompatible figures.

    The attacker is also disputed where a report that names none quotes both sides.
    """
    if deniers := [claim.side for report in reports for claim in report.claims if claim.stance == "denies"]:
        names = {**SIDE_NAMES, "unknown": "a speaker of no stated side"}
        yield f"denied by {' and '.join(dict.fromkeys(names[side] for side in deniers))}"
    sides = {report.side for report in reports} - {"unknown"}
    if len(sides) > 1:
        yield f"by {' or by '.join(SIDE_NAMES[side] for side in sorted(sides))}"
    elif any(report.side == "unknown" and _asserting_sides(report) >= {"russia", "ukraine"} for report in reports):
        both_speak = "both sides speak about it, and no words say who did it"
        yield "one report leaves open who did it" if sides else both_speak
    figures: dict[FigureSlot, list[tuple[int, Figure]]] = {}
    for number, report in enumerate(reports, 1):
        for slot, figure in list_figure_slots(report):
            figures.setdefault(slot, []).append((number, figure))
    for (name, kind, model), reported in figures.items():
        highs = [figure.high for _, figure in reported if figure.high is not None]
        if highs and min(highs) < max(figure.low or 0 for _, figure in reported):
            words = " ".join(filter(None, (model or kind, name)))
            yield f"{words}: " + "; ".join(f"{describe_figure(figure)} [{number}]" for number, figure in reported)


def _asserting_sides(report: Report) -> set[str]:
    return {claim.side for claim in report.claims if claim.stance == "asserts"}
