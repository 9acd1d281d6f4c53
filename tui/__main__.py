"""`python -m tui` is `strikeview`."""

from __future__ import annotations

import sys

from tui.cli.main import run

sys.exit(run())
