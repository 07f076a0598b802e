"""What moves a score in one arm besides the selection of people and the treatment itself: all hypotheses.

Effects are in SD of fatigue between people. Belief B follows what is promised with turnover k, and the
promise wanes at the rate w, so that t days after the start

    B(t) = height k / (k - w) (exp(-w t) - exp(-k t)),

averaged over the days that the instrument asks about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import numpy as np

from lassitude.physiology.belief import BeliefParameters
from lassitude.prediction.single_arm_regression import Floats
from lassitude.prediction.triangles import triangular
from lassitude.quantities.parameters import (
    Declaration,
    Parameters,
    Shared,
    declarations,
    hypothesis,
    parameter,
)
from lassitude.randomness.streams import Keys, uniforms
from lassitude.therapies import catalog

Belief: TypeAlias = Literal["open", "blinded", "attention", "none"]
_TURNOVER = "belief.turnover"
LONGEST_RECALL = 28.0
"""Days; a longer recall is averaged over as many."""


class SingleArmParameters(Parameters):
    """What a single arm cannot tell apart, where the body and the therapies do not declare it."""

    drift: Shared = parameter(
        0.0,
        "1/day",
        bounds=(-0.0006, 0.0006),
        meaning="change of fatigue in people to whom nothing is done",
        source=hypothesis(
            "0.2 SD a year either way; untreated controls of one study changed by 0.3 points in six months",
            "moravejolahkami2020_mediterranean",
        ),
    )
    time: Shared = parameter(
        -0.1,
        "1",
        bounds=(-0.4, 0.2),
        meaning="change of fatigue scores by being in a study: asked again, season, period",
        source=hypothesis(
            "between controls who did not change (dalgas2010_prt_fss) and a placebo arm whose fall belief "
            "and contact do not fill",
            "nourbakhsh2021_triumphant",
        ),
    )
    contact: Shared = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.25),
        meaning="relief by being seen and attended to while it lasts",
        source=hypothesis("what an hour a week does to a body by way of mood; how much there was is unknown"),
    )
    common_passing: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.0),
        meaning="correlation of what passes in two scores, over that of the scores themselves",
        source=hypothesis("from not at all to as much as what lasts; nothing is known"),
    )


def single_arm_declarations() -> dict[str, Declaration]:
    """Return every prior of a single arm by name.

    Examples
    --------
    >>> single_arm_declarations()["expectation.height"].value
    0.3
    """
    return {one.name: one for one in _all_declarations()}


def _all_declarations() -> Iterator[Declaration]:
    for one in catalog.all_declarations():
        if one.name.partition(".")[0] == "expectation":
            yield one
    yield from (one for one in declarations(BeliefParameters, "belief") if one.name == _TURNOVER)
    yield from declarations(SingleArmParameters, "single_arm")


def draw_priors(keys: Keys, occasion: int) -> dict[str, Floats]:
    """Draw every prior, each keyed by its own name.

    Parameters
    ----------
    keys : Keys
        One a draw.
    occasion : int
        0, or another number to draw anew.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> keys = person_keys(1, 0, np.arange(5))
    >>> bool((draw_priors(keys, 0)["single_arm.drift"] == draw_priors(keys, 1)["single_arm.drift"]).any())
    False
    """
    return {
        name: triangular(uniforms(keys, f"prior: {name}", occasion), one)
        for name, one in single_arm_declarations().items()
    }


def belief_share(drawn: Mapping[str, Floats], belief: Belief) -> Floats:
    """Return how much of the belief in an open treatment is held under a blinding.

    Examples
    --------
    >>> belief_share({"expectation.blinded": np.array([0.7])}, "blinded").tolist()
    [0.7]
    """
    if belief in ("blinded", "attention"):
        return drawn[f"expectation.{belief}"]
    some = next(iter(drawn.values()))
    return np.full(some.shape, 1.0 if belief == "open" else 0.0)


def belief_course(drawn: Mapping[str, Floats], day: float, recall_days: float) -> Floats:
    """Return belief over its height on a day, averaged over the recall up to it.

    Parameters
    ----------
    drawn : mapping of str to array of float
        Holds ``belief.turnover`` and ``expectation.waning``, 1/day.
    day : float
        Days since the treatment began.
    recall_days : float
        Over how many days the instrument asks; at most 28 are averaged.

    Examples
    --------
    >>> quick = {"belief.turnover": np.array([50.0]), "expectation.waning": np.array([0.01])}
    >>> round(belief_course(quick, 100.0, 0.0).item(), 2)
    0.37
    """
    follow, wane = drawn[_TURNOVER], drawn["expectation.waning"]
    scale = follow / (follow - wane)
    if recall_days <= 0.0:
        return scale * (np.exp(-wane * day) - np.exp(-follow * day))
    recall = min(recall_days, LONGEST_RECALL)

    def total(until: float) -> Floats:
        return scale * (-np.expm1(-wane * until) / wane + np.expm1(-follow * until) / follow)

    return (total(day) - total(max(day - recall, 0.0))) / recall
