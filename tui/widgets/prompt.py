"""The prompt for words to search, in the place of the footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input
from textual.widgets.input import Selection

from model.text.sanitize import sanitize


class Prompt(Input):
    """One line to type in: Enter takes it, Esc leaves it, Up and Down walk the searches before."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,tab,shift+tab", "give_up", "leave the prompt", show=False),
        Binding("up", "older", "the search before", show=False),
        Binding("down", "newer", "the search after", show=False),
    ]
    DEFAULT_CSS = """
    Prompt, Prompt:focus {
        layer: prompt; dock: bottom; height: 1; border: none; padding: 0 1;
        background: ansi_default; color: ansi_default;
        &>.input--cursor { text-style: reverse; background: ansi_default; color: ansi_default; }
        &>.input--placeholder { background: ansi_default; color: ansi_default; text-style: none; }
        &>.input--selection { text-style: reverse; background: ansi_default; color: ansi_default; }
    }
    """

    class Answered(Message):
        """The prompt was left; `words` is what was typed, None where it was given up."""

        def __init__(self, prompt: Prompt, words: str | None) -> None:
            super().__init__()
            self.prompt = prompt
            self.text = words

    def __init__(self, words: str, history: Sequence[str], placeholder: str) -> None:
        super().__init__(words, placeholder=placeholder, select_on_focus=False, id="prompt")
        self.cursor_blink = False
        self._entries = [*history, words]
        self._entry_index = len(history)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in, by typing or pasting: what is no character to search for becomes a visible mark."""
        super().replace(sanitize(text), start, end)

    def select_error(self, position: int, length: int) -> None:
        """Mark a mistake in what was typed, the cursor behind it."""
        self.selection = Selection(position, position + length)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.value = event.value.strip()
        self.post_message(self.Answered(self, self.value))

    def action_give_up(self) -> None:
        self.post_message(self.Answered(self, None))

    def action_older(self) -> None:
        self._recall_entry(-1)

    def action_newer(self) -> None:
        self._recall_entry(1)

    def _recall_entry(self, way: int) -> None:
        self._entry_index = max(0, min(self._entry_index + way, len(self._entries) - 1))
        self.value = self._entries[self._entry_index]
        self.cursor_position = len(self.value)


TextCallback = Callable[[str], None]


class EditPrompt(Prompt):
    """One line to type in; `take` is given what was typed, and may raise EditError: then the line stays, to mend it."""

    class Answered(Prompt.Answered):
        """The prompt was left; see `Prompt.Answered`."""

    def __init__(self, text: str, placeholder: str, take: TextCallback) -> None:
        super().__init__(text, [], placeholder)
        self.submit_text = take

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()  # the hints for a search are not for it
