"""Strikes: one attack as its reports describe it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.event.base import FrozenModel
from model.event.report import Claim, Damage, Figure, Place, Report, Weapon, When
from model.event.user_edits import UserEdits
from model.taxonomy import PreferenceRule, Scope, Side


class PreferredFigure(FrozenModel):
    """The figure that is shown first, its document, and the rule that chose it.

    "alone": there is no other; "alike": all reports give this count. Otherwise why it is preferred: "latest" published,
    "exact" over approximate counts and bounds, "rough" (approximate) over bounds, "dated" or "placed" over reports
    without a day or a place, "lower" than all that are left.
    """

    figure: Figure
    document: str
    rule: PreferenceRule


class Strike(FrozenModel):
    """One attack, as one or more reports describe it.

    Figures are ranges over the reports, from the lowest low to the highest high; a bound that a report leaves open is
    None. Places, weapons, damage and claims are those of all reports. `shown` has the figure to show first for each
    path that several reports give: read it by `preferred_figure`, which covers single reports too. `reasons` has one
    entry for each report after the first: why it is the same strike. A strike is `disputed` where someone denies it, or
    where reports name different sides or incompatible figures. `work` is the user's edits; the values are corrected.
    """

    id: str
    scope: Scope
    when: When
    side: Side
    places: tuple[Place, ...]
    weapons: tuple[Weapon, ...]
    launched: Figure | None = None
    intercepted: Figure | None = None
    killed: Figure | None = None
    injured: Figure | None = None
    damage: tuple[Damage, ...] = ()
    claims: tuple[Claim, ...] = ()
    disputed: bool = False
    reports: Annotated[tuple[Report, ...], Field(min_length=1)]
    reasons: tuple[str, ...] = ()
    shown: dict[str, PreferredFigure] = Field(default={})
    work: UserEdits = UserEdits()

    @property
    def side_is_inferred(self) -> bool:
        """Whether the side was inferred in every report that has it, and not set by the user."""
        if self.side == "unknown" or self.work.find_correction("side"):
            return False
        return all(report.side_is_inferred for report in self.reports if report.side == self.side)
