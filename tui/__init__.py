"""The command line and the Textual app: screens, widgets, styles."""
