"""What a user may change of a strike: the notation of values, their paths, and how edits are applied."""
