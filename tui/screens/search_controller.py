"""Searching on the main screen: the prompt, the query that it asks, its hits, and the whole documents behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.query import Query, QueryError
from tui.background.query_counter import Counting
from tui.screens.base import Ground
from tui.widgets.status_bar import Status
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from tui.widgets.prompt import Prompt


class Searching(Ground):
    """What the keys of the group "Search" do; the main screen shows what they ask for."""

    timeline: Timeline
    status: Status
    _query: Query
    _counting: Counting
    _searches: list[str]

    def _change(self, query: Query, lifted: Query | None = None) -> None:
        """Show another query."""
        raise NotImplementedError

    def _read(self, reading: bool) -> None:
        """Give the detail the focus, or take it back."""
        raise NotImplementedError

    def _tell_status(self) -> None:
        """Say where the cursor stands."""
        raise NotImplementedError

    def _tell_footer(self) -> None:
        """Show the keys that matter now."""
        raise NotImplementedError

    def action_search(self) -> None:
        """Ask for the words to search."""
        from tui.rendering.search_hint import hint
        from tui.widgets.prompt import Prompt

        if asked := self.query(Prompt):
            asked.first().focus()
            return
        example = 'words, "a phrase", place:Odesa, killed:11+, since:2023-12 (F1 lists all)'
        self.mount(prompt := Prompt(self._query.words, self._searches, example))
        prompt.focus()
        self.status.say(hint(self._query.words))

    def on_input_changed(self, message: Prompt.Changed) -> None:
        from tui.rendering.search_hint import hint

        self.status.say(hint(message.value[: message.input.cursor_position]))

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        try:
            query = self._query if message.words is None else self._query.search(message.words)
        except QueryError as mistake:  # the prompt stays, to mend it
            message.prompt.point_at(mistake.position, mistake.length)
            self.status.say(str(mistake))
            return
        self.timeline.focus()
        self.query("#prompt").remove()
        self._read(False)
        self._tell_status()
        self.call_after_refresh(self._tell_footer)
        if message.words and not Query.parse(message.words):
            self.status.say("No word to search in what was typed")
            return
        if query != self._query:
            self._searches += [message.words] if message.words else []
            self._change(query)

    def action_widen(self) -> None:
        """Search the whole documents for what was searched in what the strikes tell."""
        if wider := self._query.through_documents():
            self._change(wider)
        else:
            self.status.say("No words to search in whole documents; / searches")

    def action_next_hit(self) -> None:
        """To the next hit of the search."""
        self._go_hit(1)

    def action_previous_hit(self) -> None:
        """To the hit before."""
        self._go_hit(-1)

    def _go_hit(self, way: int) -> None:
        if not self._query.words:
            self.status.say("No search; / searches")
        elif self.timeline.at + way < 0:
            self.timeline.go_last()
        elif self._counting.listed and self.timeline.total:
            self.timeline.go((self.timeline.at + way) % self.timeline.total)
        else:
            self.timeline.go(self.timeline.at + way)
