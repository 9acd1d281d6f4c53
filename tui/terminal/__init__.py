"""The driver: what goes to the terminal, and what comes from it."""
