"""Documents of frozen data as JSON that is the same for the same numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """Write a document: ten significant digits, ``null`` for what is no number, intervals as pairs.

    Parameters
    ----------
    document : mapping
        Of text, numbers, mappings, lists and tuples, as `dataclasses.asdict` makes it.

    Examples
    --------
    >>> json_bytes({"share": 1 / 3, "interval": {"lower": 0.0, "upper": math.inf}}).split()
    [b'{', b'"share":', b'0.3333333333,', b'"interval":', b'[', b'0.0,', b'null', b']', b'}']
    """
    return (json.dumps(_plain(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        if value.keys() == {"lower", "upper"}:
            return [_plain(value["lower"]), _plain(value["upper"])]
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return float(f"{value:.10g}") if math.isfinite(value) else None
    return value
