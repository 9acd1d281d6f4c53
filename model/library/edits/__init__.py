"""The user's edits: their journal, and their anchors in reports."""
