"""A synthetic corpus of any size, reproducible from its seed."""
