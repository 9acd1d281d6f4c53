"""Rules of names, imports and lengths on which a newcomer may rely."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOUNS_IN_ING = {"mapping", "encoding", "folding", "phrasing", "blocking", "clustering"}  # nouns of the field
MAY_OCCUR_TWICE = {"__init__", "errors"}
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60

Graph = dict[str, set[str]]


def list_files(package: str) -> list[Path]:
    """The Python files of a top-level package."""
    return sorted((ROOT / package).rglob("*.py"))


def name_module(path: Path) -> str:
    """The dotted name of the module in this file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("package", ["model", "tui"])
def test_no_module_is_named_by_a_gerund(package: str) -> None:
    assert {path.stem for path in list_files(package) if path.stem.endswith("ing")} <= NOUNS_IN_ING


@pytest.mark.parametrize("package", ["model", "tui"])
def test_each_file_has_a_unique_name(package: str) -> None:
    count = Counter(path.stem for path in list_files(package) if path.stem not in MAY_OCCUR_TWICE)
    assert [name for name, times in count.items() if times > 1] == []


def test_each_public_class_has_a_unique_name() -> None:
    where = defaultdict(list)
    for path in [*list_files("model"), *list_files("tui")]:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(name_module(path))
    assert {name: modules for name, modules in where.items() if len(modules) > 1} == {}


def test_files_and_functions_are_short() -> None:
    long = []
    for path in [*list_files("model"), *list_files("tui")]:
        text = path.read_text("utf-8")
        if (lines := text.count("\n")) > MAX_FILE_LINES:
            long.append(f"{name_module(path)}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MAX_FUNCTION_LINES:
                    long.append(f"{name_module(path)}.{node.name}: {lines} lines")
    assert long == []


def build_import_graph() -> Graph:
    """Which module imports which, including imports inside functions."""
    modules = {name_module(path): path for package in ("model", "tui") for path in list_files(package)}
    return {name: set(_iter_imports(path, modules)) - {name} for name, path in modules.items()}


def _iter_imports(path: Path, modules: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield from (name for name in (full if full in modules else node.module,) if name in modules)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)


def find_circles(graph: Graph) -> list[list[str]]:
    """The strongly connected components of more than one node (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles_found: list[list[str]] = []

    def visit_node(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in sorted(graph.get(node, ())):
            if target not in index:
                visit_node(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            circle = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(circle) > 1:
                circles_found.append(sorted(circle))

    for node in sorted(graph):
        if node not in index:
            visit_node(node)
    return circles_found


def test_no_files_import_each_other_in_a_circle() -> None:
    assert find_circles(build_import_graph()) == []


@pytest.mark.parametrize("depth", [2, 3])
def test_no_packages_import_each_other_in_a_circle(depth: int) -> None:
    graph: Graph = defaultdict(set)
    for module, targets in build_import_graph().items():
        for target in targets:
            source, other = (".".join(name.split(".")[:depth]) for name in (module, target))
            if source != other and not (source.startswith(f"{other}.") or other.startswith(f"{source}.")):
                graph[source].add(other)
    assert find_circles(graph) == []
