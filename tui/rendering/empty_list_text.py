"""What is shown in place of an empty list: why it is empty, and which keys show more."""

from __future__ import annotations

from model.library import FilterCounts
from model.phrasing import format_count
from model.query import Query
from tui import actions as keys
from tui.rendering.glyphs import Glyphs


def explain_empty_list(
    query: Query, counts: FilterCounts, glyphs: Glyphs, *, counting: bool, problems: bool
) -> list[str]:
    """The lines; `counting` while the query still runs, `problems` where something could not be read."""
    if counting:
        return ["Nothing found so far.", "The search is still running."]
    if not counts.total:
        hint = "Press ! to see what could not be read." if problems else "Press ? for the keys, q to quit."
        return ["No strikes.", "The documents were read, and none of them reports a strike.", hint]
    lines = [f"None of the {format_count(counts.total, 'strike')} is shown.", ""]
    active = {f"side({side!r})" for side in query.sides} | {f"weapon({weapon!r})" for weapon in query.weapons}
    filters = (action for action in keys.ACTIONS if action.id in active)
    lines += [f"{keys.label_action_keys(action)} clears the filter: {action.description}" for action in filters]
    if query.terms_text:
        lines.append(f"Esc ends the search: {glyphs.quote_text(query.terms_text)}")
    return [*lines, "0 shows all"]
