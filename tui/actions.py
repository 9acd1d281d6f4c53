"""The registry of actions, each with its keys, its help text and its group.

Key bindings, footer and help are all made from it, so an action that is not in it can be neither bound nor shown.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding, BindingType

MOVE, SEARCH, FILTER, READ, EDIT, OTHER = "Move", "Search", "Filter", "Read", "Your work", "The rest"
ACTION_GROUPS = (MOVE, SEARCH, FILTER, READ, EDIT, OTHER)


class Action(NamedTuple):
    """An action: `owner` names the kind of widget or screen whose method `action_<id>` performs it.

    `footer_label` is its word in the footer of the `footer_panes` ("hits", "sources" and "reports" are panes with
    several of them).
    """

    id: str
    owner: str
    keys: tuple[str, ...]
    description: str
    group: str
    footer_label: str = ""
    footer_panes: tuple[str, ...] = ()


LIST_PANES = ("timeline", "detail")
ALL_PANES = ("timeline", "detail", "source", "why", "problems", "help")
ACTIONS = (
    Action("help", "app", ("question_mark", "f1"), "this list of keys", OTHER, "help",
           ("timeline", "detail", "source", "why")),
    Action("close", "app", ("q",), "close what is on top; in the timeline, quit", OTHER, "back", ALL_PANES),
    Action("leave", "app", ("escape",), "leave a prompt, then clear the search, then the filters; never quits", OTHER),
    Action("open", "browse", ("enter",), "open the source at the excerpt (small screens: first the detail)", READ,
           "open", LIST_PANES),
    Action("explain", "browse", ("e",), "explain the chosen value: its words, its rule, what was rejected", READ,
           "explain", LIST_PANES),
    Action("value(1)", "browse", ("v",), "choose the strike's next value", READ, "values", ("detail",)),
    Action("value(-1)", "browse", ("V",), "choose the previous value", READ),
    Action("search", "browse", ("slash",), "search words; the timeline narrows to strikes that mention them", SEARCH,
           "search", LIST_PANES),
    Action("next_hit", "browse", ("n",), "next hit", SEARCH, "hits", ("hits",)),
    Action("previous_hit", "browse", ("N",), "previous hit", SEARCH),
    Action("widen", "browse", ("w",), "search the whole documents for the words of the search", SEARCH),
    Action("side('russia')", "browse", ("1",), "by Russia", FILTER),
    Action("side('ukraine')", "browse", ("2",), "by Ukraine", FILTER),
    Action("side('other')", "browse", ("3",), "by another side", FILTER),
    Action("side('unknown')", "browse", ("4",), "unattributed", FILTER),
    Action("weapon('drone')", "browse", ("5",), "with drones", FILTER),
    Action("weapon('missile')", "browse", ("6",), "with missiles", FILTER),
    Action("weapon('artillery')", "browse", ("7",), "with artillery", FILTER),
    Action("weapon('bomb')", "browse", ("8",), "with bombs", FILTER),
    Action("weapon('other')", "browse", ("9",), "with another weapon", FILTER),
    Action("clear", "browse", ("0",), "show all: clear every filter and the search", FILTER),
    Action("lift", "browse", ("ctrl+f",), "clear all filters and the search, or restore them", FILTER),
    Action("down", "pane", ("down", "j"), "down", MOVE),
    Action("up", "pane", ("up", "k"), "up", MOVE),
    Action("page_down", "pane", ("pagedown", "space"), "a page down", MOVE),
    Action("page_up", "pane", ("pageup", "b"), "a page up", MOVE),
    Action("half_down", "pane", ("ctrl+d",), "half a page down", MOVE),
    Action("half_up", "pane", ("ctrl+u",), "half a page up", MOVE),
    Action("first", "pane", ("home", "g"), "to the first", MOVE),
    Action("last", "pane", ("end", "G"), "to the last", MOVE),
    Action("day(1)", "browse", ("right_square_bracket",), "next day", MOVE, "days", LIST_PANES),
    Action("day(-1)", "browse", ("left_square_bracket",), "previous day", MOVE),
    Action("month(1)", "browse", ("right_curly_bracket",), "next month", MOVE),
    Action("month(-1)", "browse", ("left_curly_bracket",), "previous month", MOVE),
    Action("source", "browse", ("o",), "open the source at the excerpt, from any pane", READ),
    Action("switch_pane", "browse", ("tab", "shift+tab"), "timeline or detail", READ, "pane", LIST_PANES),
    Action("copy", "browse", ("y",), "copy the strike with its sources, to cite it", READ, "copy", LIST_PANES),
    Action("look(1)", "source", ("n",), "in a source: next hit, or next value if nothing is searched", READ,
           "values", ("source",)),
    Action("look(-1)", "source", ("N",), "in a source: previous hit or value", READ),
    Action("value(1)", "source", ("v",), "in a source: next value", READ),
    Action("value(-1)", "source", ("V",), "in a source: previous value", READ),
    Action("find", "source", ("slash",), "in a source: search its text", SEARCH, "search", ("source",)),
    Action("other_source(1)", "source", ("right_square_bracket",), "in a source: the strike's next source", READ,
           "sources", ("sources",)),
    Action("other_source(-1)", "source", ("left_square_bracket",), "in a source: the strike's previous source", READ),
    Action("explain", "source", ("e",), "in a source: explain the current value", READ, "explain", ("source",)),
    Action("value(1)", "why", ("v", "n"), "in an explanation: the strike's next value", READ, "values", ("why",)),
    Action("value(-1)", "why", ("V", "N"), "in an explanation: the previous value", READ),
    Action("other_report(1)", "why", ("right_square_bracket",),
           "in an explanation: the next report that states the value", READ, "reports", ("reports",)),
    Action("other_report(-1)", "why", ("left_square_bracket",), "in an explanation: the previous report", READ),
    Action("correct", "browse", ("c",), "correct the chosen value; the parsed one stays beside it", EDIT, "correct",
           ("detail",)),
    Action("note", "browse", ("a",), "annotate: write a note on the strike", EDIT, "note", ("detail",)),
    Action("tag", "browse", ("t",), "tag the strike", EDIT, "tag", ("detail",)),
    Action("bookmark", "browse", ("m",), "bookmark the strike, or undo that (is:bookmarked finds them)", EDIT),
    Action("hide", "browse", ("x",), "hide the strike, or show it again (is:hidden finds them)", EDIT),
    Action("split", "browse", ("s",), "split off a report of another strike", EDIT),
    Action("merge", "browse", ("M",), "mark a strike, then merge it with another one", EDIT),
    Action("date", "browse", ("d",), "set a source's publication date, and read it again", EDIT),
    Action("undo", "browse", ("u",), "undo your last step", EDIT, "undo", ("detail",)),
    Action("redo", "browse", ("ctrl+r",), "redo it", EDIT),
    Action("axis", "browse", ("h",), "show or hide the time axis (screens of 30 rows and more)", OTHER),
    Action("problems", "app", ("exclamation_mark",), "what could not be read", OTHER),
    Action("cases", "problems", ("enter",), "in that list: every case, or one line for each kind in each file", OTHER,
           "all cases", ("problems",)),
    Action("repaint", "app", ("ctrl+l",), "repaint the screen", OTHER),
    Action("quit", "app", ("ctrl+c", "ctrl+q"), "quit", OTHER),
)  # fmt: skip

_KEY_LABELS = {
    "question_mark": "?", "escape": "Esc", "enter": "Enter", "slash": "/", "pagedown": "PgDn", "pageup": "PgUp",
    "space": "Space", "home": "Home", "end": "End", "right_square_bracket": "]", "left_square_bracket": "[",
    "right_curly_bracket": "}", "left_curly_bracket": "{", "tab": "Tab", "shift+tab": "Shift+Tab",
    "exclamation_mark": "!", "f1": "F1", "down": "Down", "up": "Up",
}  # fmt: skip
# The footer shows the keys of a pair together.
_PAIRED_KEY_LABELS = {
    "next_hit": "n/N", "look(1)": "n/N", "value(1)": "v/V", "day(1)": "[ ]", "other_source(1)": "[ ]",
    "other_report(1)": "[ ]", "switch_pane": "Tab",
}  # fmt: skip


def build_bindings(owner: str, letters: bool = True) -> list[BindingType]:
    """The key bindings of a kind of widget or screen; without `letters`, none for keys that type a character."""
    return [
        Binding(key, action.id, action.description, show=False, priority=action.id == "quit")
        for action in ACTIONS
        if action.owner == owner
        for key in action.keys
        if letters or (len(key) > 1 and key != "space")
    ]


def label_key(key: str) -> str:
    """The label of a key: "PgDn", "Ctrl+D", "?"."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return _KEY_LABELS.get(key, key)


def label_action_keys(action: Action) -> str:
    """The labels of all keys of an action, for the help."""
    return " ".join(label_key(key) for key in action.keys)


def list_footer_keys(pane: str) -> list[tuple[str, str]]:
    """The (key, word) pairs of a pane's footer, the most important first."""
    shown = [action for action in ACTIONS if pane in action.footer_panes]
    pairs = [(_PAIRED_KEY_LABELS.get(action.id, label_key(action.keys[0])), action.footer_label) for action in shown]
    return [("q", "quit") if pane == "timeline" and key == "q" else (key, word) for key, word in pairs]
