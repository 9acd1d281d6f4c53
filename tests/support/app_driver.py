"""Drives the app with keys and reads its screen, without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from textual.events import Key
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from model.library import Library
from tui.app import StrikeviewApp
from tui.rendering.glyphs import UNICODE_GLYPHS, Glyphs
from tui.rendering.text_layout import fit_text
from tui.widgets.canvas import Canvas

Journey = Callable[["AppDriver"], Awaitable[None]]


class AppDriver:
    """A running app that is sent keys, and whose screen is read as lines."""

    def __init__(self, app: StrikeviewApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press_keys(self, *keys: str) -> None:
        """Press keys, each after the previous one has been handled, and let the screen be drawn."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(Key(name, key if len(key) == 1 else key_to_character(key)))
            await self._handle_messages()
        await self.pilot.pause()  # once, while Textual's `press` waits twice after each key, at least 20 ms
        await self._handle_messages()

    async def _handle_messages(self) -> None:
        """Let the app handle and draw what is queued, and the messages that follow from that."""
        for _ in range(4):
            await self.pilot.pause(0)

    async def type_text(self, text: str) -> None:
        """Type a text, letter by letter."""
        await self.press_keys(*text)

    @property
    def lines(self) -> list[str]:
        """The lines of the current screen."""
        width, height = self.app.size
        rows: list[list[tuple[int, str]]] = [[] for _ in range(height)]
        for canvas in self.app.screen.query(Canvas):
            x, y, _, lines = canvas.region
            if canvas.is_on_screen and canvas.size:
                for line in range(min(lines, height - y)):
                    rows[y + line].append((x, canvas.render_line(line).text))
        return [fit_text("".join(text for _, text in sorted(row)), width, "") for row in rows]

    @property
    def text(self) -> str:
        """The current screen as one text."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def cursor_line(self) -> str:
        """The row under the cursor; "" if it is out of sight."""
        return next((line for line in self.lines if line.startswith(("▸", ">"))), "")


def drive_app(
    library: Library,
    journey: Journey,
    size: tuple[int, int] = (120, 40),
    problems: Sequence[str] = (),
    glyphs: Glyphs = UNICODE_GLYPHS,
) -> StrikeviewApp:
    """Run the app on a library through the steps of `journey`; returns the app after that."""
    app = StrikeviewApp(library, problems, glyphs=glyphs)

    async def go() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.pause()
            await journey(AppDriver(app, pilot))

    asyncio.run(go())
    return app
