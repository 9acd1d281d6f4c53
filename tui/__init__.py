"""The command line and the Textual app: screens, widgets, styles."""

__version__ = "0.1.0"
