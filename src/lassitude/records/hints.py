"""What a message about a file proposes to write into the mapping: never a guess that would misread data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from lassitude.quantities.errors import RequestError, nearest

_Split = Callable[[str], tuple[str, str] | None]


def unknown_columns(
    file: str,
    unknown: Sequence[str],
    roles: Iterable[str],
    parts: Iterable[tuple[str, str]],
    split: _Split,
) -> RequestError:
    """Return the error for columns that mean nothing, with the mapping that would make the first one known.

    Parameters
    ----------
    file : str
        Name of the file.
    unknown : sequence of str
        Columns as in the file, at least one.
    roles : iterable of str
        Names of columns about people and rows.
    parts : iterable of (instrument, part)
        What the plan measures.
    split : callable
        From a column to what it measures and the visit of the plan at its end, or None.

    Returns
    -------
    RequestError
        A renaming is proposed only where a name is near and its numbers are the same.

    Examples
    --------
    >>> print(unknown_columns("data.csv", ["shoe_size"], ["site"], [("FIS", "total")], lambda column: None))
    1 columns of data.csv are unknown; the first is 'shoe_size'. If it is not to be read, say so in the
    mapping: ignore = ["shoe_size"], or ["*"] for all unknown columns.
    """
    first = unknown[0]
    near = _near_column(first, roles, [f"{name}.{part}" for name, part in parts], split)
    known = f"{len(unknown)} columns of {file} are unknown; the first is {first!r}."
    ignore = f'say so in the mapping: ignore = [{_quoted(first)}], or ["*"] for all unknown columns.'
    if near is None:
        return RequestError(f"{known} If it is not to be read, {ignore}")
    return RequestError(
        f"{known} Did you mean {near!r}? Then rename it, or name it in the mapping: "
        f"columns = {{ {_quoted(first)} = {_quoted(near)} }}. If it is not to be read, {ignore}"
    )


def unknown_columns_of_table(
    file: str, section: str, unknown: Sequence[str], known: Iterable[str]
) -> RequestError:
    """Return the error for columns of a file of events or exposures that mean nothing.

    Parameters
    ----------
    file : str
        Name of the file.
    section : str
        Its table in the mapping.
    unknown : sequence of str
        Columns as in the file, at least one.
    known : iterable of str
        What a column may be.

    Returns
    -------
    RequestError
        With the mapping that would make the first one known, where a name is near.

    Examples
    --------
    >>> print(unknown_columns_of_table("events.csv", "events", ["shoe_size"], ["term", "day"]))
    1 columns of events.csv are unknown; the first is 'shoe_size'. If it is one of day, term, name it in the
    mapping: events.columns = { "shoe_size" = "..." }. If it is not to be read, say so in the mapping:
    events.ignore = ["shoe_size"], or ["*"] for all unknown columns.
    """
    first, names = unknown[0], sorted(known)
    near = nearest(first, names)
    told = f"{len(unknown)} columns of {file} are unknown; the first is {first!r}. "
    told += f"If it is one of {', '.join(names)}, name" if near is None else f"Did you mean {near!r}? Name"
    return RequestError(
        f"{told} it in the mapping: {section}.columns = {{ {_quoted(first)} = {_quoted(near or '...')} }}. "
        f"If it is not to be read, say so in the mapping: {section}.ignore = [{_quoted(first)}], "
        'or ["*"] for all unknown columns.'
    )


def translation(role: str, text: str, valid: Iterable[str]) -> str:
    """Return the line of a mapping that translates a text; what it means is left open unless a word is near.

    Examples
    --------
    >>> translation("sex", "femal", ["female", "male"])
    'values.sex = { "femal" = "female" }'
    >>> translation("sex", "1", ["female", "male"])
    'values.sex = { "1" = "..." }, where ... is one of female, male'
    """
    words = list(dict.fromkeys(valid))
    near = nearest(text, words)
    if near is not None and _numbers(near) == _numbers(text):
        return f"values.{role} = {{ {_quoted(text)} = {_quoted(near)} }}"
    return f'values.{role} = {{ {_quoted(text)} = "..." }}, where ... is one of {", ".join(words)}'


def _near_column(column: str, roles: Iterable[str], endpoints: Sequence[str], split: _Split) -> str | None:
    scheduled = split(column)
    head, visit = scheduled or (column.partition("@")[0], None)
    near = nearest(head, endpoints if "@" in column or scheduled else [*endpoints, *roles])
    if near is None or _numbers(near) != _numbers(head) or ("@" in column and visit is None):
        return None
    return near if visit is None else f"{near}@{visit}"


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"[0-9]+", text)]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
