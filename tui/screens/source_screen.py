"""The source screen: a whole document, opened at the excerpt, with the values that were read from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tui import actions as keys
from tui.rendering.glyphs import Glyphs
from tui.rendering.strike_sources import Leaf
from tui.screens.base import Sheet
from tui.widgets.source_view import SourceView

if TYPE_CHECKING:
    from tui.rendering.strike_values import Value
    from tui.widgets.prompt import Prompt


class SourceScreen(Sheet):
    """The screen around it: several sources of the strike are leafed through with [ and ]."""

    BINDINGS = keys.bindings("source")
    pane = "source"

    def __init__(
        self, leaves: Sequence[Leaf], values: Sequence[Value], glyphs: Glyphs, sought: tuple[str, ...] = ()
    ) -> None:
        """`values` are those of the strike, for explanations; `sought` the words that led here."""
        super().__init__(glyphs)
        self._leaves = leaves
        self._values = values
        self._at = 0
        self.view = SourceView(leaves[0], glyphs, sought)

    def compose(self) -> ComposeResult:
        yield self.view
        yield self.status
        yield self.footer

    def on_source_view_looked(self) -> None:
        if not self.query("#prompt"):  # whose hint stands there
            self._tell()

    def _tell(self) -> None:
        which = [f"source {self._at + 1} of {len(self._leaves)}"] if len(self._leaves) > 1 else []
        self.status.show([*which, *self.view.standing()])
        self.footer.show(self.pane, "sources" if which else "")

    def action_look(self, way: int) -> None:
        """Next (1) or previous (-1) value or hit."""
        self.view.look(way)

    def action_value(self, way: int) -> None:
        """Next (1) or previous (-1) value, whatever is searched."""
        self.view.look(way, values=True)

    def action_other_source(self, way: int) -> None:
        self._at = (self._at + way) % len(self._leaves)
        self.view.open(self._leaves[self._at])
        self.view.redraw()
        self.call_after_refresh(self._tell)

    def action_explain(self) -> None:
        """Explain the value that one stands on, or the first one."""
        from tui.screens.explanation_screen import Why

        paths = {path for start, end, path, _ in self.view.values if (start, end) == self.view.current}
        told = [i for i, value in enumerate(self._values) if value.path_in(self._at) in paths]
        if self._values:
            self.app.push_screen(Why(self._leaves, self._values, told[0] if told else 0, self.glyphs, self._at))

    def action_find(self) -> None:
        from tui.widgets.prompt import Prompt

        if asked := self.query(Prompt):
            asked.first().focus()
            return
        self.mount(prompt := Prompt(self.view.words, [], "words in this source"))
        prompt.focus()
        self.status.say("Search in this source: Enter finds, Esc leaves")

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        self.query("#prompt").remove()
        self.view.focus()
        if message.words is not None:
            self.view.search(message.words)
        self._tell()

    def leave(self) -> None:
        if self.view.words:
            self.view.search("")
        else:
            self.back()
