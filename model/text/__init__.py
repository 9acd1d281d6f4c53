"""Text as text: safe for a terminal, folded for comparison, calendar names, front matter. Loads no pydantic."""
