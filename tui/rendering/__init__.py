"""Values as words, lines and marks. Most of it needs no Textual."""
