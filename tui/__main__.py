"""`python -m tui` is `strikeview`."""

from __future__ import annotations

import sys

from tui.command import run

sys.exit(run())
