"""Protects: every room stays readable in one sitting, by the budget that ARCHITECTURE.md states."""

from __future__ import annotations

import ast
import warnings

import pytest

from tests.architecture.source import body_lines, functions, place, python_files, tree

FILE_LINES, FILE_LINES_AT_MOST = 300, 500
FUNCTION_LINES = 40
CLASS_METHODS = 10


def test_files_are_short() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    for where, length in lengths.items():
        if length > FILE_LINES:
            warnings.warn(f"{where} has {length} lines, more than {FILE_LINES}", stacklevel=1)
    assert not {where: length for where, length in lengths.items() if length > FILE_LINES_AT_MOST}


def test_functions_are_short() -> None:
    lengths = {place(path, node): body_lines(node) for path in python_files() for node in functions(path)}
    assert not {where: length for where, length in lengths.items() if length > FUNCTION_LINES}


def test_classes_have_few_methods() -> None:
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
                assert len(methods) <= CLASS_METHODS, place(path, node)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("def f():\n    return 1\n", 2),
        ('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n', 2),
        ("@decorated\ndef f(\n    a,\n):\n    return a\n", 4),
    ],
)
def test_a_docstring_and_decorators_do_not_count(text: str, lines: int) -> None:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    assert body_lines(node) == lines
