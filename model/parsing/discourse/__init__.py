"""From clauses to reports: coreference, the value of each slot, and the report with its trace."""
