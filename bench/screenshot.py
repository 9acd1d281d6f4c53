"""A picture of the app on the bundled documents, made by the app itself: `python -m bench.screenshot OUT.svg`."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from model.event import Document, Report
from model.library import Library
from model.merging import merge
from model.parsing import parse
from model.reading import bundled, find, read
from tui.app import StrikeviewApp
from tui.glyphs import UNICODE

SIZE = (120, 34)
KEYS = ("down", "down")  # to a strike with figures


async def picture(out: Path) -> None:
    """Fill a library with the bundled documents, walk to a strike and write the screen."""
    documents: list[Document] = []
    reports: list[Report] = []
    for source in find(sorted(map(str, bundled().glob("*.txt")))):
        for document in read(source):
            if isinstance(document, Document):
                documents.append(document)
                reports += parse(document)
    with Library() as library:
        library.fill(documents, merge(reports))
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
