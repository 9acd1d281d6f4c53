"""Plain text and Markdown: the file is the document, to the character."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from model.event import Document
from model.reading import dates
from model.reading.columns import Columns
from model.reading.encoding import UndecodableError, decode
from model.reading.source import Placed, Problem, Source

_FRONT: Final = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<matter>.{0,20000}?)^(?P=fence)[ \t]*\r?$", re.S | re.M
)
_KEYED: Final = re.compile(r"^(?:title|date|published|source|author|url)[ \t]*:", re.I | re.M)
_OPENING: Final = re.compile(r"[\[{]")
_MOST_OPENED: Final = 500
_BY: Final = ("source", "site", "publisher", "author")  # who is named as the source, the surest first


class Front(NamedTuple):
    """What the block at the top of a text says of it, and why that could not be read."""

    fields: dict[str, str]
    wrong: str = ""


def documents(data: bytes, source: Source) -> Iterator[Placed | Problem]:
    """The one document of a text: what stands at its top stays in the text, so that all offsets count into the file."""
    try:
        text = decode(data)
    except UndecodableError as error:
        yield Problem(source.name, str(error), "save it as UTF-8 text")
        return
    if not text.strip():
        yield Problem(source.name, "holds no text")
        return
    fields, wrong = front(text)
    if wrong:
        yield Problem(source.name, f"its front matter is not read: {wrong}", "put the value in quotation marks")
    places = Columns().of(fields)
    title, url = (fields[places[name][0]] if name in places else None for name in ("title", "url"))
    by = next((value for name in _BY if (value := fields.get(name))), None)
    yield (
        source.name,
        Document(
            id=source.stem,
            text=text,
            title=title,
            source=by,
            url=url,
            **dates.stamp(("text", dates.of_header(text)), ("file name", dates.of_name(source.stem))),
        ),
    )


def front(text: str) -> Front:
    """The values of the front matter, in YAML between two `---` or in TOML between two `+++`, each as it is written."""
    match = _FRONT.match(text)
    if match is None:
        return Front({})
    values, wrong = (_yaml if match["fence"] == "---" else _toml)(match["matter"])
    return Front({name.casefold(): words for name, value in values.items() if (words := str(value).strip())}, wrong)


def _yaml(matter: str) -> tuple[dict[str, Any], str]:
    import yaml

    if len(_OPENING.findall(matter)) > _MOST_OPENED:  # the scanner takes the square of them
        return {}, "too deeply nested"
    try:
        # The nodes, not the objects: so a day stays as written, and no alias is ever expanded.
        node = yaml.compose(matter, Loader=yaml.SafeLoader)
    except RecursionError:
        return {}, "too deeply nested"
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 2}" if mark else ""  # the fence is the first
        what = getattr(error, "problem", None) or "no YAML"
        return {}, f"{what}{line}" if _KEYED.search(matter) else ""  # two rules around prose are no front matter
    if not isinstance(node, yaml.MappingNode):
        return {}, ""
    pairs = ((key, value) for key, value in node.value if isinstance(value, yaml.ScalarNode))
    return {str(key.value): value.value for key, value in pairs if value.tag != "tag:yaml.org,2002:null"}, ""


def _toml(matter: str) -> tuple[dict[str, Any], str]:
    try:
        values = tomllib.loads(matter.replace("\r\n", "\n"))
    except RecursionError:
        return {}, "too deeply nested"
    except ValueError as error:
        return {}, f"no TOML: {error}"
    return {name: value for name, value in values.items() if not isinstance(value, dict | list)}, ""
