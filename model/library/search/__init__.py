"""Queries as SQL and FTS5 expressions, and the spans of their hits."""
