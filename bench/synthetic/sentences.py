"""The sentences of the generated documents: templates with slots, and a writer that records where each value is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

TextSpan = tuple[int, int]

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WEEKDAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

NATION_NAMES = {"russia": "Russia", "ukraine": "Ukraine"}
NATION_ADJECTIVES = {"russia": "Russian", "ukraine": "Ukrainian"}

# Attack sentences by weapon kind ('' for an unnamed weapon). {forces} opens a sentence, {arms} is plural.
ATTACK_TEMPLATES: Mapping[str, Sequence[str]] = {
    "artillery": (
        "{forces} shelled {places} with {arms} {when}{by}.",
        "{When}, {forces} shelled {places} with {arms}{by}.",
        "{forces} fired on {places} with {arms} {when}{by}.",
    ),
    "drone": (
        "{forces} attacked {places} with {arms} {when}{by}.",
        "{When}, {adjective} {arms} hit {places}{by}.",
        "{adjective} {arms} hit {places} {when}{by}.",
        "{forces} struck {places} with {arms} {when}{by}.",
    ),
    "missile": (
        "{forces} struck {places} with {arms} {when}{by}.",
        "{When}, {adjective} {arms} hit {places}{by}.",
        "{adjective} {arms} struck {places} {when}{by}.",
    ),
    "bomb": (
        "{adjective} aircraft dropped {arms} on {places} {when}{by}.",
        "{When}, {forces} hit {places} with {arms}{by}.",
        "{adjective} {arms} hit {places} {when}{by}.",
    ),
    "other": (
        "{adjective} {arms} hit {places} {when}{by}.",
        "{When}, {nation} carried out {arms} on {places}{by}.",
    ),
    "": ("{forces} attacked {places} {when}{by}.", "{When}, {forces} struck {places}{by}."),
}
UNCLAIMED_TEMPLATES: Mapping[str, Sequence[str]] = {
    "": ("Explosions shook {places} {when}{by}; nobody has claimed the attack.",),
    **dict.fromkeys(
        ("artillery", "drone", "missile", "bomb", "other"),
        ("Somebody attacked {places} with {arms} {when}{by}; whose they were is open.",),
    ),
}
WAVE_TEMPLATES = (
    "Russia launched {drones} {arms} and {missiles} missiles at {places} {when}, the Air Force said. "
    "Air defences shot down {drones_down} drones and {missiles_down} missiles.",
    "{When}, {drones} {arms} and {missiles} missiles were launched by Russia at {places}. "
    "Of these, {drones_down} drones and {missiles_down} missiles were intercepted.",
)
NATIONWIDE_TEMPLATES = (
    "Russia launched {drones} {arms} and {missiles} missiles {when}, the Air Force said. "
    "Air defences shot down {drones_down} drones and {missiles_down} missiles.",
)
SUMMARY_TEMPLATES = (
    "{When}, {forces} fired {launched} {arms} at the {places}{by}.",
    "{forces} fired {launched} {arms} at the {places} {when}{by}.",
)
TOLL_TEMPLATES: Mapping[str, Sequence[str]] = {
    "both": (
        "The attack killed {killed} {killed_people} and injured {injured} others.",
        "In the attack {killed} {killed_people} {killed_were} killed and {injured} {injured_were} injured.",
    ),
    "killed": (
        "The attack killed {killed} {killed_people}.",
        "{killed} {killed_people} {killed_were} killed in the attack.",
    ),
    "injured": (
        "The attack injured {injured} {injured_people}.",
        "{injured} {injured_people} {injured_were} injured in the attack.",
    ),
}
DAMAGE_TEMPLATES = ("The attack {effect} {object}.", "In the attack {object} was {effect}.")
DENIAL_TEMPLATES = ("{capital} denied that its forces had struck {places}.",)
UNVERIFIED_TEMPLATES = (
    "The report could not be independently verified.",
    "Nobody could verify the account independently.",
)

HIT_OBJECTS = (
    ("a school", "school"), ("a hospital", "hospital"), ("an apartment building", "housing"),
    ("a private house", "housing"), ("a power station", "energy"), ("a substation", "energy"),
    ("an oil depot", "fuel"), ("a warehouse", "industry"), ("a factory", "industry"), ("a grain store", "agriculture"),
    ("a port terminal", "port"), ("a railway station", "rail"), ("a bridge", "road"), ("a bus", "vehicle"),
    ("a water tower", "water"), ("a market", "business"), ("a shop", "business"), ("a church", "religious"),
    ("a museum", "culture"), ("a gas pipeline", "fuel"), ("a kindergarten", "school"), ("a farm", "agriculture"),
)  # fmt: skip

# Filler between the strikes: any subject, predicate and clause make a sentence.
FILLER_SUBJECTS = (
    "Crews of the power company", "Volunteers from the next town", "The town council", "An aid group",
    "Teachers of the district", "The railway", "Farmers along the river", "A team of engineers", "The post office",
    "Residents of the upper quarter", "The water works", "The district clinic",
)  # fmt: skip
FILLER_PREDICATES = (
    "worked until late in the evening", "asked for patience", "set up tents by the bus station",
    "handed out tea, blankets and torches", "met on the repairs of the spring", "counted what is left of the stores",
    "opened for two hours in the morning", "waited for parts from the capital", "moved into a dry cellar",
    "wrote to the ministry once more", "shared a generator with the bakery", "found the money for new pipes",
)  # fmt: skip
FILLER_CLAUSES = (
    "while fog lay over the valley", "since the road is open again", "as bread went up in price",
    "and nobody knows for how long", "before the first frost came", "after the telephones went silent",
    "although the queue reached the corner", "until the lamps ran out of oil", "because the ferry does not sail",
    "as they had done in the winter before", "and the market stayed shut", "when the wind dropped at last",
)  # fmt: skip


@cache
def split_template(template: str) -> tuple[tuple[str, str], ...]:
    """Split a template into pairs of (literal text, slot name); the last pair has no slot."""
    parts = re.split(r"\{([A-Za-z_]+)\}", template)
    return tuple(zip(parts[::2], [*parts[1::2], ""], strict=True))


class TextWriter:
    """A growing text that records where each value was written."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last_sentence = ""

    def __str__(self) -> str:
        return "".join(self._parts)

    def add_text(self, text: str) -> None:
        """Append text unchanged."""
        self._parts.append(text)
        self._length += len(text)

    def write_sentence(
        self, template: str, values: Mapping[str, str | Sequence[str]]
    ) -> tuple[TextSpan, dict[str, TextSpan]]:
        """Write a sentence; returns its span and the span of each slot's value ("places.1" for the second place).

        {When} is `when` with a capital; the word that opens the sentence gets one too.
        """
        start = position = self._length
        spans: dict[str, TextSpan] = {}
        parts: list[str] = []

        def put(name: str, value: str) -> None:
            nonlocal position
            spans[name] = (position, position + len(value))
            parts.append(value)
            position += len(value)

        for before, slot in split_template(template):
            parts.append(before)
            position += len(before)
            name = slot.lower()
            value = values[name] if slot else ""
            if not isinstance(value, str):
                for index, item in enumerate(value):
                    joint = "" if not index else " and " if index == len(value) - 1 else ", "
                    parts.append(joint)
                    position += len(joint)
                    put(f"{name}.{index}", item)
            elif value:
                put(name, value[:1].upper() + value[1:] if slot != name or position == start else value)
        self._last_sentence = "".join(parts)
        self.add_text(self._last_sentence)
        return (start, position), spans

    def quote_span(self, span: TextSpan) -> str:
        """The text of a span in the last sentence."""
        first = self._length - len(self._last_sentence)
        return self._last_sentence[span[0] - first : span[1] - first]


def format_number(count: int) -> str:
    """A count as news texts write it."""
    return NUMBER_WORDS[count] if count < 10 else f"{count:,}"


def make_filler_sentence(random: Random) -> str:
    """A sentence that reports no strike."""
    return f"{random.choice(FILLER_SUBJECTS)} {random.choice(FILLER_PREDICATES)}, {random.choice(FILLER_CLAUSES)}."
