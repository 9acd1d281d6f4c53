"""Explains why a report has a value, and why another value was rejected."""
