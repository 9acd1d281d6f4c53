"""Errors in what a user typed to edit a strike."""

from __future__ import annotations


class EditError(ValueError):
    """An edit is not possible; the message is one line for people: what is wrong, and what to do instead."""
