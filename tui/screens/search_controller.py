"""Search on the timeline screen: the prompt, the query typed there, its hits, and the search of whole documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from model.query import Query, QueryError
from tui.screens.base import BaseScreen
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from tui.widgets.prompt import Prompt

SEARCH_EXAMPLE: Final = 'words, "a phrase", place:Odesa, killed:11+, since:2023-12 (F1 lists all)'


class SearchController:
    """Changes the query of the timeline, and steps through what it finds."""

    def __init__(
        self,
        screen: BaseScreen,
        timeline: Timeline,
        apply_query: Callable[[Query], None],
        focus_timeline: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._status_bar = screen.status_bar
        self._timeline = timeline
        self._apply_query = apply_query
        self._focus_timeline = focus_timeline
        self._history: list[str] = []

    def open_prompt(self) -> None:
        """Ask for the words to search; while they are typed, the status bar explains the fields of a query."""
        from tui.rendering.search_hint import build_search_hint
        from tui.widgets.prompt import Prompt

        def show_hint(typed: str) -> None:
            self._status_bar.show_message(build_search_hint(typed))

        text = self._timeline.shown_query.terms_text
        prompt = Prompt(text, SEARCH_EXAMPLE, lambda typed: self._apply_text(prompt, typed), self._history, show_hint)
        self._screen.open_prompt(prompt, build_search_hint(text))

    def _apply_text(self, prompt: Prompt, typed: str | None) -> None:
        before = self._timeline.shown_query
        try:
            query = before if typed is None else before.replace_terms(typed)
        except QueryError as error:  # the prompt stays open to correct it
            prompt.select_error(error.position, error.length)
            self._status_bar.show_message(str(error))
            return
        self._focus_timeline()
        self._screen.close_prompt()
        if typed and not Query.parse(typed):
            self._status_bar.show_message("No word to search in what was typed")
        elif query != before:
            self._history += [typed] if typed else []
            self._apply_query(query)

    def widen_search(self) -> None:
        """Search whole documents for the same words."""
        if wider := self._timeline.shown_query.with_full_text():
            self._apply_query(wider)
        else:
            self._status_bar.show_message("No words to search in whole documents; / searches")

    def step_hit(self, way: int) -> None:
        """Go to the next hit (1) or the previous one (-1)."""
        if self._timeline.shown_query.terms_text:
            self._timeline.step_around(way)
        else:
            self._status_bar.show_message("No search; / searches")
