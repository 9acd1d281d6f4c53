"""The base of all screens, and of those on top of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from tui.rendering.glyphs import Glyphs
from tui.widgets.status_bar import Footer, StatusBar

if TYPE_CHECKING:
    from tui.widgets.prompt import Prompt


class UndrawnWidget(Widget):
    """A container that is not repainted itself: Textual would repaint the panes on it, which have not changed."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        return super().refresh(*regions, repaint=False, layout=layout, recompose=recompose)

    def repaint_screen(self) -> None:
        """Repaint every cell."""
        super().refresh(layout=True)


class BaseScreen(UndrawnWidget, Screen[None]):
    """A screen with a status bar, a footer and room for a prompt.

    A change of focus or style does not repaint it, only its return to the top does.
    """

    DEFAULT_CSS = """
    BaseScreen { overflow: hidden; layers: base prompt; }
    """
    pane_name = ""  # the pane whose keys the footer shows
    _has_been_shown = False

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.status_bar = StatusBar(glyphs, id="status")
        self.footer = Footer(self.pane_name, id="footer")

    def on_screen_resume(self) -> None:
        if self._has_been_shown:
            self.repaint_screen()
        self._has_been_shown = True

    def update_status(self) -> None:
        """Show the current position in the status bar."""

    def open_prompt(self, prompt: Prompt, hint: str) -> None:
        """Show a prompt over the footer, its hint in the status bar; a prompt that is open already gets the focus."""
        if open_prompts := self.query("#prompt"):
            open_prompts.first().focus()
            return
        self.mount(prompt)
        prompt.focus()
        self.status_bar.show_message(hint)

    def close_prompt(self) -> None:
        """Remove the prompt and its hint."""
        self.query("#prompt").remove()
        self.update_status()


class OverlayScreen(BaseScreen):
    """A screen on top of the timeline, which q and Esc close."""

    def leave_current(self) -> None:
        """What Esc does here."""
        self.close_current()

    def close_current(self) -> None:
        """What q does here."""
        self.app.pop_screen()
