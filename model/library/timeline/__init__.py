"""The timeline: rows, row ids and counts of strikes."""
