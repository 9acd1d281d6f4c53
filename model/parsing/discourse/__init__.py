"""Clauses to reports: coreference, slot resolution, the report with its trace."""
