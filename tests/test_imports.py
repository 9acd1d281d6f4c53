"""Import costs: the headless commands load no Textual, the model nothing of the terminal."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import model

SCREEN = {"textual", "rich", "tui"}
RUN = """
import sys
sys.argv = ["strikeview", *{arguments!r}]
from tui.cli.main import run
try:
    status = run()
except SystemExit as leaving:
    status = leaving.code
print("LOADED", status or 0, *sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def load_modules(code: str) -> list[str]:
    """The exit status and the top-level packages in `sys.modules` after running the code in a new interpreter."""
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert completed.returncode == 0, completed.stderr
    return completed.stdout.splitlines()[-1].removeprefix("LOADED ").split()


HEADLESS = [
    ["--help"],
    ["--version"],
    ["parse", "--help"],
    ["parse", "FILE"],
    ["parse", "FILE", "--explain"],
    ["parse", "FILE", "--candidates"],
    *([command, "--help"] for command in ("list", "show", "stats", "export", "edit", "notes")),
]


@pytest.mark.parametrize("arguments", HEADLESS)
def test_headless_commands_load_no_screen(arguments: list[str], tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Russia launched 12 drones at Kharkiv on 9 March 2024, killing two people.\n")
    arguments = [str(article) if part == "FILE" else part for part in arguments]
    status, *packages = load_modules(RUN.format(arguments=arguments))
    assert status == "0"
    assert "tui" in packages
    assert not {"textual", "rich"} & set(packages)


def test_model_loads_nothing_of_the_terminal() -> None:
    modules = ["model", *(module.name for module in pkgutil.walk_packages(model.__path__, "model."))]
    assert len(modules) > 5
    imports = "\n".join(f"import {name}" for name in modules)
    packages = load_modules(f"{imports}\nimport sys\nprint('LOADED', *{{n.partition('.')[0] for n in sys.modules}})")
    assert "pydantic" in packages
    assert not SCREEN & set(packages)
