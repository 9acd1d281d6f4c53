"""Opening the app: read and parse with progress, merge, fill the library, and hand it to the screens."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date

from tui.narration import Narrator, say


def open_app(paths: Sequence[str], default_date: date | None, *, mouse: bool) -> int:
    """Opens these files and folders, or the bundled documents, in the app; the exit status."""
    if unfit := _unfit_terminal():
        say(f"{unfit}; `strikeview parse PATH` prints the reports without it")
        return 1
    narrator = Narrator()
    documents = []
    reports = []
    try:
        from model.reading import bundled, find

        # The bundled folder also holds the note that says what its documents are.
        sources = find(paths or sorted(map(str, bundled().glob("*.txt"))))
        for document in narrator.read(sources, default_date):
            documents.append(document)
            reports += narrator.parse(document)
    except KeyboardInterrupt:
        if not documents:
            raise
        narrator.tell(f"stopped by ctrl-C after {narrator.reached()}; the rest was not read")
    narrator.erase()
    if not narrator.opened:
        return 1
    if not reports:
        say(narrator.found_nothing())
        return 0

    from model.library import Library
    from model.merging import merge
    from tui.app import StrikeviewApp

    with Library(":memory:") as library:
        library.fill(documents, merge(reports))
        app = StrikeviewApp(library, problems=narrator.problems, mouse=mouse)
        app.run(mouse=mouse)
        return app.return_code or 0


def _unfit_terminal() -> str:
    """Why the app cannot be shown here; '' where it can."""
    # The screen is drawn on standard error, so that one counts too.
    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    for name, stream in streams.items():
        if stream is None or not stream.isatty():
            return f"the app needs a terminal, and {name} is none"
    term = os.environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        return f"the app needs a terminal that can place text, and TERM is {term or 'not set'}"
    return ""
