"""Plain text: sanitizing for terminals, folding, month names, front matter. Loads no pydantic."""
