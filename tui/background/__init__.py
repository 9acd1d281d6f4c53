"""Work between the keys: counting, and what other processes write."""
