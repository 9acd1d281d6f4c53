"""The dossier as a single HTML page: no script, no external resources, a print style."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from model.event import Strike
from model.exporting.dossier import DISCLAIMER, Fact, render_dossier
from model.exporting.nested_record import DocumentLookup, ExportStamp

if TYPE_CHECKING:
    from jinja2 import Template

_STYLESHEET: Final = """
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.25; } h3 { font-size: 1rem; margin-bottom: 0; }
article { border-top: 1px solid; margin-top: 2rem; } section { margin-left: 1.5rem; } section p { margin: 0; }
dl { display: grid; grid-template-columns: 8rem 1fr; margin: .5rem 0; } dt { font-style: italic; } dd { margin: 0; }
blockquote { border-left: .2rem solid; margin: .5rem 0; padding-left: 1rem; }
mark { background: none; color: inherit; font-weight: bold; }
a, dd, blockquote, h2, h3 { overflow-wrap: anywhere; }
@media print { h2, h3 { break-after: avoid; } blockquote { break-inside: avoid; } }
"""


def render_html(strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[str]:
    """The page in parts: title, disclaimer and totals, then each strike with its sources."""
    page: Any = _load_template().module
    digest = base64.b64encode(hashlib.sha256(_STYLESHEET.encode()).digest()).decode()

    def render_head(title: str, facts: list[Fact]) -> str:
        return str(page.head(title, DISCLAIMER, facts, _STYLESHEET, digest))

    yield from render_dossier(strikes, document, stamp, render_head, lambda entry: str(page.entry(entry)))
    yield str(page.foot())


@cache
def _load_template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Every value is escaped; the stylesheet holds nothing that escaping would change.
    environment = Environment(loader=PackageLoader("model", "exporting"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("dossier.html")
