"""Front matter: the block at the top of a text that tells of it, in YAML or TOML."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

_FRONT: Final = re.compile(r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<matter>.{0,20000}?)^(?P=fence)[ \t]*\r?$", re.S | re.M)
_KEYED: Final = re.compile(r"^(?:title|date|published|source|author|url)[ \t]*[:=]", re.I | re.M)
_FENCES: Final = ("---", "+++")
_OPENING: Final = re.compile(r"[\[{]")
_MOST_OPENED: Final = 500  # lists and objects; front matter has a few


class Front(NamedTuple):
    """What the block at the top of a text says of it, and why that could not be read."""

    fields: dict[str, str]
    wrong: str = ""


def end_of_front(text: str, start: int = 0) -> int:
    """Where the text goes on behind the front matter that starts here; `start` where none does."""
    match = _FRONT.match(text, start) if text.startswith(_FENCES, start) else None
    return match.end() if match and _KEYED.search(match["matter"]) else start


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
    import tomllib

    try:
        values = tomllib.loads(matter.replace("\r\n", "\n"))
    except RecursionError:
        return {}, "too deeply nested"
    except ValueError as error:
        return {}, f"no TOML: {error}"
    return {name: value for name, value in values.items() if not isinstance(value, dict | list)}, ""
