"""The Textual driver: output to the terminal, and input from it."""
