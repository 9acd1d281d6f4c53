"""Extraction and merging quality, measured against hand-made keys."""
