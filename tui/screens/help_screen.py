"""The help: every key from the registry, how a row is read, and the fields of a search; typing narrows it."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.strip import Strip

from model.phrasing import PRECISION_WORDS
from model.query.fields import QUERY_FIELDS, QueryField
from tui import actions as keys
from tui.rendering.glyphs import BOLD_STYLE, Glyphs
from tui.rendering.phrases import format_row_time
from tui.rendering.text_layout import Paragraph, StyledSpan, fit_text, lay_out_paragraphs
from tui.screens.base import OverlayScreen
from tui.widgets.canvas import LinesPane

KEY_CELLS = 16  # cells of the column of keys


def list_legend(glyphs: Glyphs) -> list[tuple[str, str]]:
    """What each mark of a row means."""
    down = glyphs.down_arrow
    precisions = [
        (f"{glyphs.precisions[name]} {format_row_time(name, None, None)}", text)
        for name, text in PRECISION_WORDS.items()
    ]
    return [
        *precisions,
        (f"{glyphs.precisions['unknown']} day", 'told ("on Friday"), but nothing says which one'),
        (f"{glyphs.carried} day", "no day told: the day of publication, or of --date, stands for it"),
        ("R U O ?", "by Russia, by Ukraine, by another side, by a side not told"),
        ("R? U?", "no words say who attacked: inferred from the target or the weapon"),
        (f"drone 36{down}27", "36 drones launched, 27 intercepted, as reported"),
        (f"drone {down}27", "27 intercepted; how many were launched is not told"),
        (f"drone 36{down}0", "36 launched, and a source says that none was intercepted"),
        (f"together 50{down}9", "figures told of several kinds of weapon together"),
        ("Kyiv +2", "the first place, and how many further ones"),
        (glyphs.format_figure("30+ ≤20 5–9 ~50"), "30 or more; at most 20; from 5 to 9; about 50"),
        (glyphs.unknown, "not told: unknown is never shown as 0"),
        ("0", "a source says: none"),
        ("src", "how many documents tell of the strike"),
        (glyphs.disputed, "disputed: denied, or the sources name other sides or figures"),
        (glyphs.summary, "a total over a period or an area, no single strike"),
        (glyphs.corrected, "a value is corrected by you; the detail shows the parsed one beside it"),
        (glyphs.bookmarked, "bookmarked"),
        (glyphs.noted, "has a note or a tag of yours"),
        (glyphs.several_edits, "more than one of these three"),
    ]


def _describe_field(field: QueryField) -> str:
    """What a field of a search asks and takes."""
    return f"{field.meaning} ({field.value_help})"


class HelpPane(LinesPane, inherit_bindings=False):
    """The list; letters do not move it, they narrow it."""

    BINDINGS = keys.build_bindings("pane", letters=False)
    heading_lines = 1

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="help")
        self._glyphs = glyphs
        self.filter_text = ""

    def build_lines(self, width: int) -> list[Strip]:
        entries = [
            (group, keys.label_action_keys(a), a.description)
            for group in keys.ACTION_GROUPS
            for a in keys.ACTIONS
            if a.group == group
        ]
        entries += [
            ("Reading a row (figures are what sources report)", mark, text) for mark, text in list_legend(self._glyphs)
        ]
        entries += [
            ("Asking for more than words: all narrow, - shows the contrary", field.example, _describe_field(field))
            for field in QUERY_FIELDS
        ]
        paragraphs: list[Paragraph] = []
        last = ""
        for group, key, text in entries:
            if not _is_match(self.filter_text, group, key, text):
                continue
            if group != last:
                last = group
                paragraphs += [Paragraph("")] * bool(paragraphs) + [
                    Paragraph(group, (StyledSpan(0, len(group), BOLD_STYLE),))
                ]
            lead = f"  {fit_text(key, max(KEY_CELLS, len(key)), '')} "
            paragraphs.append(Paragraph(lead + text, (StyledSpan(2, 2 + len(key), BOLD_STYLE),), KEY_CELLS + 3))
        return lay_out_paragraphs(
            paragraphs or [Paragraph("No key and no word of this; Backspace takes back, Esc takes all back.")], width
        )

    def build_heading(self, width: int, below: int) -> list[Strip]:
        more = f"  {below} more" if below else ""
        text = (
            f"Keys with {self._glyphs.quote_text(self.filter_text)}"
            if self.filter_text
            else "Keys; type to narrow the list"
        )
        return [Strip([Segment(fit_text(text, max(0, width - len(more)), self._glyphs.ellipsis) + more, BOLD_STYLE)])]

    def on_key(self, event: events.Key) -> None:
        if event.key == "backspace":
            typed = self.filter_text[:-1]
        elif event.character and event.is_printable and (self.filter_text or event.character not in "q "):
            typed = self.filter_text + event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self.filter_entries(typed)

    def filter_entries(self, typed: str) -> None:
        """Show only what holds these letters, in its key or its words."""
        self.filter_text = typed
        self.reset_lines()


class HelpScreen(OverlayScreen):
    """The screen of the help."""

    pane_name = "help"

    def compose(self) -> ComposeResult:
        yield HelpPane(self.glyphs)
        yield self.footer

    def leave_current(self) -> None:
        pane: Any = self.query_one(HelpPane)
        if pane.filter_text:
            pane.filter_entries("")
        else:
            self.close_current()


def _is_match(typed: str, group: str, key: str, text: str) -> bool:
    """Letters are looked for anywhere, a single sign only among the keys."""
    if len(typed) == 1 and not typed.isalpha():
        return typed in key.split()
    wanted = typed.removeprefix("/").strip().casefold()  # whoever is used to search with "/" types it first
    return wanted in f"{key} {text}".casefold() or wanted == group.casefold()
