"""The phrasing of a strike: the detail and the dossier agree."""

from __future__ import annotations

from html import unescape

from model.event import Claim, Damage, PreferredFigure
from tests.support.event_factories import make_figure
from tests.support.sample_strike import STRIKE, export_text
from tui.rendering.glyphs import UNICODE_GLYPHS
from tui.rendering.strike_sources import DocumentHeader
from tui.rendering.strike_text import LABEL_CELLS, StrikeText


def test_detail_and_dossier_phrase_a_value_alike() -> None:
    claims = (
        Claim(side="ukraine", speaker="the air force", of="weapons.0.intercepted"),
        Claim(side="other", stance="denies", of="damage.0.count"),
        Claim(side="russia", speaker="Moscow", responsibility=True),
    )
    garages = Damage(
        object="vehicle",
        text="dozens of garages",
        count=make_figure(12, None, "dozens"),
        effect="destroyed",
        effect_text="levelled",
    )
    preferred = PreferredFigure(figure=make_figure(5, 5, "five"), document="note", rule="latest")
    update = {"claims": claims, "damage": (garages,), "shown": {"killed": preferred}}
    strike = STRIKE.model_copy(update={**update, "killed": make_figure(2, 5, "2 to 5")})
    other = STRIKE.reports[1].model_copy(update={"killed": preferred.figure})
    strike = strike.model_copy(update={"reports": (STRIKE.reports[0], other)})
    headers = {name: DocumentHeader("", name, "", False) for name in ("wire", "note")}
    detail = {
        paragraph.value_path: paragraph.text[LABEL_CELLS:]
        for paragraph in StrikeText(strike, headers, UNICODE_GLYPHS).build_paragraphs()
        if paragraph.value_path
    }
    dossier = unescape(export_text("html", strike))
    for path, text in {
        "killed": "5 (the latest report); 2 to 5 in all reports",
        "weapons.0.intercepted": "intercepted 30 “30 of them”",
        "damage.0": "vehicle destroyed: 12 or more “dozens of garages” (“levelled”)",
        "claims.0": "drone Shahed intercepted according to “the air force” (Ukraine)",
        "claims.1": "damage denied by an unnamed speaker (of neither side)",
        "claims.2": "responsibility claimed by “Moscow” (Russia)",
    }.items():
        assert detail[path] == text
        assert text in dossier
