"""Searching on the main screen: the prompt, the query that it asks, its hits, and the whole documents behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.query import Query, QueryError
from tui.background.query_counter import QueryCounter
from tui.screens.base import BaseScreen
from tui.widgets.status_bar import StatusBar
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from tui.widgets.prompt import Prompt


class SearchController(BaseScreen):
    """What the keys of the group "Search" do; the main screen shows what they ask for."""

    timeline: Timeline
    status_bar: StatusBar
    _query: Query
    _counter: QueryCounter
    _search_history: list[str]

    def _apply_query(self, query: Query, lifted: Query | None = None) -> None:
        """Show another query."""
        raise NotImplementedError

    def _focus_detail(self, reading: bool) -> None:
        """Give the detail the focus, or take it back."""
        raise NotImplementedError

    def _update_status(self) -> None:
        """Say where the cursor stands."""
        raise NotImplementedError

    def _update_footer(self) -> None:
        """Show the keys that matter now."""
        raise NotImplementedError

    def action_search(self) -> None:
        """Ask for the words to search."""
        from tui.rendering.search_hint import build_search_hint
        from tui.widgets.prompt import Prompt

        if asked := self.query(Prompt):
            asked.first().focus()
            return
        example = 'words, "a phrase", place:Odesa, killed:11+, since:2023-12 (F1 lists all)'
        self.mount(prompt := Prompt(self._query.terms_text, self._search_history, example))
        prompt.focus()
        self.status_bar.show_message(build_search_hint(self._query.terms_text))

    def on_input_changed(self, message: Prompt.Changed) -> None:
        from tui.rendering.search_hint import build_search_hint

        self.status_bar.show_message(build_search_hint(message.value[: message.input.cursor_position]))

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        try:
            query = self._query if message.text is None else self._query.replace_terms(message.text)
        except QueryError as mistake:  # the prompt stays, to mend it
            message.prompt.select_error(mistake.position, mistake.length)
            self.status_bar.show_message(str(mistake))
            return
        self.timeline.focus()
        self.query("#prompt").remove()
        self._focus_detail(False)
        self._update_status()
        self.call_after_refresh(self._update_footer)
        if message.text and not Query.parse(message.text):
            self.status_bar.show_message("No word to search in what was typed")
            return
        if query != self._query:
            self._search_history += [message.text] if message.text else []
            self._apply_query(query)

    def action_widen(self) -> None:
        """Search the whole documents for what was searched in what the strikes tell."""
        if wider := self._query.with_full_text():
            self._apply_query(wider)
        else:
            self.status_bar.show_message("No words to search in whole documents; / searches")

    def action_next_hit(self) -> None:
        """To the next hit of the search."""
        self._step_hit(1)

    def action_previous_hit(self) -> None:
        """To the hit before."""
        self._step_hit(-1)

    def _step_hit(self, way: int) -> None:
        if not self._query.terms_text:
            self.status_bar.show_message("No search; / searches")
        elif self.timeline.cursor_index + way < 0:
            self.timeline.go_to_last()
        elif self._counter.is_list_complete and self.timeline.strike_count:
            self.timeline.go_to_strike((self.timeline.cursor_index + way) % self.timeline.strike_count)
        else:
            self.timeline.go_to_strike(self.timeline.cursor_index + way)
