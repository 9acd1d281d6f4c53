"""Tokens to chunks: time expressions, toponyms, quantities, weapon groups."""
