"""Changes of a protocol, one key at a time: ``populations.patients.eligibility.0.at_least=30,38``."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.protocol import Protocol
from lassitude.study.protocol_errors import as_request_error
from lassitude.study.visits import duration_days

PLANNED = "as planned"


@dataclass(frozen=True)
class Variant:
    """A protocol with one key changed.

    Attributes
    ----------
    key, value, planned : str
        Dotted path, what it is set to, and what the plan says; as TOML writes them, shortened.
    protocol : Protocol
        Checked like any other.
    """

    key: str
    value: str
    planned: str
    protocol: Protocol

    @property
    def name(self) -> str:
        """How curves are named."""
        return f"{self.key}={self.value}"


def variants(text: str, asked: Sequence[str], where: str) -> tuple[Variant, ...]:
    """Change a protocol as asked, one value at a time.

    Parameters
    ----------
    text : str
        The protocol as TOML.
    asked : sequence of str
        ``key=a,b``: a path of keys and positions from 0, and the values it takes in turn.
    where : str
        Name of the protocol, for messages.

    Returns
    -------
    tuple of Variant
        Values that the plan has already are left out.

    Raises
    ------
    RequestError
        If there is no such key, with the nearest, or a value does not fit.

    Examples
    --------
    >>> from lassitude.study.protocol import protocol_text
    >>> text = protocol_text("triumphant-ms")
    >>> [one.name for one in variants(text, ["simulation.pool=4096,8192"], "triumphant-ms")]
    ['simulation.pool=4096']
    >>> variants(text, ["simulatoin.pool=4096"], "triumphant-ms")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: --vary simulatoin.pool: triumphant-ms has no key 'simulatoin'...
    """
    return tuple(one for request in asked for one in _of_key(text, request, where))


def _of_key(text: str, request: str, where: str) -> Iterator[Variant]:
    key, equals, told = request.partition("=")
    key = key.strip()
    if not equals or not key or not told.strip():
        raise RequestError(
            f"--vary {request!r}: write a key of the protocol, = and its values, such as "
            "populations.patients.eligibility.0.at_least=30,38."
        )
    document = tomllib.loads(text)
    path = _path(document, key, where)
    planned = _at(document, path)
    for value in values_of(told):
        if value == planned:
            continue
        changed = copy.deepcopy(document)
        _set(changed, path, value)
        shown = _short(value)
        yield Variant(key, shown, _short(planned), _checked(changed, f"--vary {key}={shown}"))


def values_of(told: str) -> list[Any]:
    """Split values at the commas that stand outside brackets and quotes; a bare word is text.

    Examples
    --------
    >>> values_of("30, 38.5, placebo, [1, 2], {a = 1}, true")
    [30, 38.5, 'placebo', [1, 2], {'a': 1}, True]
    """
    pieces, depth, quote, start = [], 0, "", 0
    for place, letter in enumerate(told):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        elif letter == "," and depth == 0:
            pieces.append(told[start:place])
            start = place + 1
    return [_value(piece.strip()) for piece in [*pieces, told[start:]]]


def _value(piece: str) -> Any:
    try:
        return tomllib.loads(f"value = {piece}")["value"]
    except tomllib.TOMLDecodeError:
        return piece


def _path(document: dict[str, Any], key: str, where: str) -> list[str | int]:
    """Follow a dotted key; only its last part may be one that the file does not have yet."""
    node: Any = document
    path: list[str | int] = []
    parts = key.split(".")
    for number, part in enumerate(parts):
        if isinstance(node, dict) and part == "0" and part not in node and "type" in node:
            continue
        if isinstance(node, list) and part.isdecimal() and int(part) < len(node):
            path.append(int(part))
            node = node[int(part)]
            continue
        if not isinstance(node, dict) or (part not in node and number < len(parts) - 1):
            told = _inside(parts[:number], part, node)
            raise RequestError(f"--vary {key}: {where} has no key {part!r}{told}")
        path.append(part)
        node = node.get(part)
    return path


def _inside(before: Sequence[str], part: str, node: Any) -> str:
    place = f" in {'.'.join(before)}" if before else ""
    if isinstance(node, list):
        return f"{place}; it has entries 0 to {len(node) - 1}."
    if isinstance(node, dict):
        return f"{place}.{did_you_mean(part, node)}"
    return f"{place}, which is {_short(node)} and has no keys of its own."


def _at(document: dict[str, Any], path: Sequence[str | int]) -> Any:
    node: Any = document
    for part in path:
        node = node.get(part) if isinstance(node, dict) else node[part]
    return node


def _set(document: dict[str, Any], path: Sequence[str | int], value: Any) -> None:
    node = _at(document, path[:-1])
    node[path[-1]] = value
    if path[:2] in (["visits", "schedule"], ["visits", "in_period"]):
        _order(document["visits"][str(path[1])])


def _order(schedule: dict[str, str]) -> None:
    """Put visits in order of time, where a new or moved one may stand elsewhere."""
    ordered = sorted(schedule.items(), key=lambda one: duration_days(str(one[1])))
    schedule.clear()
    schedule.update(ordered)


def _checked(document: dict[str, Any], where: str) -> Protocol:
    try:
        return Protocol.model_validate(document)
    except ValidationError as error:
        raise as_request_error(error, document, "", where) from error


def _short(value: Any) -> str:
    if value is None:
        return "not set"
    told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return told if len(told) <= 60 else f"{told[:57]}…"
