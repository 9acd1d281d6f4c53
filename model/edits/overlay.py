"""Laying the user's work over a strike: corrected values take the place of the parsed ones, which stay beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

from model.edits.value_paths import SLOT_PATHS, correction_path, weapon_at
from model.edits.value_syntax import describe_value, from_json, value_at
from model.event import Strike, Weapon
from model.event.preferred_figure import preferred_figures
from model.event.user_edits import Correction, Decision, Note, UserEdits
from model.merging.features import ReportFeatures
from model.merging.fusion import renumber_claims
from model.merging.similarity import score_similarity
from model.taxonomy import FIGURE_NAMES

MERGED_BY_USER_REASON: Final = "you said that they are one strike"
_CORRECTION_ORDER: Final = {
    name: place for place, name in enumerate((*SLOT_PATHS, *FIGURE_NAMES))
}  # weapons stand before their figures


class StrikeEdit(NamedTuple):
    """One thing that the user did to a strike, as the journal keeps it (see `Kind`).

    `value` is the JSON of a corrected value, else the tag or the note. `document` names that of the report it is about,
    `other` that of the report which it says to be of one strike with it, or not; `at` and `other_at` are their row ids.
    """

    kind: str
    path: str
    value: str | None
    made: str
    document: str = ""
    other_document: str | None = None
    report_id: int | None = None
    other_report_id: int | None = None


def apply_edits(strike: Strike, edits: Sequence[StrikeEdit]) -> Strike:
    """The strike with what the user did to it, given in the order in which it was made: the later holds."""
    if not edits:
        return strike
    corrected: dict[str, StrikeEdit] = {}
    tags: set[str] = set()
    notes: dict[str, Note] = {}
    flags = {"hide": False, "bookmark": False}
    decisions: dict[tuple[str, str | None, str], Decision] = {}
    for edit in edits:
        if edit.kind in ("correct", "restore"):
            corrected[edit.path] = edit
        elif edit.kind in ("tag", "note"):
            tags.update([edit.value or ""] if edit.kind == "tag" else [])
            notes.update({edit.value or "": Note(text=edit.value or "", made=edit.made)} if edit.kind == "note" else {})
        elif edit.kind in ("untag", "unnote"):
            tags.discard(edit.value or "") if edit.kind == "untag" else notes.pop(edit.value or "", None)
        elif edit.kind in ("merge", "split"):
            kind: Literal["merge", "split"] = "merge" if edit.kind == "merge" else "split"
            told = Decision(kind=kind, document=edit.document, other=edit.other_document or "", made=edit.made)
            decisions[kind, edit.other_document, edit.document] = told
        else:
            flags[edit.kind.removeprefix("un")] = not edit.kind.startswith("un")
    changed, corrections = _apply_corrections(strike, [edit for edit in corrected.values() if edit.kind == "correct"])
    work = UserEdits(
        corrections=corrections,
        tags=tuple(sorted(tags)),
        notes=tuple(notes.values()),
        decisions=tuple(decisions.values()),
        bookmarked=flags["bookmark"],
        hidden=flags["hide"],
    )
    return changed.model_copy(update={"work": work, "reasons": _update_reasons(strike, work)})


def _apply_corrections(strike: Strike, edits: Sequence[StrikeEdit]) -> tuple[Strike, tuple[Correction, ...]]:
    """The strike with these values, and what became of each."""
    if not edits:
        return strike, ()
    changed = strike
    corrections: list[Correction] = []
    for edit in sorted(edits, key=lambda each: (_CORRECTION_ORDER[each.path.partition(":")[0]], each.path)):
        path, value = edit.path, from_json(edit.path, edit.value or "null")
        parsed = describe_value(path, value_at(strike, path))
        corrections.append(Correction(path=path, value=describe_value(path, value), parsed=parsed, made=edit.made))
        changed = _replace_value(changed, path, value)
    kept = {
        path: each for path, each in preferred_figures(changed).items() if not _is_corrected(path, changed, corrections)
    }
    return changed.model_copy(update={"shown": kept}), tuple(corrections)


def _is_corrected(shown: str, strike: Strike, corrections: Sequence[Correction]) -> bool:
    path = correction_path(shown, strike)
    return any(each.path == path for each in corrections)


def _replace_value(strike: Strike, path: str, value: Any) -> Strike:
    """The strike with one value in the place of what it has."""
    name, colon, _ = path.partition(":")
    if path == "weapons":
        figures = {(weapon.kind, weapon.model): weapon for weapon in strike.weapons}
        weapons = tuple(figures.get((weapon.kind, weapon.model), weapon) for weapon in value)
        return strike.model_copy(
            update={"weapons": weapons, "claims": tuple(renumber_claims(strike.claims, strike.weapons, weapons))}
        )
    if not colon:
        return strike.model_copy(update={name: value})
    kind, model = weapon_at(path)
    known = [*strike.weapons]
    if value is not None and (kind, model) not in {(weapon.kind, weapon.model) for weapon in known}:
        known.append(Weapon(kind=kind, model=model))
    same = (
        weapon.model_copy(update={name: value}) if (weapon.kind, weapon.model) == (kind, model) else weapon
        for weapon in known
    )
    return strike.model_copy(update={"weapons": tuple(same)})


def _update_reasons(strike: Strike, work: UserEdits) -> tuple[str, ...]:
    """Why its reports are one; of what only the user has joined, that they did."""
    if not any(decision.kind == "merge" for decision in work.decisions):
        return strike.reasons
    tellings = [ReportFeatures.from_report(report) for report in strike.reports]
    told = []
    for number, reason in enumerate(strike.reasons, 1):
        others = (telling for place, telling in enumerate(tellings) if place != number)
        told.append(
            reason if any(score_similarity(tellings[number], other) for other in others) else MERGED_BY_USER_REASON
        )
    return tuple(told)
