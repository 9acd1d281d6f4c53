"""The page on searching matches the program: the field table, the examples, the error messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.query import Query, QueryError
from model.query.fields import QUERY_FIELDS

ROOT = Path(__file__).parents[3]
QUERY_PAGE = (ROOT / "docs" / "query.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def read_blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind."""
    texts = re.findall(rf"```{kind}\n(.*?)\n```", QUERY_PAGE, re.DOTALL)
    assert texts
    return texts


def read_field_table() -> str:
    """The table of fields as the page shows it."""
    rows = ["| field | also | takes | asks | example |", "|---|---|---|---|---|"]
    rows += [
        f"| `{field.name}` | {' '.join(field.synonyms)} | {field.value_help} | {field.meaning} | `{field.example}` |"
        for field in QUERY_FIELDS
    ]
    return "\n".join(rows)


def test_field_table_matches_the_program() -> None:
    assert read_field_table() in QUERY_PAGE


@pytest.mark.parametrize("example", read_blocks("query"))
def test_example_is_a_query(example: str) -> None:
    assert Query.parse(example)


@pytest.mark.parametrize("example", read_blocks("mistake"))
def test_error_message_matches_the_page(example: str) -> None:
    with pytest.raises(QueryError) as error:
        Query.parse(example.split("\n")[0])
    assert error.value.format_caret() == example


def test_every_other_code_sample_naming_a_field_is_a_query() -> None:
    section = README.partition("\n### Searching\n")[2].partition("\n### ")[0]
    text = QUERY_PAGE + re.sub(r"```\n(.*)\n```", r"`\1`", section)
    named = [
        code for code in re.findall(r"`([^`\n]+)`", text) if re.match(r"[-\w\"]+:\S", code) and "field" not in code
    ]
    assert any("killed:11+ -source:" in code for code in named)
    for code in named:
        assert Query.parse(code)
