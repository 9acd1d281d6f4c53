"""Chunks to clauses: what one sentence, or a part of one, says of a strike."""
