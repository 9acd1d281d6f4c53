"""The default location of the user's library."""

from __future__ import annotations

from pathlib import Path


def user_library_path() -> Path:
    """The file of the user's own library, in their data folder; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("strikeview", appauthor=False) / "library.db"
