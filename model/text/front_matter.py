"""Front matter: the YAML or TOML block of metadata at the top of a text."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

_FRONT_MATTER: Final = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<matter>.{0,20000}?)^(?P=fence)[ \t]*\r?$", re.S | re.M
)
_KNOWN_KEY: Final = re.compile(r"^(?:title|date|published|source|author|url)[ \t]*[:=]", re.I | re.M)
_FENCES: Final = ("---", "+++")
_OPENING_BRACKET: Final = re.compile(r"[\[{]")
_MAX_OPENING_BRACKETS: Final = 500


class FrontMatter(NamedTuple):
    """The fields of a front matter block, and why it could not be parsed."""

    fields: dict[str, str]
    problem: str = ""


def front_matter_end(text: str, start: int = 0) -> int:
    """The offset behind the front matter that starts at `start`; `start` itself if there is none."""
    match = _FRONT_MATTER.match(text, start) if text.startswith(_FENCES, start) else None
    return match.end() if match and _KNOWN_KEY.search(match["matter"]) else start


def read_front_matter(text: str) -> FrontMatter:
    """The values of YAML between two `---` lines, or of TOML between two `+++`, each as it is written."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return FrontMatter({})
    values, problem = (_parse_yaml if match["fence"] == "---" else _parse_toml)(match["matter"])
    fields = {name.casefold(): words for name, value in values.items() if (words := str(value).strip())}
    return FrontMatter(fields, problem)


def _parse_yaml(matter: str) -> tuple[dict[str, Any], str]:
    import yaml

    if len(_OPENING_BRACKET.findall(matter)) > _MAX_OPENING_BRACKETS:  # the scanner is quadratic in them
        return {}, "too deeply nested"
    try:
        # Nodes, not objects: dates stay as written, and no alias is expanded.
        node = yaml.compose(matter, Loader=yaml.SafeLoader)
    except RecursionError:
        return {}, "too deeply nested"
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 2}" if mark else ""  # the fence is line 1
        what = getattr(error, "problem", None) or "not valid YAML"
        return {}, f"{what}{line}" if _KNOWN_KEY.search(matter) else ""  # prose between two rules is no front matter
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
        return {}, f"not valid TOML: {error}"
    return {name: value for name, value in values.items() if not isinstance(value, dict | list)}, ""
