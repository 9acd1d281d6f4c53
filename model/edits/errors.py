"""What is wrong with what a user typed to change a strike."""

from __future__ import annotations


class EditError(ValueError):
    """It cannot be done; the message is one line for people: what, and what to do instead."""
