"""Keeps the user's own mappings out of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.datasets import user_mappings_folder


@pytest.fixture(autouse=True)
def mappings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for user mappings, empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = user_mappings_folder()
    folder.mkdir(parents=True)
    return folder
