"""The command line and the Textual app: screens, widgets, styles."""

import os

__version__ = "0.1.0"

# Textual gathers what a key has changed until its next frame; twice as many frames halve that wait.
os.environ.setdefault("TEXTUAL_FPS", "120")
