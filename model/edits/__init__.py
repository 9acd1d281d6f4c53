"""Edits of a strike by the user: the notation of values, their paths, and how edits are applied."""
