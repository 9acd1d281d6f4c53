"""A query as SQL, and its hits."""
