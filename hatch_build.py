"""While the wheel is built, the bundled documents are read, so that the very first start need not wait for it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadBundled(BuildHookInterface[Any]):
    """Puts a library of the documents in `seeds/` beside them in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs; an editable install reads the documents when it first starts."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from model.ingest.pipeline import build_memory_library
        from model.reading import PREPARED_LIBRARY_NAME

        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / PREPARED_LIBRARY_NAME
        with build_memory_library(sorted(map(str, Path(self.root, "seeds").glob("*.txt")))) as library:
            library.save_copy(file)
        build_data["force_include"][str(file)] = f"model/seeds/{PREPARED_LIBRARY_NAME}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling when it has packed."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
