"""The help: every key from the registry, how a row is read, and the fields of a search; typing narrows it."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.strip import Strip

from model.query.fields import FIELDS, Field
from tui import actions as keys
from tui.rendering import phrases as words
from tui.rendering.glyphs import BOLD, Glyphs
from tui.rendering.text_layout import Mark, Paragraph, fit, lay
from tui.screens.base import Sheet
from tui.widgets.canvas import LinesPane

KEY = 16  # cells of the column of keys


def legend(glyphs: Glyphs) -> list[tuple[str, str]]:
    """What each mark of a row means."""
    down = glyphs.down
    precisions = [
        (f"{glyphs.precision[name]} {words.row_time(name, None, None)}", text)
        for name, text in words.PRECISIONS.items()
    ]
    return [
        *precisions,
        (f"{glyphs.precision['unknown']} day", 'told ("on Friday"), but nothing says which one'),
        (f"{glyphs.carried} day", "no day told: the day of publication, or of --date, stands for it"),
        ("R U O ?", "by Russia, by Ukraine, by another side, by a side not told"),
        ("R? U?", "no words say who attacked: inferred from the target or the weapon"),
        (f"drone 36{down}27", "36 drones launched, 27 intercepted, as reported"),
        (f"drone {down}27", "27 intercepted; how many were launched is not told"),
        (f"drone 36{down}0", "36 launched, and a source says that none was intercepted"),
        (f"together 50{down}9", "figures told of several kinds of weapon together"),
        ("Kyiv +2", "the first place, and how many further ones"),
        (glyphs.figure("30+ ≤20 5–9 ~50"), "30 or more; at most 20; from 5 to 9; about 50"),
        (glyphs.unknown, "not told: unknown is never shown as 0"),
        ("0", "a source says: none"),
        ("src", "how many documents tell of the strike"),
        (glyphs.disputed, "disputed: denied, or the sources name other sides or figures"),
        (glyphs.summary, "a total over a period or an area, no single strike"),
        (glyphs.corrected, "a value is corrected by you; the detail shows the parsed one beside it"),
        (glyphs.bookmarked, "bookmarked"),
        (glyphs.noted, "has a note or a tag of yours"),
        (glyphs.several, "more than one of these three"),
    ]


def _asked(field: Field) -> str:
    """What a field of a search asks and takes."""
    return f"{field.meaning} ({field.takes})"


class HelpPane(LinesPane, inherit_bindings=False):
    """The list; letters do not move it, they narrow it."""

    BINDINGS = keys.bindings("pane", letters=False)
    heading_lines = 1

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="help")
        self._glyphs = glyphs
        self.typed = ""

    def lines(self, width: int) -> list[Strip]:
        entries = [(group, keys.caps(a), a.words) for group in keys.GROUPS for a in keys.ACTIONS if a.group == group]
        entries += [
            ("Reading a row (figures are what sources report)", mark, text) for mark, text in legend(self._glyphs)
        ]
        entries += [
            ("Asking for more than words: all narrow, - shows the contrary", field.example, _asked(field))
            for field in FIELDS
        ]
        paragraphs: list[Paragraph] = []
        last = ""
        for group, key, text in entries:
            if not _matches(self.typed, group, key, text):
                continue
            if group != last:
                last = group
                paragraphs += [Paragraph("")] * bool(paragraphs) + [Paragraph(group, (Mark(0, len(group), BOLD),))]
            lead = f"  {fit(key, max(KEY, len(key)), '')} "
            paragraphs.append(Paragraph(lead + text, (Mark(2, 2 + len(key), BOLD),), KEY + 3))
        return lay(
            paragraphs or [Paragraph("No key and no word of this; Backspace takes back, Esc takes all back.")], width
        )

    def heading(self, width: int, below: int) -> list[Strip]:
        more = f"  {below} more" if below else ""
        text = f"Keys with {self._glyphs.quote(self.typed)}" if self.typed else "Keys; type to narrow the list"
        return [Strip([Segment(fit(text, max(0, width - len(more)), self._glyphs.ellipsis) + more, BOLD)])]

    def on_key(self, event: events.Key) -> None:
        if event.key == "backspace":
            typed = self.typed[:-1]
        elif event.character and event.is_printable and (self.typed or event.character not in "q "):
            typed = self.typed + event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self.narrow(typed)

    def narrow(self, typed: str) -> None:
        """Show only what holds these letters, in its key or its words."""
        self.typed = typed
        self.renew()


class Help(Sheet):
    """The screen of the help."""

    pane = "help"

    def compose(self) -> ComposeResult:
        yield HelpPane(self.glyphs)
        yield self.footer

    def leave(self) -> None:
        pane: Any = self.query_one(HelpPane)
        if pane.typed:
            pane.narrow("")
        else:
            self.back()


def _matches(typed: str, group: str, key: str, text: str) -> bool:
    """Letters are looked for anywhere, a single sign only among the keys."""
    if len(typed) == 1 and not typed.isalpha():
        return typed in key.split()
    wanted = typed.removeprefix("/").strip().casefold()  # whoever is used to search with "/" types it first
    return wanted in f"{key} {text}".casefold() or wanted == group.casefold()
