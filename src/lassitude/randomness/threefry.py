"""Threefry-2x32-20, elementwise, for any array library whose unsigned 32-bit integers wrap around.

References
----------
Salmon J.K. et al. Parallel random numbers: as easy as 1, 2, 3. SC'11, doi:10.1145/2063384.2063405.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY = np.uint32(0x1BD11BDA)


def threefry2x32(key0: Any, key1: Any, counter0: Any, counter1: Any) -> tuple[Any, Any]:
    """Encrypt a 64-bit counter under a 64-bit key with 20 rounds.

    Parameters
    ----------
    key0, key1 : array of uint32, any shape
        The two words of the key.
    counter0, counter1 : array of uint32, broadcastable to the keys
        The two words of the counter.

    Returns
    -------
    tuple of two arrays of uint32
        Two words, independent and uniform over 0 to 2**32 - 1. For one key the map from counters to
        words is one to one, so distinct counters never share a result.

    Examples
    --------
    >>> zero = np.zeros(1, np.uint32)
    >>> [hex(int(word[0])) for word in threefry2x32(zero, zero, zero, zero)]
    ['0x6b200159', '0x99ba4efe']
    """
    keys = (key0, key1, key0 ^ key1 ^ _PARITY)
    x0, x1 = counter0 + keys[0], counter1 + keys[1]
    for block in range(5):
        for rotation in _ROTATIONS[block % 2]:
            x0 = x0 + x1
            x1 = ((x1 << np.uint32(rotation)) | (x1 >> np.uint32(32 - rotation))) ^ x0
        x0 = x0 + keys[(block + 1) % 3]
        x1 = x1 + keys[(block + 2) % 3] + np.uint32(block + 1)
    return x0, x1
