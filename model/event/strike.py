"""One attack as its reports describe it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.event.base import FrozenModel
from model.event.report import Claim, Damage, Figure, Place, Report, Weapon, When
from model.event.user_edits import UserEdits
from model.taxonomy import PreferenceRule, Scope, Side


class PreferredFigure(FrozenModel):
    """The figure of a strike that is shown first, the document that tells it, and the rule that chose it.

    "alone": no other is told, "alike": all tell this count; else why it goes before the others: "latest" published,
    "exact" where they give a rough count or a bound, "rough" where they give a bound, "dated" or "placed" where they
    do not say when or where, "lower" of what is left.
    """

    figure: Figure
    document: str
    rule: PreferenceRule


class Strike(FrozenModel):
    """One attack, as one or more reports tell it.

    Figures are ranges over the reports: the lowest low to the highest high, None where a report leaves a bound open.
    `shown` is which of several is shown first, under its path ("killed", "weapons.0.launched"); ask
    `model.shown.shown_figure`, which answers for those that one report alone tells too.
    `damage` is all that any of them tells.
    `reasons` says for each report after the first why it was taken for the same strike. `disputed` marks strikes that
    someone denies, or whose reports name different sides or exclusive figures. `work` is what the user has done to it:
    where that corrects a value, the strike holds the corrected one.
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
        """Whether no words of any report say who attacked, nor has the user said it; never of an unknown side."""
        if self.side == "unknown" or self.work.find_correction("side"):
            return False
        return all(report.side_is_inferred for report in self.reports if report.side == self.side)
