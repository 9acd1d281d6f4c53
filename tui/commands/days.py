"""`--date`: the day of publication of documents that name none."""

from __future__ import annotations

import argparse
from datetime import date


def add_date(parser: argparse.ArgumentParser) -> None:
    """Let `--date YYYY-MM-DD` be typed."""
    parser.add_argument(
        "--date", type=_day, metavar="YYYY-MM-DD", help="the day of publication of documents that name none"
    )


def _day(text: str) -> date:
    try:
        if len(text) == len("YYYY-MM-DD"):  # ISO allows shorter and longer forms, which are easily mistyped
            day = date.fromisoformat(text)
            if 1990 <= day.year < 2100:  # as in documents
                return day
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD")
