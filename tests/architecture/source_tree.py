"""Read the project's own source for the architecture tests; nothing is imported or run."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
_TEXT = {".py", ".md", ".toml", ".txt", ".sh", ".cfg", ".yml", ".java", ".svg", ""}
_PARTS = ("jscert", "tests", "docs", "tools", "bench", "samples", "fonts", ".ci")


def modules() -> tuple[Path, ...]:
    """Every Python module of the package, as paths relative to the project."""
    return tuple(sorted(p.relative_to(ROOT) for p in (ROOT / "jscert").rglob("*.py")))


@cache
def tree_of(module: Path) -> ast.Module:
    """Parse one module; every node gets a `parent` attribute."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    return tree


def enclosing(node: ast.AST) -> Iterator[ast.AST]:
    """Walk from a node's parent up to its module."""
    while (parent := getattr(node, "parent", None)) is not None:
        yield parent
        node = parent


def imported(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Give the full name of every import of a module, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node


def documents() -> Iterator[Path]:
    """Every text file of the project, relative to it; what tools wrote is left aside."""
    tops = [p for p in ROOT.iterdir() if p.is_file()]
    inner = (p for part in _PARTS for p in (ROOT / part).rglob("*") if p.is_file())
    for path in (*tops, *inner):
        relative = path.relative_to(ROOT)
        written = {"__pycache__", "out"} & set(relative.parts)
        if path.suffix in _TEXT and not written and path.stat().st_size < 400_000:
            yield relative
