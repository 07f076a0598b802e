"""Find the line of a TOML text where a key stands, so that an error can name it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

_BARE_OR_QUOTED = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = rf"{_BARE_OR_QUOTED}(?:\s*\.\s*{_BARE_OR_QUOTED})*"
_HEADER = re.compile(rf"\s*\[\[?\s*(?P<key>{_KEY})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*(?P<key>{_KEY})\s*=")

Path = Sequence[str | int]


def line_of(text: str, path: Path) -> int | None:
    r"""Find the line on which a key of a TOML text stands.

    Parameters
    ----------
    text : str
        A valid TOML document.
    path : sequence of str and int
        Keys from the top, and positions (from 0) in arrays.

    Returns
    -------
    int or None
        The line, counted from 1, of the key or of the nearest table around it; None where even that
        is not found.

    Examples
    --------
    >>> line_of("[arms.a]\n\nblinding = 'open'", ["arms", "a", "blinding"])
    3
    """
    lines = text.splitlines()
    entries = _entries(lines)
    wanted = tuple(str(part) for part in path)
    around = [(keys, line) for keys, line in entries if keys == wanted[: len(keys)]]
    if not around:
        return None
    keys, line = max(around, key=lambda entry: len(entry[0]))
    following = [other for _, other in entries if other > line]
    end = min(following, default=len(lines) + 1)
    block = "\n".join(lines[line - 1 : end - 1])
    return line + _lines_into(block, path[len(keys) :])


def _entries(lines: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    entries: list[tuple[tuple[str, ...], int]] = []
    table: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines, start=1):
        header, assignment = _HEADER.match(line), _ASSIGNMENT.match(line)
        if header is not None:
            table = _table(_keys(header["key"]), seen, line.lstrip().startswith("[["))
            entries.append((table, number))
        elif assignment is not None:
            entries.append(((*table, *_keys(assignment["key"])), number))
    return entries


def _table(keys: tuple[str, ...], seen: dict[tuple[str, ...], int], repeated: bool) -> tuple[str, ...]:
    """Return the path of a header with its position where ``[[…]]`` repeats; counts them in `seen`."""
    path: tuple[str, ...] = ()
    for place, key in enumerate(keys, start=1):
        path = (*path, key)
        if repeated and place == len(keys):
            seen[path] = seen.get(path, -1) + 1
        if path in seen:
            path = (*path, str(seen[path]))
    return path


def _keys(dotted: str) -> tuple[str, ...]:
    try:
        node: object = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return (dotted,)
    keys: list[str] = []
    while isinstance(node, dict):
        key, node = next(iter(node.items()))
        keys.append(key)
    return tuple(keys)


def _lines_into(block: str, rest: Path) -> int:
    """Count the lines from the head of an inline value to the part of it that `rest` names."""
    position = block.find("=") + 1
    for part in rest:
        if isinstance(part, int):
            starts = [match.start() for match in re.finditer(r"\{", block[position:])]
            if part >= len(starts):
                break
            position += starts[part]
        else:
            found = re.search(rf"""(?<![\w-])["']?{re.escape(part)}["']?\s*=""", block[position:])
            if found is None:
                break
            position += found.start()
    return block.count("\n", 0, position)
