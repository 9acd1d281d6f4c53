"""From sources to a library: reading, parsing and writing, on all cores, in batches."""
