"""What a user may change of a strike: how a value is typed, and how the edits are laid over it."""
