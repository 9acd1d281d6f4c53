"""The source screen: a whole document, opened at the excerpt, with the values that were read from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from tui import actions as keys
from tui.rendering.glyphs import Glyphs
from tui.rendering.strike_sources import StrikeSource
from tui.screens.base import OverlayScreen
from tui.widgets.source_view import SourceView

if TYPE_CHECKING:
    from tui.rendering.strike_values import StrikeValue


class SourceScreen(OverlayScreen):
    """The screen around it: several sources of the strike are leafed through with [ and ]."""

    BINDINGS = keys.build_bindings("source")
    pane_name = "source"

    def __init__(
        self,
        leaves: Sequence[StrikeSource],
        values: Sequence[StrikeValue],
        glyphs: Glyphs,
        sought: tuple[str, ...] = (),
    ) -> None:
        """`values` are those of the strike, for explanations; `sought` the words that led here."""
        super().__init__(glyphs)
        self._strike_sources = leaves
        self._strike_values = values
        self._source_index = 0
        self.source_view = SourceView(leaves[0], glyphs, sought)

    def compose(self) -> ComposeResult:
        yield self.source_view
        yield self.status_bar
        yield self.footer

    @on(SourceView.PositionChanged)
    def handle_position_changed(self) -> None:
        if not self.query("#prompt"):  # whose hint stands there
            self.update_status()

    def update_status(self) -> None:
        which = (
            [f"source {self._source_index + 1} of {len(self._strike_sources)}"] if len(self._strike_sources) > 1 else []
        )
        self.status_bar.show_parts([*which, *self.source_view.describe_position()])
        self.footer.show_keys(self.pane_name, "sources" if which else "")

    def action_look(self, way: int) -> None:
        """Next (1) or previous (-1) value or hit."""
        self.source_view.step_match(way)

    def action_value(self, way: int) -> None:
        """Next (1) or previous (-1) value, whatever is searched."""
        self.source_view.step_match(way, values=True)

    def action_other_source(self, way: int) -> None:
        self._source_index = (self._source_index + way) % len(self._strike_sources)
        self.source_view.open_source(self._strike_sources[self._source_index])
        self.source_view.redraw()
        self.call_after_refresh(self.update_status)

    def action_explain(self) -> None:
        """Explain the value that one stands on, or the first one."""
        from tui.screens.explanation_screen import ExplanationScreen

        paths = {
            path
            for start, end, path, _ in self.source_view.traced_values
            if (start, end) == self.source_view.current_span
        }
        told = [i for i, value in enumerate(self._strike_values) if value.find_report_path(self._source_index) in paths]
        if self._strike_values:
            self.app.push_screen(
                ExplanationScreen(
                    self._strike_sources, self._strike_values, told[0] if told else 0, self.glyphs, self._source_index
                )
            )

    def action_find(self) -> None:
        from tui.widgets.prompt import Prompt

        prompt = Prompt(self.source_view.search_text, "words in this source", self._answer_find)
        self.open_prompt(prompt, "Search in this source: Enter finds, Esc leaves")

    def _answer_find(self, words: str | None) -> None:
        self.source_view.focus()
        if words is not None:
            self.source_view.find_words(words)
        self.close_prompt()

    def leave_current(self) -> None:
        if self.source_view.search_text:
            self.source_view.find_words("")
        else:
            self.close_current()
