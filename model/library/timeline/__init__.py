"""What a list of strikes is made of: rows, row ids, counts."""
