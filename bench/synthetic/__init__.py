"""A made-up corpus of any size, the same at each run."""
