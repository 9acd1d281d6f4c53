"""The sentences of a text, without date lines and boilerplate. Offsets count into the text as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from model.text.front_matter import front_matter_end

DATE_LINE_WINDOW = 4  # lines at the top, among which one may hold nothing but the date
MAX_SENTENCE_CHARS = 2000  # characters; people write no longer sentences

_LINE_PATTERN = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
# A stop ends a sentence before white space and a capital, figure or quote, or before a capital right behind two
# lower-case letters (text whose spaces were lost); so does a comma between a bracket and a capital. The marks stand
# first, so that the search can skip to them.
_SENTENCE_END_PATTERN = re.compile(
    r"[.!?…;)](?:(?<![;)])[\"”’)\]]*(?=\s+[\"“‘'(\[–—-]*\s?(?:[A-ZА-ЯІЇЄҐÀ-Þ]|\d))|(?<=[a-z]{2}[.!?])[”\"]?(?=[A-Z][a-z])|"
    r"(?<=;)(?=\s)|(?<=\)),(?=[A-Z][a-z]))"
)
_ABBREVIATION_PATTERN = re.compile(
    r"(?:^|[\s(“\"‘'])(?:Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Mr|Mrs|Ms|Dr|Prof|St|No|vs|Sen|Rep|Gov|Pres|Jr|Sr|Jan|Feb|"
    r"Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|etc|Inc|Ltd|a\.m|p\.m|U\.S|U\.N|U\.K|E\.U|[A-Z])\.$"
)
_STOP_PATTERN = re.compile(r"[.!?:;,]['\"”’)*]*\s*$")
_DATE_LINE_PATTERN = re.compile(
    r"(?i)\s*(?:(?:updated?|published|posted|date|last updated|modified)\b[^a-z]{0,3}.{0,60}\d{4}|\d{4}-\d\d-\d\d)\s*$"
)
_BOILERPLATE_PATTERN = re.compile(
    r"\s*(?=[LPTSRAIFJCG©M\d])(?:LEAVE A REPLY|Please enter your|This site uses|Share this|Related articles?|"
    r"Advertisement|Read more|Photo:|Photo credit|Image:|Subscribe|Sign up|Follow (?:us|our)|JOIN US|"
    r"Comments?\b.{0,20}$|Learn how your|Cancel reply|Save my name|\d{1,6}$|All rights reserved|Copyright|©|"
    r"Getty Images|Click here|See all our|Most read)",
)


class TextParagraph(NamedTuple):
    """A paragraph at [start, end) of the text, the `number`-th of it; `heading` where it is a headline."""

    start: int
    end: int
    number: int
    is_heading: bool


class Sentence(NamedTuple):
    """A sentence at [start, end) of the text, in the paragraph `paragraph`; `heading` where that is a headline."""

    start: int
    end: int
    paragraph: int
    is_heading: bool


def _is_heading(line: str) -> bool:
    """A short line without a stop at its end."""
    return len(line) < 120 and _STOP_PATTERN.search(line) is None


def split_paragraphs(text: str) -> Iterator[TextParagraph]:
    """The paragraphs of a text, in order; front matter, boilerplate and date lines are left out."""
    # A title that stands apart from the text is put on a line before it.
    begin = next((start for start in (0, text.find("\n") + 1) if front_matter_end(text, start) > start), 0)
    end = front_matter_end(text, begin)
    for number, line in enumerate(_LINE_PATTERN.finditer(text)):
        words = line[0]
        if begin <= line.start() < end:
            continue
        if (
            words.isspace()
            or _BOILERPLATE_PATTERN.match(words)
            or (number < DATE_LINE_WINDOW and _DATE_LINE_PATTERN.match(words))
        ):
            continue
        yield TextParagraph(line.start(), line.end(), number, _is_heading(words))


def split_sentences(text: str, line: TextParagraph) -> Iterator[Sentence]:
    """The sentences of a paragraph, in order."""
    start = line.start
    for stop in _SENTENCE_END_PATTERN.finditer(text, line.start, line.end):
        if text[stop.start()] == "." and _ABBREVIATION_PATTERN.search(
            text[max(start, stop.start() - 8) : stop.start() + 1]
        ):
            continue
        yield from _cut_long_sentence(text, Sentence(start, stop.end(), line.number, line.is_heading))
        start = stop.end()
    if text[start : line.end].strip():
        yield from _cut_long_sentence(text, Sentence(start, line.end, line.number, line.is_heading))


def _cut_long_sentence(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """The sentence; one without end is cut between words, so that no text can be made to cost more than its length."""
    start = sentence.start
    while sentence.end - start > MAX_SENTENCE_CHARS:
        cut = text.rfind(" ", start, start + MAX_SENTENCE_CHARS)
        cut = cut if cut > start else start + MAX_SENTENCE_CHARS
        yield sentence._replace(start=start, end=cut)
        start = cut
    yield sentence if start == sentence.start else sentence._replace(start=start)
