"""The subcommands, one file each: `configure(parser)` adds the options, `run(options)` runs the command.

`run` returns the exit status, and raises CommandLineError for what argparse cannot check.
"""

from __future__ import annotations

from typing import Final

COMMANDS: Final = {
    "add": "read documents and add the strikes they report to the library",
    "watch": "add what appears in folders",
    "reparse": "read again what an earlier version of the rules read",
    "parse": "print what documents say about strikes, one report per line",
    "list": "print the strikes of a library that a query finds, one per line",
    "show": "print one strike in full: its values, its sources and their words",
    "stats": "count the strikes by day, week, month, year, side, weapon or place",
    "edit": "correct, tag, note, hide, bookmark, split or merge strikes; date a document",
    "notes": "write your own work on the strikes to a file, apply a colleague's, or list it",
    "export": "write the strikes as csv, jsonl, geojson, md, html or parquet",
}
"""What each subcommand does; the module has the same name."""

QUERY_COMMANDS: Final = frozenset({"list", "stats", "export"})
"""Commands that take a query: an argument with one dash ("-place:Kyiv") is a term of it, and no option."""
