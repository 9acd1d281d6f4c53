"""The sources of a strike: whole documents, opened at the excerpt, with the values that were read from them."""

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
    """Shows one source at a time; [ and ] go through the others."""

    BINDINGS = keys.build_bindings("source")
    pane_name = "source"

    def __init__(
        self,
        sources: Sequence[StrikeSource],
        values: Sequence[StrikeValue],
        glyphs: Glyphs,
        search_phrases: tuple[str, ...] = (),
    ) -> None:
        """`values` are the strike's, for explanations; `search_phrases` are from the query of the timeline."""
        super().__init__(glyphs)
        self._sources = sources
        self._values = values
        self._source_index = 0
        self.source_view = SourceView(sources[0], glyphs, search_phrases)

    def compose(self) -> ComposeResult:
        yield self.source_view
        yield self.status_bar
        yield self.footer

    @on(SourceView.PositionChanged)
    def handle_position_changed(self) -> None:
        if not self.query("#prompt"):  # whose hint is in the status bar
            self.update_status()

    def update_status(self) -> None:
        count = len(self._sources)
        source = f"source {self._source_index + 1} of {count}" if count > 1 else ""
        self.status_bar.show_parts([source, *self.source_view.describe_position()])
        self.footer.show_keys(self.pane_name, "sources" if source else "")

    def action_look(self, way: int) -> None:
        """Go to the next hit (1) or the previous one (-1), or to a value if nothing is searched."""
        self.source_view.step_match(way)

    def action_value(self, way: int) -> None:
        """Go to the next value (1) or the previous one (-1), even during a search."""
        self.source_view.step_match(way, values=True)

    def action_other_source(self, way: int) -> None:
        self._source_index = (self._source_index + way) % len(self._sources)
        self.source_view.open_source(self._sources[self._source_index])
        self.source_view.redraw()
        self.call_after_refresh(self.update_status)

    def action_explain(self) -> None:
        """Explain the current value, or the first one."""
        from tui.screens.explanation_screen import ExplanationScreen

        view, source = self.source_view, self._source_index
        paths = {path for start, end, path, _ in view.traced_values if (start, end) == view.current_span}
        index = next((i for i, value in enumerate(self._values) if value.find_report_path(source) in paths), 0)
        if self._values:
            self.app.push_screen(ExplanationScreen(self._sources, self._values, index, self.glyphs, source))

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
