"""What happened, and who says so: the event model, the parser, merging, the library and its queries."""
