"""Exporting: strikes and reports in forms that other programs, and people, read."""
