"""Splits a text into paragraphs and sentences, without date lines and boilerplate; offsets are those of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from model.text.front_matter import front_matter_end

_DATE_LINE_WINDOW = 4  # lines at the top that may hold only a date
_MAX_SENTENCE_CHARS = 2000  # people write no longer sentences

_LINE_PATTERN = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
# A stop ends a sentence before white space and a capital, digit or quote, or between two lower-case letters and a
# capital (text that lost its spaces); so does a comma between a bracket and a capital. The marks come first in the
# pattern, so that the search can skip to them.
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


class TextSpan(NamedTuple):
    """A paragraph or sentence at [start, end) of the text, with the number of the paragraph."""

    start: int
    end: int
    paragraph: int
    is_heading: bool


def split_paragraphs(text: str) -> Iterator[TextSpan]:
    """The paragraphs of a text, in order, without front matter, boilerplate and date lines."""
    # A title may precede the text on a line of its own.
    front_start = next((start for start in (0, text.find("\n") + 1) if front_matter_end(text, start) > start), 0)
    front_end = front_matter_end(text, front_start)
    for number, line in enumerate(_LINE_PATTERN.finditer(text)):
        words = line[0]
        if front_start <= line.start() < front_end or words.isspace() or _BOILERPLATE_PATTERN.match(words):
            continue
        if number < _DATE_LINE_WINDOW and _DATE_LINE_PATTERN.match(words):
            continue
        is_heading = len(words) < 120 and _STOP_PATTERN.search(words) is None  # short, without a stop at its end
        yield TextSpan(line.start(), line.end(), number, is_heading)


def split_sentences(text: str, paragraph: TextSpan) -> Iterator[TextSpan]:
    """The sentences of a paragraph, in order."""
    start = paragraph.start
    for stop in _SENTENCE_END_PATTERN.finditer(text, paragraph.start, paragraph.end):
        before = text[max(start, stop.start() - 8) : stop.start() + 1]
        if text[stop.start()] == "." and _ABBREVIATION_PATTERN.search(before):
            continue
        yield from _cut_long_sentence(text, paragraph._replace(start=start, end=stop.end()))
        start = stop.end()
    if text[start : paragraph.end].strip():
        yield from _cut_long_sentence(text, paragraph._replace(start=start))


def _cut_long_sentence(text: str, sentence: TextSpan) -> Iterator[TextSpan]:
    """The sentence, cut between words if it is too long, so that parsing time stays linear in the text."""
    start = sentence.start
    while sentence.end - start > _MAX_SENTENCE_CHARS:
        cut = text.rfind(" ", start, start + _MAX_SENTENCE_CHARS)
        cut = cut if cut > start else start + _MAX_SENTENCE_CHARS
        yield sentence._replace(start=start, end=cut)
        start = cut
    yield sentence if start == sentence.start else sentence._replace(start=start)
