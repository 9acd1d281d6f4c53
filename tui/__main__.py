"""Runs `strikeview` as `python -m tui`."""

from __future__ import annotations

import sys

from tui.cli.main import run

sys.exit(run())
