"""The source of the package as syntax trees, read once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "lassitude"

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def python_files() -> tuple[Path, ...]:
    """Return every module of the package."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of one module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: FunctionNode | ast.ClassDef | None = None) -> str:
    """Return where something stands, as a person would look it up."""
    where = path.relative_to(ROOT).as_posix()
    return where if node is None else f"{where}:{node.lineno} {node.name}"


def functions(path: Path) -> list[FunctionNode]:
    """Return every function and method of a module, nested ones too."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, FunctionNode)]


def body_lines(node: FunctionNode) -> int:
    """Return the length of a function from its def line, less its docstring."""
    assert node.end_lineno is not None
    total = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        assert first.end_lineno is not None
        total -= first.end_lineno - first.lineno + 1
    return total
