"""Turn what pydantic found into sentences for the person who wrote the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.toml_lines import line_of

_SHOWN = 8

KeyPath = tuple[str | int, ...]
Problem = tuple[KeyPath, str]


def as_request_error(
    found: ValidationError, document: Mapping[str, Any], text: str, where: str
) -> RequestError:
    r"""Say where in the file each problem stands and what to write instead.

    Parameters
    ----------
    found : ValidationError
        What pydantic raised for the document.
    document : mapping
        The parsed file.
    text : str
        The file as it was read.
    where : str
        Name of the file, as the person gave it.

    Returns
    -------
    RequestError
        One line a problem: file, line, key path, what is wrong; at most eight of them.

    Examples
    --------
    >>> from lassitude.study.arms import Survivors
    >>> text = "enrolled = 24\ndeaths = -1\nsource = 'trial'"
    >>> document = {"enrolled": 24, "deaths": -1, "source": "trial"}
    >>> try:
    ...     _ = Survivors.model_validate(document)
    ... except ValidationError as found:
    ...     print(as_request_error(found, document, text, "survivors.toml"))
    survivors.toml, line 2: deaths: Input should be greater than or equal to 0; found -1.
    """
    problems = [problem for error in found.errors() for problem in _problems(dict(error), document)]
    lines = [_sentence(path, message, text, where) for path, message in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(f"… and {len(problems) - _SHOWN} more problems.")
    return RequestError("\n".join(lines))


def _sentence(path: KeyPath, message: str, text: str, where: str) -> str:
    line = line_of(text, path)
    place = where if line is None else f"{where}, line {line}"
    return f"{place}: {written(path)}: {message}" if path else f"{place}: {message}"


def written(path: KeyPath) -> str:
    """Write a key path with dots and positions, as in ``arms.ahsct.treatments[0].start_day``.

    Parameters
    ----------
    path : tuple of str and int
        Keys, and positions in arrays.

    Returns
    -------
    str
        The path.

    Examples
    --------
    >>> written(("arms", "ahsct", "treatments", 0))
    'arms.ahsct.treatments[0]'
    """
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def _problems(error: dict[str, Any], document: Mapping[str, Any]) -> Iterator[Problem]:
    path = _without_tags(error["loc"], document)
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "plan":
        yield from context["problems"]
    elif kind == "unknown_key":
        yield (*path, context["key"]), error["msg"]
    elif kind == "missing":
        yield path, "this key is missing."
    elif kind == "union_tag_invalid":
        yield (*path, "type"), _not_one_of(context["tag"], context["expected_tags"])
    elif kind == "union_tag_not_found":
        yield (*path, "type"), "this key is missing; it says which kind of entry this is."
    elif kind == "literal_error":
        yield path, _not_one_of(str(error["input"]), context["expected"])
    else:
        yield path, _expectation(error)


def _not_one_of(given: str, expected: str) -> str:
    valid = re.findall(r"'([^']*)'", expected)
    return f"{given!r} is not known here; one of {', '.join(valid)} is.{did_you_mean(given, valid)}"


_PLAIN = {
    "string_type": "write text in quotes",
    "string_too_short": "write at least one character",
    "float_type": "write a number",
    "int_type": "write a whole number",
    "finite_number": "write a finite number",
    "dict_type": "write a table",
    "model_type": "write a table",
    "model_attributes_type": "write a table",
    "tuple_type": "write an array in square brackets",
    "too_short": "write at least one entry",
    "string_pattern_mismatch": 'write a number and h, d, wk or mo, such as "6 mo" or "3 h"',
}


def _expectation(error: Mapping[str, Any]) -> str:
    expected = _PLAIN.get(error["type"])
    if expected is None:
        return error["msg"].removeprefix("Value error, ").rstrip(".") + f"; found {error['input']!r}."
    return f"{expected}; found {error['input']!r}."


def _without_tags(location: KeyPath, document: Mapping[str, Any]) -> KeyPath:
    """Drop what pydantic puts among the keys: types, and the position of a table that stands alone."""
    node: Any = document
    path: list[str | int] = []
    for part in location:
        if isinstance(node, Mapping):
            single = isinstance(part, int)
            if single or (part not in node and node.get("type") == part):
                continue
            node = node.get(part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        elif isinstance(node, bool | int | float | str):
            break
        path.append(part)
    return tuple(path)
