"""A screenshot of the app on the bundled documents: `python -m bench.screenshot OUT.svg`."""

from __future__ import annotations

import argparse
import asyncio
import re
from pathlib import Path

from model.ingest.pipeline import build_memory_library
from model.reading import bundled_documents_path
from tui.app import StrikeviewApp
from tui.rendering.glyphs import UNICODE_GLYPHS

SCREEN_SIZE = (120, 34)
PRESSED_KEYS = ("down", "down")  # moves to a strike with figures


async def write_screenshot(out: Path) -> None:
    """Fill a library with the bundled documents, move to a strike and save the screen as SVG."""
    with build_memory_library(sorted(map(str, bundled_documents_path().glob("*.txt")))) as library:
        app = StrikeviewApp(library, glyphs=UNICODE_GLYPHS)
        async with app.run_test(size=SCREEN_SIZE) as pilot:
            for key in PRESSED_KEYS:
                await pilot.press(key)
            await pilot.pause()
            out.write_text(_adapt_svg(app.export_screenshot(title="strikeview")), encoding="utf-8")


def _adapt_svg(svg: str) -> str:
    """Use the reader's own monospaced font, and keep runs of blanks in viewers that are not browsers too."""
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT.svg")
    asyncio.run(write_screenshot(parser.parse_args().out))
