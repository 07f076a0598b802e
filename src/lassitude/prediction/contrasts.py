"""How much more an arm changed than its comparator, part by part and repetition by repetition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.spreads import spread
from lassitude.results import AttributionPart, Spread
from lassitude.study.protocol import Protocol

Draws = Mapping[str, NDArray[np.float64]]
"""Parts of the mean change, [replicate], by ``part.ENDPOINT.ARM.PART``."""


def compared_arms(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """Return every arm that is no comparator beside every comparator of its population.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> compared_arms(read_protocol("triumphant-ms"))[0]
    ('amantadine', 'placebo')
    """
    return tuple(
        (name, other)
        for (name, arm), (other, control) in product(protocol.arms.items(), repeat=2)
        if arm.comparator is None and control.comparator is not None and arm.population == control.population
    )


def contrasts(
    attributed: Sequence[AttributionPart], pairs: Sequence[tuple[str, str]], draws: Draws
) -> Iterator[AttributionPart]:
    """Subtract the parts of a comparator's change from those of an arm.

    Parameters
    ----------
    attributed : sequence of AttributionPart
        Parts of the change of every arm.
    pairs : sequence of (str, str)
        Arm and comparator, as `compared_arms` gives them.
    draws : mapping of str to array of float, [replicate]
        Where a part has none, its contrast is the difference of the medians and has no interval.

    Yields
    ------
    AttributionPart
        Whose arm is written ``arm minus comparator``.

    Examples
    --------
    >>> parts = [AttributionPart("therapy", "Therapy", Spread(change), "FIS.total", "M6", arm)
    ...          for arm, change in (("drug", -5.0), ("sham", -1.0))]
    >>> [(one.arm, one.change.median) for one in contrasts(parts, [("drug", "sham")], {})]
    [('drug minus sham', -4.0)]
    """
    for arm, control in pairs:
        held = {(one.endpoint, one.visit, one.part): one for one in attributed if one.arm == control}
        for one in attributed:
            other = held.get((one.endpoint, one.visit, one.part))
            if one.arm == arm and other is not None:
                yield replace(
                    one,
                    change=_difference(one, other, draws),
                    arm=f"{arm} minus {control}",
                    prior_only=one.prior_only or other.prior_only,
                    note=f"{arm} minus {control}, in each repetition",
                )


def _difference(one: AttributionPart, other: AttributionPart, draws: Draws) -> Spread:
    first, second = (draws.get(f"part.{part.endpoint}.{part.arm}.{part.part}") for part in (one, other))
    if first is None or second is None:
        return Spread(one.change.median - other.change.median)
    return spread(first - second)
