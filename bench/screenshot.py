"""A picture of the app on the bundled documents, made by the app itself: `python -m bench.screenshot OUT.svg`."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from model.ingest.pipeline import collected
from model.reading import bundled
from tui.app import StrikeviewApp
from tui.rendering.glyphs import UNICODE

SIZE = (120, 34)
KEYS = ("down", "down")  # to a strike with figures


async def picture(out: Path) -> None:
    """Fill a library with the bundled documents, walk to a strike and write the screen."""
    with collected(sorted(map(str, bundled().glob("*.txt")))) as library:
        app = StrikeviewApp(library, marks=UNICODE)
        async with app.run_test(size=SIZE) as pilot:
            for key in KEYS:
                await pilot.press(key)
            await pilot.pause()
            out.write_text(_plain(app.export_screenshot(title="strikeview")), encoding="utf-8")


def _plain(svg: str) -> str:
    """The picture in the reader's own monospaced font, so that it loads nothing from anywhere."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")


if __name__ == "__main__":
    asyncio.run(picture(Path(sys.argv[1])))
