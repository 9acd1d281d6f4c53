"""The prompt: one line to type in, in place of the footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.widgets.input import Selection

from model.text.sanitize import sanitize


class Prompt(Input):
    """One line to type in: Enter answers with the text, Esc with None, Up and Down recall earlier entries.

    The answer is for the screen to judge: it removes the prompt, or leaves it open to correct a mistake.
    """

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

    def __init__(
        self,
        text: str,
        placeholder: str,
        answer: Callable[[str | None], None],
        history: Sequence[str] = (),
        show_hint: Callable[[str], None] | None = None,
    ) -> None:
        """`show_hint` is called with the text before the cursor after each change."""
        super().__init__(text, placeholder=placeholder, select_on_focus=False, id="prompt")
        self.cursor_blink = False
        self._answer = answer
        self._show_hint = show_hint
        self._entries = [*history, text]
        self._entry_index = len(history)

    def replace(self, text: str, start: int, end: int) -> None:
        """Insert typed or pasted text; control characters become visible marks."""
        super().replace(sanitize(text), start, end)

    def select_error(self, position: int, length: int) -> None:
        """Select the characters of a mistake, the cursor behind them."""
        self.selection = Selection(position, position + length)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._show_hint:
            self._show_hint(event.value[: self.cursor_position])

    async def action_submit(self) -> None:
        with self.prevent(Input.Changed):  # whose hint would hide what the answer says
            self.value = self.value.strip()
        self._answer(self.value)

    def action_give_up(self) -> None:
        self._answer(None)

    def action_older(self) -> None:
        self._recall_entry(-1)

    def action_newer(self) -> None:
        self._recall_entry(1)

    def _recall_entry(self, way: int) -> None:
        self._entry_index = max(0, min(self._entry_index + way, len(self._entries) - 1))
        self.value = self._entries[self._entry_index]
        self.cursor_position = len(self.value)
