"""YAML documents read fast, frozen, and without keys that silently replace each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lassitude.quantities.errors import RequestError


def read_document(path: Path) -> Any:
    """Read one YAML document into read-only mappings and tuples.

    Parameters
    ----------
    path : Path
        A UTF-8 file with one document.

    Returns
    -------
    mapping, tuple, str, int, float, bool or None
        Keys are text: ``false`` written as a key is ``"false"``.

    Raises
    ------
    RequestError
        When the file is absent, is no YAML, or has a key twice in one mapping (with its line).
    """
    import yaml

    loader_type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_type(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if node is None:
            raise RequestError(f"{path.name} is empty.")
        _refuse_repeated_keys(node, path.name)
        return _frozen(loader.construct_document(node))
    except OSError as problem:
        raise RequestError(f"{path} cannot be read: {problem.strerror}.") from problem
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise RequestError(f"{path.name} is not readable as YAML: {problem}") from problem


def _refuse_repeated_keys(node: Any, name: str) -> None:
    for mapping in _mappings(node):
        seen: set[str] = set()
        for key, _ in mapping.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise RequestError(f"Line {line} of {name} repeats the key {key.value!r}; keep one.")
            seen.add(key.value)


def _mappings(node: Any) -> Iterator[Any]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current.id == "mapping":
            yield current
            waiting.extend(value for _, value in current.value)
        elif current.id == "sequence":
            waiting.extend(current.value)


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({_key(key): _frozen(part) for key, part in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(part) for part in value)
    return value


def _key(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)
