"""The dossier as one HTML page, which runs no script, fetches nothing, and prints well."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from model.event import Strike
from model.exporting.dossier import DISCLAIMER, DossierSummary, build_entry, dossier_title
from model.exporting.nested_record import DocumentLookup, ExportStamp
from model.exporting.spooled_text import prepend_head

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
    """The page: what it is, what it holds, then each strike with its sources."""
    page: Any = _load_template().module
    count = DossierSummary()

    def entries() -> Iterator[str]:
        for strike in strikes:
            count.add_strike(strike)
            yield str(page.entry(build_entry(strike, document)))

    def head() -> str:
        digest = base64.b64encode(hashlib.sha256(_STYLESHEET.encode()).digest()).decode()
        return str(page.head(dossier_title(stamp), DISCLAIMER, list(count.summary_lines(stamp)), _STYLESHEET, digest))

    yield from prepend_head(head, entries())
    yield str(page.foot())


@cache
def _load_template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # All that goes in is escaped, whatever it is; the page's own style holds nothing that would be.
    environment = Environment(loader=PackageLoader("model", "exporting"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("dossier.html")
