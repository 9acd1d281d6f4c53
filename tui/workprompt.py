"""The prompt for what the user does to a strike: a value, a tag, a note, a day."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from tui.search import Prompt

Take = Callable[[str], None]


class WorkPrompt(Prompt):
    """One line to type in; `take` is given what was typed, and may raise EditError: then the line stays, to mend it."""

    class Answered(Prompt.Answered):
        """The prompt was left; see `Prompt.Answered`."""

    def __init__(self, text: str, placeholder: str, take: Take) -> None:
        super().__init__(text, [], placeholder)
        self.take = take

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()  # the hints for a search are not for it
