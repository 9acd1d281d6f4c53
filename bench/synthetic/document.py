"""Writes one document's report of one strike: its sentences go into the text, and every value is quoted from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from bench.synthetic import sentences as wording
from bench.synthetic.geography import PLAIN_WEAPON_NAMES, Town
from bench.synthetic.sentences import (
    NATION_ADJECTIVES,
    NATION_NAMES,
    WEEKDAY_NAMES,
    TextSpan,
    TextWriter,
    format_number,
)
from bench.synthetic.strikes import SyntheticStrike
from model.text.calendar import MONTH_NAMES

SPEAKERS: Final = {
    "UA": (("ukraine", "regional governor"), ("ukraine", "regional administration"), ("ukraine", "police"),
           ("ukraine", "State Emergency Service"), ("ukraine", "General Staff")),
    "RU": (("russia", "regional governor"), ("russia", "Russian Defense Ministry")),
}  # fmt: skip
TOLL_NAMES: Final = ("killed", "injured")


def write_report(
    random: Random, strike: SyntheticStrike, day: date, published: date | None, turn: int, writer: TextWriter
) -> dict[str, Any]:
    """Write the document's report of the strike; returns it as in the event model, without the document's own fields.

    `turn` is how many documents have reported the strike before.
    """
    return _ReportWriter(random, strike, day, published, turn, writer).report


class _ReportWriter:
    """Collects the sentences, values and traces of one report."""

    def __init__(
        self, random: Random, strike: SyntheticStrike, day: date, published: date | None, turn: int, writer: TextWriter
    ) -> None:
        self._random, self._strike, self._report_index, self._text_writer = random, strike, turn, writer
        self._trace: dict[str, dict[str, Any]] = {}
        self._excerpts: list[dict[str, Any]] = []
        self._claims: list[dict[str, Any]] = []
        self.report: dict[str, Any] = {"side": strike.side, "excerpts": self._excerpts, "trace": self._trace}
        differs = strike.has_differing_toll and turn == 1
        # Differing exact figures from one side's speakers would keep its reports apart as two strikes.
        has_speaker = strike.side in NATION_NAMES and not differs and random.random() < 0.45
        self._speaker = random.choice(SPEAKERS[strike.towns[0].country]) if has_speaker else None
        when, words = self._choose_when(day, published) if published else ({}, "")
        if when:
            self.report["when"] = when
        if strike.wave:
            self._write_wave(when, words)
        else:
            self._write_attack(when, words)
        self._write_toll(differs)
        if strike.hit_object and random.random() < 0.7:
            self._write_damage(*strike.hit_object)
        if strike.is_denied and turn == 0:
            self._write_denial()
        if random.random() < 0.05:
            span, _ = self._write_sentence(wording.UNVERIFIED_TEMPLATES, {})
            self.report["unverified"] = self._excerpts.pop()
            self._add_trace("unverified", "unverified.said", span)
        if self._claims:
            self.report["claims"] = self._claims

    # The sentences

    def _write_attack(self, when: dict[str, Any], words: str) -> None:
        strike, random = self._strike, self._random
        towns = strike.towns[: random.randint(1, len(strike.towns))]
        if strike.extent == "summary":
            self.report["scope"] = "summary"
            templates: Sequence[str] = wording.SUMMARY_TEMPLATES
        else:
            templates = (wording.ATTACK_TEMPLATES if strike.side in NATION_NAMES else wording.UNCLAIMED_TEMPLATES)[
                strike.kind
            ]
        model = strike.weapon_model if random.random() < 0.6 else None
        spans = self._write_opening(templates, when, words, towns, {
            "arms": strike.weapon_plural if model else PLAIN_WEAPON_NAMES.get(strike.kind, ""),
            "launched": format_number(strike.launched),
        })  # fmt: skip
        if strike.kind:
            weapon: dict[str, Any] = {"kind": strike.kind}
            if model:
                weapon["model"] = model
            self.report["weapons"] = [weapon]
            self._add_trace("weapons.0", "weapon.named", spans["arms"])
            if strike.launched:
                weapon["launched"] = self._make_figure(
                    "weapons.0.launched", "arms.counted", spans["launched"], strike.launched
                )

    def _write_wave(self, when: dict[str, Any], words: str) -> None:
        wave, strike = self._strike.wave, self._strike
        assert wave
        counts = wave._asdict()
        is_nationwide = self._report_index % 4 == 3
        towns = [] if is_nationwide else strike.towns[: self._random.randint(2, len(strike.towns))]
        # Reports that name cities all name the first one, so that they can be merged.
        values = {name: format_number(count) for name, count in counts.items()} | {"arms": strike.weapon_plural}
        spans = self._write_opening(
            wording.NATIONWIDE_TEMPLATES if is_nationwide else wording.WAVE_TEMPLATES, when, words, towns, values
        )
        weapons: list[dict[str, Any]] = []
        for index, (kind, launched, down) in enumerate(
            (("drone", "drones", "drones_down"), ("missile", "missiles", "missiles_down"))
        ):
            path = f"weapons.{index}"
            weapons.append({"kind": kind, "model": strike.weapon_model if kind == "drone" else None})
            self._add_trace(path, "weapon.named", spans["arms"] if kind == "drone" else spans[launched])
            weapons[-1]["launched"] = self._make_figure(
                f"{path}.launched", "arms.counted", spans[launched], counts[launched]
            )
            rule = "arms.intercepted_passive"
            weapons[-1]["intercepted"] = self._make_figure(f"{path}.intercepted", rule, spans[down], counts[down])
        self.report["weapons"] = weapons

    def _write_opening(
        self, templates: Sequence[str], when: dict[str, Any], words: str, towns: list[Town], values: Mapping[str, str]
    ) -> dict[str, TextSpan]:
        """Write who attacked what and when; returns the spans of the values."""
        strike, random = self._strike, self._random
        template = random.choice(templates)
        if not words:
            template = template.replace(" {when}", "").replace("{When}, ", "")
        slots: dict[str, str | Sequence[str]] = {
            "when": words,
            "nation": NATION_NAMES.get(strike.side, ""),
            "adjective": NATION_ADJECTIVES.get(strike.side, ""),
            "forces": f"{NATION_ADJECTIVES.get(strike.side, '')} {random.choice(('forces', 'troops'))}",
            "places": [town.name for town in towns],
            "by": f", the {self._speaker[1]} said" if self._speaker else "",
            **values,
        }
        span, spans = self._write_sentence((template,), slots)
        self._add_trace("scope", "strike.hit_with_arms", span)
        if words:
            when["text"] = self._quote_span(spans["when"])
            self._add_trace("when", "time.last_night" if words == "overnight" else "time.absolute", spans["when"])
        if attacker := spans.get("forces") or spans.get("adjective") or spans.get("nation"):
            self._add_trace("side", "side.active", attacker)
        if towns:
            self.report["places"] = [town.place for town in towns]
        for index in range(len(towns)):
            self._add_trace(f"places.{index}", "place.gazetteer", spans[f"places.{index}"])
        if self._speaker and "by" in spans:
            self._add_claim(self._speaker[0], self._speaker[1], (spans["by"][0] + 2, spans["by"][1]))
        return spans

    def _write_toll(self, differs: bool) -> None:
        strike, random = self._strike, self._random
        tolls: dict[str, tuple[str, int, int | None]] = {}
        for name in TOLL_NAMES:
            if (count := getattr(strike, name)) and (strike.has_fixed_figures or random.random() < 0.8):
                tolls[name] = self._phrase_toll(count + (differs and name == "killed"))
        if not tolls:
            return
        kind = "both" if len(tolls) == 2 else next(iter(tolls))
        values = {name: words for name, (words, _, _) in tolls.items()}
        values |= {f"{name}_were": "was" if low == high == 1 else "were" for name, (_, low, high) in tolls.items()}
        values |= {
            f"{name}_people": "person" if low == high == 1 else "people" for name, (_, low, high) in tolls.items()
        }
        _, spans = self._write_sentence(wording.TOLL_TEMPLATES[kind], values)
        for name, (_, low, high) in tolls.items():
            self.report[name] = self._make_figure(name, f"{name}.active", spans[name], low, high)

    def _phrase_toll(self, count: int) -> tuple[str, int, int | None]:
        """A toll in words with its bounds: exact, or "at least" a number at or just below it."""
        chance = self._random.random()
        if self._strike.has_fixed_figures or self._strike.has_differing_toll or chance < 0.65:
            return format_number(count), count, count
        low = count - (chance > 0.85 and count > 2)
        return f"at least {format_number(low)}", low, None

    def _write_damage(self, words: str, kind: str) -> None:
        _, spans = self._write_sentence(wording.DAMAGE_TEMPLATES, {"object": words, "effect": "damaged"})
        target, effect = self._quote_span(spans["object"]), self._quote_span(spans["effect"])
        self.report["damage"] = [{"object": kind, "text": target, "effect": "damaged", "effect_text": effect}]
        self._add_trace("damage.0", "damage.named", spans["object"])
        self._add_trace("damage.0.effect", "damage.effect", spans["effect"])

    def _write_denial(self) -> None:
        capital = "Moscow" if self._strike.side == "russia" else "Kyiv"
        values = {"capital": capital, "places": [self._strike.towns[0].name]}
        span, _ = self._write_sentence(wording.DENIAL_TEMPLATES, values)
        self._add_claim(self._strike.side, capital, span, "denies")

    # When

    def _choose_when(self, day: date, published: date) -> tuple[dict[str, Any], str]:
        """The reported interval and its words ('' if only the publication date implies it)."""
        random, extent = self._random, self._strike.extent
        if extent in ("week", "summary"):
            return _make_interval(published - timedelta(days=7), published, "days", "relative"), "over the past week"
        if extent == "night" and (self._strike.wave or random.random() < 0.8):
            eve = day - timedelta(days=1)
            if published == day and random.random() < 0.7:
                return _make_interval(eve, day, "night", "relative"), "overnight"
            return _make_interval(
                eve, day, "night", "explicit"
            ), f"on the night of {eve.day} {MONTH_NAMES[eve.month - 1]}"
        chance = random.random()
        if published == day and chance < 0.2:
            return _make_interval(day, day, "day", "carried"), ""
        if chance < 0.45:
            return _make_interval(day, day, "day", "explicit"), f"on {day.day} {MONTH_NAMES[day.month - 1]}"
        if chance < 0.6:
            return _make_interval(day, day, "time", "weekday"), f"on {WEEKDAY_NAMES[day.weekday()]} morning"
        return _make_interval(day, day, "day", "weekday"), f"on {WEEKDAY_NAMES[day.weekday()]}"

    # Quoting

    def _write_sentence(
        self, templates: Sequence[str], values: Mapping[str, str | Sequence[str]]
    ) -> tuple[TextSpan, dict[str, TextSpan]]:
        """Write one of these sentences, after a space if the text is not empty, and keep it as an excerpt."""
        if self._excerpts:
            self._text_writer.add_text(" ")
        span, spans = self._text_writer.write_sentence(self._random.choice(templates), values)
        self._excerpts.append({"start": span[0], "end": span[1], "text": self._quote_span(span)})
        return span, spans

    def _quote_span(self, span: TextSpan) -> str:
        return self._text_writer.quote_span(span)

    def _make_figure(self, path: str, rule: str, span: TextSpan, low: int, high: int | None = -1) -> dict[str, Any]:
        self._add_trace(path, rule, span)
        return {"low": low, "high": low if high == -1 else high, "text": self._quote_span(span)}

    def _add_claim(self, side: str, speaker: str, span: TextSpan, stance: str = "asserts") -> None:
        self._add_trace(f"claims.{len(self._claims)}", "claim.says", span)
        self._claims.append({"side": side, "speaker": speaker, "stance": stance})

    def _add_trace(self, path: str, rule: str, span: TextSpan) -> None:
        self._trace[path] = {"rule": rule, "start": span[0], "end": span[1]}


def _make_interval(start: date, end: date, precision: str, basis: str) -> dict[str, Any]:
    return {"start": start.isoformat(), "end": end.isoformat(), "precision": precision, "basis": basis}
