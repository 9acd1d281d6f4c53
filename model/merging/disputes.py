"""What the sources of a strike do not agree on, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.event import Figure, Report, Strike, ValuePath
from model.phrasing import SIDE_NAMES
from model.phrasing import describe_figure as figure_words


def list_disputes(strike: Strike) -> list[str]:
    """What the sources of a strike do not agree on, one line each; reports are numbered as the strike has them."""
    return list(describe_disputes(strike.reports))


def describe_disputes(reports: Sequence[Report]) -> Iterator[str]:
    """What makes a strike of these reports disputed: a denial, sides that are told or blame each other, or figures.

    The two sides blame each other where speakers of both tell of it, and no report says who did it.
    """
    if deniers := [claim.side for report in reports for claim in report.claims if claim.stance == "denies"]:
        yield f"denied by {' and '.join(dict.fromkeys(SIDE_NAMES[side] for side in deniers))}"
    told = {report.side for report in reports} - {"unknown"}
    if len(told) > 1:
        yield f"by {' or by '.join(SIDE_NAMES[side] for side in sorted(told))}"
    elif any(report.side == "unknown" and _asserting_sides(report) >= {"russia", "ukraine"} for report in reports):
        yield "both sides speak of it, and no words say who did it" if not told else "who did it is open in one report"
    figures: dict[tuple[str, str, str | None], list[tuple[int, Figure]]] = {}
    for number, report in enumerate(reports, 1):
        for path, figure in report.iter_figures():
            value = ValuePath.parse(path)
            if value.slot != "damage":
                weapon = value.find_weapon(report.weapons)
                slot = value.name, weapon.kind if weapon else "", weapon.model if weapon else None
                figures.setdefault(slot, []).append((number, figure))
    for (name, kind, model), several in figures.items():
        highs = [figure.high for _, figure in several if figure.high is not None]
        if highs and min(highs) < max(figure.low or 0 for _, figure in several):
            words = " ".join(filter(None, (model or kind, name)))
            yield f"{words}: " + "; ".join(f"{figure_words(figure)} [{number}]" for number, figure in several)


def _asserting_sides(report: Report) -> set[str]:
    return {claim.side for claim in report.claims if claim.stance == "asserts"}
