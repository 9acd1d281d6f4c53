"""One document's telling of one strike: its sentences go into the text, and every value is quoted from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from bench.synthetic import sentences as wording
from bench.synthetic.geography import PLAIN, Town
from bench.synthetic.sentences import ADJECTIVES, MONTHS, NATIONS, WEEKDAYS, Span, Writing, number
from bench.synthetic.strikes import Happened

SPEAKERS: Final = {
    "UA": (("ukraine", "regional governor"), ("ukraine", "regional administration"), ("ukraine", "police"),
           ("ukraine", "State Emergency Service"), ("ukraine", "General Staff")),
    "RU": (("russia", "regional governor"), ("russia", "Russian Defense Ministry")),
}  # fmt: skip
TOLLS: Final = ("killed", "injured")


def tell(
    random: Random, strike: Happened, day: date, published: date | None, turn: int, writing: Writing
) -> dict[str, Any]:
    """Write what the document tells of the strike; the report, as in the event model, but for the document's own.

    `turn` is how many documents have told it before.
    """
    return _Telling(random, strike, day, published, turn, writing).report


class _Telling:
    """What `tell` gathers on its way."""

    def __init__(
        self, random: Random, strike: Happened, day: date, published: date | None, turn: int, writing: Writing
    ) -> None:
        self._random, self._strike, self._turn, self._writing = random, strike, turn, writing
        self._trace: dict[str, dict[str, Any]] = {}
        self._excerpts: list[dict[str, Any]] = []
        self._claims: list[dict[str, Any]] = []
        self.report: dict[str, Any] = {"side": strike.side, "excerpts": self._excerpts, "trace": self._trace}
        differs = strike.differing and turn == 1
        # Two exact figures of one speaker's side would be two strikes.
        speaks = strike.side in NATIONS and not differs and random.random() < 0.45
        self._speaker = random.choice(SPEAKERS[strike.towns[0].country]) if speaks else None
        when, words = self._when(day, published) if published else ({}, "")
        if when:
            self.report["when"] = when
        if strike.wave:
            self._wave(when, words)
        else:
            self._attack(when, words)
        self._toll(differs)
        if strike.hit and random.random() < 0.7:
            self._damage(*strike.hit)
        if strike.denied and turn == 0:
            self._denial()
        if random.random() < 0.05:
            span, _ = self._say(wording.UNVERIFIED, {})
            self.report["unverified"] = self._excerpts.pop()
            self._explain("unverified", "unverified.said", span)
        if self._claims:
            self.report["claims"] = self._claims

    # The sentences

    def _attack(self, when: dict[str, Any], words: str) -> None:
        strike, random = self._strike, self._random
        towns = strike.towns[: random.randint(1, len(strike.towns))]
        if strike.extent == "summary":
            self.report["scope"] = "summary"
            templates: Sequence[str] = wording.SUMMARIES
        else:
            templates = (wording.ATTACKS if strike.side in NATIONS else wording.UNCLAIMED)[strike.kind]
        model = strike.model if random.random() < 0.6 else None
        spans = self._opening(templates, when, words, towns, {
            "arms": strike.plural if model else PLAIN.get(strike.kind, ""),
            "launched": number(strike.launched),
        })  # fmt: skip
        if strike.kind:
            weapon: dict[str, Any] = {"kind": strike.kind}
            if model:
                weapon["model"] = model
            self.report["weapons"] = [weapon]
            self._explain("weapons.0", "weapon.named", spans["arms"])
            if strike.launched:
                weapon["launched"] = self._figure(
                    "weapons.0.launched", "arms.counted", spans["launched"], strike.launched
                )

    def _wave(self, when: dict[str, Any], words: str) -> None:
        wave, strike = self._strike.wave, self._strike
        assert wave
        counts = wave._asdict()
        nameless = self._turn % 4 == 3
        towns = [] if nameless else strike.towns[: self._random.randint(2, len(strike.towns))]
        # The first city is what all that name any have in common.
        values = {name: number(count) for name, count in counts.items()} | {"arms": strike.plural}
        spans = self._opening(wording.NATIONWIDE if nameless else wording.WAVES, when, words, towns, values)
        told: list[dict[str, Any]] = []
        for place, (kind, launched, down) in enumerate(
            (("drone", "drones", "drones_down"), ("missile", "missiles", "missiles_down"))
        ):
            path = f"weapons.{place}"
            told.append({"kind": kind, "model": strike.model if kind == "drone" else None})
            self._explain(path, "weapon.named", spans["arms"] if kind == "drone" else spans[launched])
            told[-1]["launched"] = self._figure(f"{path}.launched", "arms.counted", spans[launched], counts[launched])
            rule = "arms.intercepted_passive"
            told[-1]["intercepted"] = self._figure(f"{path}.intercepted", rule, spans[down], counts[down])
        self.report["weapons"] = told

    def _opening(
        self, templates: Sequence[str], when: dict[str, Any], words: str, towns: list[Town], more: Mapping[str, str]
    ) -> dict[str, Span]:
        """Say who attacked what and when; where each value stands."""
        strike, random = self._strike, self._random
        template = random.choice(templates)
        if not words:
            template = template.replace(" {when}", "").replace("{When}, ", "")
        values: dict[str, str | Sequence[str]] = {
            "when": words,
            "nation": NATIONS.get(strike.side, ""),
            "adjective": ADJECTIVES.get(strike.side, ""),
            "forces": f"{ADJECTIVES.get(strike.side, '')} {random.choice(('forces', 'troops'))}",
            "places": [town.name for town in towns],
            "by": f", the {self._speaker[1]} said" if self._speaker else "",
            **more,
        }
        span, spans = self._say((template,), values)
        self._explain("scope", "strike.hit_with_arms", span)
        if words:
            when["text"] = self._quoted(spans["when"])
            self._explain("when", "time.last_night" if words == "overnight" else "time.absolute", spans["when"])
        if attacker := spans.get("forces") or spans.get("adjective") or spans.get("nation"):
            self._explain("side", "side.active", attacker)
        if towns:
            self.report["places"] = [town.place for town in towns]
        for place in range(len(towns)):
            self._explain(f"places.{place}", "place.gazetteer", spans[f"places.{place}"])
        if self._speaker and "by" in spans:
            self._claim(self._speaker[0], self._speaker[1], (spans["by"][0] + 2, spans["by"][1]))
        return spans

    def _toll(self, differs: bool) -> None:
        strike, random = self._strike, self._random
        told: dict[str, tuple[str, int, int | None]] = {}
        for name in TOLLS:
            if (count := getattr(strike, name)) and (strike.firm or random.random() < 0.8):
                told[name] = self._counted(count + (differs and name == "killed"))
        if not told:
            return
        kind = "both" if len(told) == 2 else next(iter(told))
        values = {name: words for name, (words, _, _) in told.items()}
        values |= {f"{name}_were": "was" if low == high == 1 else "were" for name, (_, low, high) in told.items()}
        values |= {
            f"{name}_people": "person" if low == high == 1 else "people" for name, (_, low, high) in told.items()
        }
        _, spans = self._say(wording.HURT[kind], values)
        for name, (_, low, high) in told.items():
            self.report[name] = self._figure(name, f"{name}.active", spans[name], low, high)

    def _counted(self, count: int) -> tuple[str, int, int | None]:
        """A toll in words, with its bounds: exact, or at least so many or one less."""
        chance = self._random.random()
        if self._strike.firm or self._strike.differing or chance < 0.65:
            return number(count), count, count
        low = count - (chance > 0.85 and count > 2)
        return f"at least {number(low)}", low, None

    def _damage(self, words: str, kind: str) -> None:
        _, spans = self._say(wording.DAMAGED, {"object": words, "effect": "damaged"})
        named, effect = self._quoted(spans["object"]), self._quoted(spans["effect"])
        self.report["damage"] = [{"object": kind, "text": named, "effect": "damaged", "effect_text": effect}]
        self._explain("damage.0", "damage.named", spans["object"])
        self._explain("damage.0.effect", "damage.effect", spans["effect"])

    def _denial(self) -> None:
        capital = "Moscow" if self._strike.side == "russia" else "Kyiv"
        values = {"capital": capital, "places": [self._strike.towns[0].name]}
        span, _ = self._say(wording.DENIED, values)
        self._claim(self._strike.side, capital, span, "denies")

    # When

    def _when(self, day: date, published: date) -> tuple[dict[str, Any], str]:
        """The interval told, and the words for it ('' where only the day of publication tells it)."""
        random, extent = self._random, self._strike.extent
        if extent in ("week", "summary"):
            return _interval(published - timedelta(days=7), published, "days", "relative"), "over the past week"
        if extent == "night" and (self._strike.wave or random.random() < 0.8):
            eve = day - timedelta(days=1)
            if published == day and random.random() < 0.7:
                return _interval(eve, day, "night", "relative"), "overnight"
            return _interval(eve, day, "night", "explicit"), f"on the night of {eve.day} {MONTHS[eve.month - 1]}"
        chance = random.random()
        if published == day and chance < 0.2:
            return _interval(day, day, "day", "carried"), ""
        if chance < 0.45:
            return _interval(day, day, "day", "explicit"), f"on {day.day} {MONTHS[day.month - 1]}"
        if chance < 0.6:
            return _interval(day, day, "time", "weekday"), f"on {WEEKDAYS[day.weekday()]} morning"
        return _interval(day, day, "day", "weekday"), f"on {WEEKDAYS[day.weekday()]}"

    # Quoting

    def _say(self, templates: Sequence[str], values: Mapping[str, str | Sequence[str]]) -> tuple[Span, dict[str, Span]]:
        """Say one of these sentences, behind a space where others stand before it, and keep it as an excerpt."""
        if self._excerpts:
            self._writing.add(" ")
        span, spans = self._writing.sentence(self._random.choice(templates), values)
        self._excerpts.append({"start": span[0], "end": span[1], "text": self._quoted(span)})
        return span, spans

    def _quoted(self, span: Span) -> str:
        return self._writing.quoted(span)

    def _figure(self, path: str, rule: str, span: Span, low: int, high: int | None = -1) -> dict[str, Any]:
        self._explain(path, rule, span)
        return {"low": low, "high": low if high == -1 else high, "text": self._quoted(span)}

    def _claim(self, side: str, speaker: str, span: Span, stance: str = "asserts") -> None:
        self._explain(f"claims.{len(self._claims)}", "claim.says", span)
        self._claims.append({"side": side, "speaker": speaker, "stance": stance})

    def _explain(self, path: str, rule: str, span: Span) -> None:
        self._trace[path] = {"rule": rule, "start": span[0], "end": span[1]}


def _interval(start: date, end: date, precision: str, basis: str) -> dict[str, Any]:
    return {"start": start.isoformat(), "end": end.isoformat(), "precision": precision, "basis": basis}
