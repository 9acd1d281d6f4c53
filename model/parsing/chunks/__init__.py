"""From tokens to chunks: time expressions, toponyms, quantities, weapon groups."""
