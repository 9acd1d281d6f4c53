"""The help: all keys, the legend of a row and the fields of a search; typing narrows the list."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.strip import Strip

from model.phrasing import PRECISION_WORDS
from model.query.fields import QUERY_FIELDS
from tui import actions as keys
from tui.rendering.glyphs import BOLD_STYLE, Glyphs
from tui.rendering.phrases import format_row_time
from tui.rendering.text_layout import Paragraph, StyledSpan, fit_text, lay_out_paragraphs
from tui.screens.base import OverlayScreen
from tui.widgets.canvas import LinesPane

KEY_CELLS = 16  # width of the column of keys
ROW_GROUP = "Reading a row (figures are what sources report)"
FIELD_GROUP = "Search fields: each narrows the list, - excludes"


def list_legend(glyphs: Glyphs) -> list[tuple[str, str]]:
    """The parts of a timeline row, each with its meaning."""
    down = glyphs.down_arrow
    precisions = PRECISION_WORDS.items()
    return [
        *((f"{glyphs.precisions[name]} {format_row_time(name, None, None)}", text) for name, text in precisions),
        (f"{glyphs.precisions['unknown']} day", 'stated ("on Friday"), but nothing says which one'),
        (f"{glyphs.carried} day", "no day stated: the day of publication, or of --date, is used"),
        ("R U O ?", "by Russia, by Ukraine, by another side, unattributed"),
        ("R? U?", "no words say who attacked: inferred from the target or the weapon"),
        (f"drone 36{down}27", "36 drones launched, 27 intercepted, as reported"),
        (f"drone {down}27", "27 intercepted; how many were launched is not stated"),
        (f"drone 36{down}0", "36 launched, and a source says that none was intercepted"),
        (f"together 50{down}9", "figures for several kinds of weapon together"),
        ("Kyiv +2", "the first place, and how many more"),
        (glyphs.format_figure("30+ ≤20 5–9 ~50"), "30 or more; at most 20; from 5 to 9; about 50"),
        (glyphs.unknown, "not stated: unknown is never shown as 0"),
        ("0", "a source says: none"),
        ("src", "how many documents report the strike"),
        (glyphs.disputed, "disputed: denied, or the sources name other sides or figures"),
        (glyphs.summary, "a total over a period or an area, not a single strike"),
        (glyphs.corrected, "you corrected a value; the detail shows the parsed one beside it"),
        (glyphs.bookmarked, "bookmarked"),
        (glyphs.noted, "has your note or tag"),
        (glyphs.several_edits, "more than one of these three"),
    ]


def _list_entries(glyphs: Glyphs) -> list[tuple[str, str, str]]:
    """The (group, key, meaning) of each entry of the help."""
    actions = [action for group in keys.ACTION_GROUPS for action in keys.ACTIONS if action.group == group]
    return [
        *((action.group, keys.label_action_keys(action), action.description) for action in actions),
        *((ROW_GROUP, mark, meaning) for mark, meaning in list_legend(glyphs)),
        *((FIELD_GROUP, field.example, f"{field.meaning} ({field.value_help})") for field in QUERY_FIELDS),
    ]


class HelpPane(LinesPane, inherit_bindings=False):
    """The list of entries; letters narrow it instead of scrolling it."""

    BINDINGS = keys.build_bindings("pane", letters=False)
    filter_text = ""

    def build_lines(self, width: int) -> list[Strip]:
        paragraphs: list[Paragraph] = []
        last = ""
        for group, key, text in _list_entries(self._glyphs):
            if not _is_match(self.filter_text, group, key, text):
                continue
            if group != last:
                last = group
                paragraphs += [Paragraph("")] * bool(paragraphs)
                paragraphs.append(Paragraph(group, (StyledSpan(0, len(group), BOLD_STYLE),)))
            lead = f"  {fit_text(key, max(KEY_CELLS, len(key)), '')} "
            paragraphs.append(Paragraph(lead + text, (StyledSpan(2, 2 + len(key), BOLD_STYLE),), KEY_CELLS + 3))
        nothing = "No key or word matches; Backspace deletes a letter, Esc clears all."
        return lay_out_paragraphs(paragraphs or [Paragraph(nothing)], width)

    def format_title(self) -> str:
        text = self.filter_text
        return f"Keys with {self._glyphs.quote_text(text)}" if text else "Keys; type to narrow the list"

    def on_key(self, event: events.Key) -> None:
        if event.key == "backspace":
            text = self.filter_text[:-1]
        elif event.character and event.is_printable and (self.filter_text or event.character not in "q "):
            text = self.filter_text + event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self.filter_entries(text)

    def filter_entries(self, text: str) -> None:
        """Show only the entries with this text in the key or the meaning."""
        self.filter_text = text
        self.reset_lines()


class HelpScreen(OverlayScreen):
    """Shows the help; Esc first ends the narrowing."""

    pane_name = "help"

    def compose(self) -> ComposeResult:
        yield HelpPane(self.glyphs, id="help")
        yield self.footer

    def leave_current(self) -> None:
        pane = self.query_one(HelpPane)
        if pane.filter_text:
            pane.filter_entries("")
        else:
            self.close_current()


def _is_match(typed: str, group: str, key: str, text: str) -> bool:
    """True if an entry contains the typed text; a single character that is no letter must be one of its keys."""
    if len(typed) == 1 and not typed.isalpha():
        return typed in key.split()
    typed = typed.removeprefix("/").strip().casefold()  # some type "/" first, as for a search
    return typed in f"{key} {text}".casefold() or typed == group.casefold()
