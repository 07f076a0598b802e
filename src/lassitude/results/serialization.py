"""Results to canonical JSON bytes and back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from numbers import Integral, Real
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.results.credibility import ComparedEntry
from lassitude.results.document import SCHEMA, Citation, Results
from lassitude.results.estimates import Interval, Published, PublishedDirection

_STAMPED = (Published, PublishedDirection, Citation, ComparedEntry)
_STAMP = "stamp"
"""Says ``fitted`` in JSON where a number may have been fitted; it follows from the role and is not read."""


def to_json(results: Results) -> bytes:
    """Write results as canonical JSON: fields as declared, ten significant digits.

    Parameters
    ----------
    results : Results
        What to write; NaN and infinities become ``null``, whole numbers have no point.

    Returns
    -------
    bytes
        UTF-8; equal results give equal bytes.

    Examples
    --------
    >>> from lassitude.results.document import Results, Study
    >>> to_json(Results("analysis", Study("pilot", "00"))).decode().splitlines()[1]
    '  "schema": "lassitude.results/1",'
    """
    document = {"schema": SCHEMA, **_encode(results)}
    return (json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def from_json(text: bytes | str) -> Results:
    """Read results back.

    Parameters
    ----------
    text : bytes or str
        A ``results.json`` of schema ``lassitude.results/1``.

    Returns
    -------
    Results
        Equal to what was written, up to ten significant digits.

    Raises
    ------
    RequestError
        When the text is no JSON or of another schema, or a field is unknown, missing or of the wrong
        type; the message names the place and the nearest valid field.

    Examples
    --------
    >>> from lassitude.results.document import Results, Study
    >>> from_json(to_json(Results("analysis", Study("pilot", "00")))).study.id
    'pilot'
    """
    try:
        document = json.loads(text)
    except ValueError as problem:
        raise RequestError(f"The results are not readable as JSON: {problem}") from problem
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        found = document.get("schema") if isinstance(document, dict) else type(document).__name__
        raise RequestError(
            f"These are no results of schema {SCHEMA!r}; found {found!r}. Write them again with this version."
        )
    return _decode({key: value for key, value in document.items() if key != "schema"}, Results, "results")


def _encode(value: Any) -> Any:
    if isinstance(value, Interval):
        return [_encode(value.lower), _encode(value.upper)]
    if is_dataclass(value):
        found = {_json_name(part): _encode(getattr(value, part.name)) for part in fields(value)}
        return found | {_STAMP: value.label} if isinstance(value, _STAMPED) and value.label else found
    if isinstance(value, tuple | list):
        return [_encode(part) for part in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return _number(float(value))
    if type(value).__name__ == "bool":
        return bool(value)
    raise TypeError(
        f"Results hold a {type(value).__name__}, which JSON cannot carry; use numbers, text and tuples."
    )


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.10g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _json_name(part: Field[Any]) -> str:
    return part.metadata.get("json", part.name)


@cache
def _shape(kind: type) -> dict[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(kind)
    return {_json_name(part): (part, hints[part.name]) for part in fields(kind)}


def _decode(value: Any, kind: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return (
            None
            if value is None
            else _decode(value, next(k for k in get_args(kind) if k is not type(None)), where)
        )
    if origin is tuple:
        return tuple(
            _decode(part, get_args(kind)[0], f"{where}[{i}]") for i, part in enumerate(_list(value, where))
        )
    if origin is Literal:
        if value not in get_args(kind):
            raise RequestError(f"{where} is {value!r}.{did_you_mean(str(value), map(str, get_args(kind)))}")
        return value
    if kind is Interval:
        if len(_list(value, where)) != 2:
            raise RequestError(f"{where} must be [lower, upper]; found {len(value)} values.")
        return Interval(*(_decode(end, float, where) for end in value))
    if is_dataclass(kind) and isinstance(kind, type):
        return _decode_object(value, kind, where)
    return _decode_scalar(value, kind, where)


def _decode_object(value: Any, kind: type, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise RequestError(f"{where} must be an object; found {value!r}.")
    shape = _shape(kind)
    for key in value:
        if key not in shape and not (key == _STAMP and kind in _STAMPED):
            raise RequestError(f"{where} has an unknown field {key!r}.{did_you_mean(str(key), shape)}")
    required = [key for key, (part, _) in shape.items() if part.default is MISSING and key not in value]
    if required:
        raise RequestError(f"{where} lacks the field {required[0]!r}.")
    return kind(
        **{
            part.name: _decode(value[key], hint, f"{where}.{key}")
            for key, (part, hint) in shape.items()
            if key in value
        }
    )


def _decode_scalar(value: Any, kind: Any, where: str) -> Any:
    if kind is float and value is None:
        return math.nan
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind in (int, bool, str) and type(value) is kind:
        return value
    raise RequestError(f"{where} must be a {kind.__name__}; found {value!r}.")


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise RequestError(f"{where} must be a list; found {value!r}.")
    return value
