"""The user's edits: their journal, and the reports that they are about."""
