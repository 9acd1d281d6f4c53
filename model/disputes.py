"""What the sources of a strike do not agree on, in plain words."""

from __future__ import annotations

from model.event import Strike
from model.figures import exclude
from model.wording import SIDES
from model.wording import figure as figure_words


def disputes(strike: Strike) -> list[str]:
    """What the sources of a strike do not agree on, one line each."""
    told = []
    if deniers := [claim for claim in strike.claims if claim.stance == "denies"]:
        told.append(f"denied by {' and '.join(dict.fromkeys(SIDES[claim.side] for claim in deniers))}")
    if len(sides := sorted({report.side for report in strike.reports} - {"unknown"})) > 1:
        told.append(f"by {' or by '.join(SIDES[side] for side in sides)}")
    numbered = list(enumerate(strike.reports, 1))
    for name in ("killed", "injured", "launched", "intercepted"):
        figures = [(number, figure) for number, r in numbered if (figure := getattr(r, name)) is not None]
        if any(exclude(one, other) for _, one in figures for _, other in figures):
            told.append(f"{name}: " + "; ".join(f"{figure_words(figure)} [{number}]" for number, figure in figures))
    return told
