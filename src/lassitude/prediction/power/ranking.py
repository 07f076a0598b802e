"""Which change of a protocol moves power most: the same people and draws, trial by trial."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lassitude.instruments import instrument
from lassitude.instruments.catalog import assumptions
from lassitude.prediction.power.question import Question
from lassitude.prediction.power.summaries import Trials, in_favor, mean, share
from lassitude.prediction.power.variants import Variant
from lassitude.results import PowerDifference, Withheld
from lassitude.study.endpoints import parse_endpoint

WANTED = 0.8
"""The power that most trials aim at; changes are ranked where the plan comes nearest to it."""


def ranking(planned: Trials, changed: Sequence[tuple[Variant, Trials]]) -> tuple[PowerDifference, ...]:
    """Rank changes by how far they move power.

    Parameters
    ----------
    planned : Trials
        As planned.
    changed : sequence of (Variant, Trials)
        The same trial numbers of each change.

    Returns
    -------
    tuple of PowerDifference
        The largest difference first, whatever its sign.
    """
    place = nearest_size(planned)
    before = in_favor(planned.planned, planned.better)[place]
    found = []
    for variant, trials in changed:
        after = in_favor(trials.planned, trials.better)[place]
        apart = mean(after.astype(float) - before.astype(float))
        size = planned.sizes[place]
        found.append(PowerDifference(variant.key, variant.value, variant.planned, size, share(after), apart))
    return tuple(sorted(found, key=lambda one: -abs(one.difference.value)))


def nearest_size(planned: Trials) -> int:
    """Return the position of the size whose power as planned is nearest to 80%."""
    power = in_favor(planned.planned, planned.better).mean(axis=1)
    return int(np.argmin(np.abs(power - WANTED)))


def withheld(planned: Question, variant: Variant, changed: Question) -> Withheld | None:
    """Say why a change must not be compared; None where it may be.

    Two endpoints differ in power by how their items answer to fatigue. While that is assumed and not
    published, a ranking would only give back the assumption.
    """
    if changed.endpoint == planned.endpoint:
        return None
    assumed = [name for name in _instruments(planned, changed) if not _sourced(name)]
    if not assumed:
        return None
    return Withheld(
        variant.name,
        f"Which of {planned.endpoint} and {changed.endpoint} needs fewer people depends on how the items of "
        f"{' and '.join(assumed)} answer to fatigue. No published item parameters were found, so theirs are "
        "assumed, and a comparison would only give the assumption back. Not simulated, not ranked.",
    )


def _instruments(*asked: Question) -> list[str]:
    return list(dict.fromkeys(str(parse_endpoint(one.endpoint).instrument) for one in asked))


def _sourced(name: str) -> bool:
    return all(one.source.grade != "hypothesis" for one in assumptions(instrument(name)))
