"""Random streams: the published test vectors, and the same draws whatever the order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lassitude.randomness.streams import Keys, normals, person_keys, uniforms
from lassitude.randomness.threefry import threefry2x32
from lassitude.workflows.qualification.check import Check

GROUP = "Randomness"
_SEED, _PEOPLE = 2018, np.arange(1000)
_VECTORS = (
    ((0x00000000, 0x00000000), (0x00000000, 0x00000000), (0x6B200159, 0x99BA4EFE)),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
    ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
)
"""Key, counter and result."""


def _vectors() -> Sequence[float]:
    found: list[float] = []
    for key, counter, _ in _VECTORS:
        words = threefry2x32(*(np.array([word], dtype=np.uint32) for word in (*key, *counter)))
        found += [float(word[0]) for word in words]
    return found


def _order() -> Sequence[float]:
    keys = person_keys(_SEED, 0, _PEOPLE)
    drawn = uniforms(keys, "qualification", 7)
    backwards = uniforms(Keys(*(word[::-1] for word in keys)), "qualification", 7)[::-1]
    more = uniforms(person_keys(_SEED, 0, np.arange(2 * _PEOPLE.size)), "qualification", 7)[: _PEOPLE.size]
    alone = uniforms(person_keys(_SEED, 0, _PEOPLE[-1:]), "qualification", 7)
    again = [int((other != drawn).sum()) for other in (backwards, more)]
    return [*again, float(alone[0] != drawn[-1]), float(np.unique(drawn).size)]


def _moments() -> Sequence[float]:
    drawn = normals(person_keys(_SEED, 0, np.arange(100_000)), "qualification", 0)
    return [float(drawn.mean()), float(drawn.std())]


CHECKS = (
    Check(
        "threefry",
        GROUP,
        "Threefry-2x32-20, the generator of every random draw",
        tuple(float(word) for _, _, result in _VECTORS for word in result),
        "Random123 known-answer tests (Salmon et al., SC'11, doi:10.1145/2063384.2063405)",
        "absolute",
        0.0,
        _vectors,
    ),
    Check(
        "streams-order",
        GROUP,
        "draws that change with order, more people or fewer; how many are distinct",
        (0.0, 0.0, 0.0, 1000.0),
        "draws are keyed by seed, replicate, person, purpose and occasion",
        "absolute",
        0.0,
        _order,
    ),
    Check(
        "normal-draws",
        GROUP,
        "mean and standard deviation of 100 000 normal draws",
        (0.0, 1.0),
        "the standard normal law; the tolerance is four standard errors of the mean",
        "absolute",
        4 / 100_000**0.5,
        _moments,
    ),
)
