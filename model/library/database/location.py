"""Where the user's own library lies."""

from __future__ import annotations

from pathlib import Path


def user_library_path() -> Path:
    """The file of the user's library, in their folder for data; whether it is there or not."""
    from platformdirs import user_data_path

    return user_data_path("strikeview", appauthor=False) / "library.db"
