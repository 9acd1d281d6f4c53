"""Counts on the command line."""

from __future__ import annotations

import argparse


def at_least_one(text: str) -> int:
    """The whole number, from 1 on."""
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no count; write a whole number from 1 on")
