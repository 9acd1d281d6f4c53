"""Applies edits to a strike: corrected values replace the parsed ones, which are kept beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from model.edits.value_paths import CORRECTABLE_PATHS, correction_path, weapon_at
from model.edits.value_syntax import describe_value, from_json, value_at
from model.event import Strike, Weapon
from model.event.preferred_figure import preferred_figures
from model.event.user_edits import Correction, Decision, EditKind, Note, UserEdits
from model.merging.features import ReportFeatures
from model.merging.fusion import renumber_claims
from model.merging.similarity import score_similarity

MERGED_BY_USER_REASON: Final = "you said that they are one strike"


class StrikeEdit(NamedTuple):
    """An edit in effect on a strike.

    `value` is the JSON of a corrected value, else the tag or note. `document` is the document of the report edited;
    for a merge or split, `other_document` is that of the other report. The ids are row ids of the two reports.
    """

    kind: EditKind
    path: str
    value: str | None
    made: str
    document: str = ""
    other_document: str | None = None
    report_id: int | None = None
    other_report_id: int | None = None


def apply_edits(strike: Strike, edits: Sequence[StrikeEdit]) -> Strike:
    """The strike with its edits applied, in chronological order: the last one wins."""
    if not edits:
        return strike
    corrected: dict[str, StrikeEdit] = {}
    tags: set[str] = set()
    notes: dict[str, Note] = {}
    flags = {"hide": False, "bookmark": False}
    decisions: dict[tuple[str, str, str], Decision] = {}
    for edit in edits:
        kind, text, other = edit.kind, edit.value or "", edit.other_document or ""
        if kind == "correct" or kind == "restore":
            corrected[edit.path] = edit
        elif kind == "tag":
            tags.add(text)
        elif kind == "untag":
            tags.discard(text)
        elif kind == "note":
            notes[text] = Note(text=text, made=edit.made)
        elif kind == "unnote":
            notes.pop(text, None)
        elif kind == "merge" or kind == "split":
            decision = Decision(kind=kind, document=edit.document, other=other, made=edit.made)
            decisions[kind, other, edit.document] = decision
        else:
            flags[kind.removeprefix("un")] = not kind.startswith("un")
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
    """The strike with corrected values, and the corrections in words."""
    if not edits:
        return strike, ()
    changed = strike
    corrections: list[Correction] = []
    # Weapons are corrected before their figures.
    for edit in sorted(edits, key=lambda edit: (CORRECTABLE_PATHS.index(edit.path.partition(":")[0]), edit.path)):
        path, value = edit.path, from_json(edit.path, edit.value or "null")
        parsed = describe_value(path, value_at(strike, path))
        corrections.append(Correction(path=path, value=describe_value(path, value), parsed=parsed, made=edit.made))
        changed = _replace_value(changed, path, value)
    corrected = {correction.path for correction in corrections}
    shown = {
        path: figure
        for path, figure in preferred_figures(changed).items()
        if correction_path(path, changed) not in corrected
    }
    return changed.model_copy(update={"shown": shown}), tuple(corrections)


def _replace_value(strike: Strike, path: str, value: Any) -> Strike:
    """The strike with the value at a path replaced."""
    name, colon, _ = path.partition(":")
    if path == "weapons":
        known = {(weapon.kind, weapon.model): weapon for weapon in strike.weapons}
        weapons = tuple(known.get((weapon.kind, weapon.model), weapon) for weapon in value)
        claims = tuple(renumber_claims(strike.claims, strike.weapons, weapons))
        return strike.model_copy(update={"weapons": weapons, "claims": claims})
    if not colon:
        return strike.model_copy(update={name: value})
    key = weapon_at(path)
    weapons = strike.weapons
    if value is not None and key not in {(weapon.kind, weapon.model) for weapon in weapons}:
        weapons = (*weapons, Weapon(kind=key[0], model=key[1]))
    changed = (
        weapon.model_copy(update={name: value}) if (weapon.kind, weapon.model) == key else weapon for weapon in weapons
    )
    return strike.model_copy(update={"weapons": tuple(changed)})


def _update_reasons(strike: Strike, work: UserEdits) -> tuple[str, ...]:
    """The reasons for merging; for a report that is similar to no other, the user's decision."""
    if not any(decision.kind == "merge" for decision in work.decisions):
        return strike.reasons
    features = [ReportFeatures.from_report(report) for report in strike.reports]
    reasons = []
    for index, reason in enumerate(strike.reasons, 1):
        others = features[:index] + features[index + 1 :]
        is_similar = any(score_similarity(features[index], other) for other in others)
        reasons.append(reason if is_similar else MERGED_BY_USER_REASON)
    return tuple(reasons)
