"""Protects: frozen data, final classes, named randomness, and examples beside every public function."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.source import PACKAGE, FunctionNode, functions, place, python_files, tree

PREFIX = "lassitude."


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def names_for_others() -> set[str]:
    """Return every ``lassitude.room.module.name`` that another room imports or that its room hands out."""
    found = set()
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PREFIX):
                own = f"{PREFIX}{room(path)}"
                if path.name == "__init__.py" or not f"{node.module}.".startswith(f"{own}."):
                    found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def functions_for_others() -> list[tuple[Path, FunctionNode]]:
    names = names_for_others()
    modules = {
        path: PREFIX + ".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in python_files()
    }
    return [
        (path, node)
        for path, module in modules.items()
        for node in tree(path).body
        if isinstance(node, FunctionNode) and f"{module}.{node.name}" in names and room(path) != "cli"
    ]


def dotted_names(path: Path) -> set[str]:
    nodes = list(ast.walk(tree(path)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    origins = {
        f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return imported | origins | {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}


def test_what_a_room_gives_to_others_has_an_example_that_runs() -> None:
    silent = [
        place(path, node)
        for path, node in functions_for_others()
        if ">>>" not in (ast.get_docstring(node) or "")
    ]
    assert not silent, "\n".join(silent)


def test_no_function_takes_whatever_it_is_given() -> None:
    assert not [
        place(path, node)
        for path in python_files()
        for node in functions(path)
        if node.args.kwarg is not None
    ]


def test_randomness_comes_from_named_streams_only() -> None:
    foreign = {"random", "secrets", "numpy.random", "np.random", "jax.random"}
    assert not [
        (place(path), name)
        for path in python_files()
        for name in dotted_names(path)
        if any(name == other or name.startswith(f"{other}.") for other in foreign)
    ]


def test_super_is_never_needed() -> None:
    calls = [
        (place(path), node.lineno)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
    ]
    assert not calls


def test_every_data_class_is_frozen() -> None:
    thawed = [
        place(path, node)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        for mark in node.decorator_list
        if "dataclass" in ast.unparse(mark)
        and "frozen" not in ast.unparse(mark)
        and "transform" not in ast.unparse(mark)
    ]
    assert not thawed
