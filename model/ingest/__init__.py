"""Reads, parses and adds sources to a library, in batches and on all cores."""
