"""From chunks to clauses: what a sentence, or a part of one, says about a strike."""
