"""What is said in the place of an empty list: why nothing is shown, and which keys show more."""

from __future__ import annotations

from model.library import FilterCounts
from model.query import Query
from tui import actions as keys
from tui.rendering import phrases as words
from tui.rendering.glyphs import Glyphs


def explain_empty_list(
    query: Query, counts: FilterCounts, glyphs: Glyphs, *, counting: bool, problems: bool
) -> list[str]:
    """The lines; `counting` where not all is looked through yet, `problems` where something could not be read."""
    if counting:
        return ["Nothing found so far.", "The strikes are still looked through."]
    if not counts.total:
        seen = "Press ! to see what could not be read." if problems else "Press ? for the keys, q to quit."
        return ["No strikes.", "The documents were read, and none of them tells of a strike.", seen]
    told = [f"None of the {words.format_count(counts.total, 'strike')} is shown.", ""]
    set_now = {f"side({side!r})" for side in query.sides} | {f"weapon({w!r})" for w in query.weapons}
    hiding = [action for action in keys.ACTIONS if action.id in set_now]
    told += [f"{keys.label_action_keys(action)} lifts the filter: {action.description}" for action in hiding]
    if query.terms_text:
        told.append(f"Esc ends the search: {glyphs.quote_text(query.terms_text)}")
    return [*told, "0 shows all"]
