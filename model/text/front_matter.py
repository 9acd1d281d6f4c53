"""Front matter: the block at the top of a text that tells of it, in YAML or TOML."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

_FRONT_MATTER: Final = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<matter>.{0,20000}?)^(?P=fence)[ \t]*\r?$", re.S | re.M
)
_KNOWN_KEY: Final = re.compile(r"^(?:title|date|published|source|author|url)[ \t]*[:=]", re.I | re.M)
_FENCES: Final = ("---", "+++")
_OPENING_BRACKET: Final = re.compile(r"[\[{]")
_MAX_OPENING_BRACKETS: Final = 500  # lists and objects; front matter has a few


class FrontMatter(NamedTuple):
    """What the block at the top of a text says of it, and why that could not be read."""

    fields: dict[str, str]
    problem: str = ""


def front_matter_end(text: str, start: int = 0) -> int:
    """Where the text goes on behind the front matter that starts here; `start` where none does."""
    match = _FRONT_MATTER.match(text, start) if text.startswith(_FENCES, start) else None
    return match.end() if match and _KNOWN_KEY.search(match["matter"]) else start


def read_front_matter(text: str) -> FrontMatter:
    """The values of the front matter, in YAML between two `---` or in TOML between two `+++`, each as it is written."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return FrontMatter({})
    values, wrong = (_parse_yaml if match["fence"] == "---" else _parse_toml)(match["matter"])
    return FrontMatter(
        {name.casefold(): words for name, value in values.items() if (words := str(value).strip())}, wrong
    )


def _parse_yaml(matter: str) -> tuple[dict[str, Any], str]:
    import yaml

    if len(_OPENING_BRACKET.findall(matter)) > _MAX_OPENING_BRACKETS:  # the scanner takes the square of them
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
        return {}, f"{what}{line}" if _KNOWN_KEY.search(matter) else ""  # two rules around prose are no front matter
    if not isinstance(node, yaml.MappingNode):
        return {}, ""
    pairs = ((key, value) for key, value in node.value if isinstance(value, yaml.ScalarNode))
    return {str(key.value): value.value for key, value in pairs if value.tag != "tag:yaml.org,2002:null"}, ""


def _parse_toml(matter: str) -> tuple[dict[str, Any], str]:
    import tomllib

    try:
        values = tomllib.loads(matter.replace("\r\n", "\n"))
    except RecursionError:
        return {}, "too deeply nested"
    except ValueError as error:
        return {}, f"no TOML: {error}"
    return {name: value for name, value in values.items() if not isinstance(value, dict | list)}, ""
