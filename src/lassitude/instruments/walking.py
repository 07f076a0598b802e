"""Walking against the clock: the timed 25-foot walk and the six-minute walk.

Both follow one ability of the person: disability, spasticity, the muscle itself, and what lasts of the person
beside them. The long walk also asks for endurance: fitness carries it, fatigue shortens it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.answering import LEAST_DISABILITY
from lassitude.instruments.assays import log_normal_factor
from lassitude.instruments.declarations import Instrument, Retest, central
from lassitude.instruments.parts import STATUSES, Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals

TIME_LIMIT = 180.0
"""Seconds for one trial of the 25 feet (Fischer 2001)."""
_OWN = "walking (lasting)"
_QUARTILES = derived("msoac_t25fw", "quartiles 4.8, 6.1 and 9.0 s of a normal latent")
_SHARE = hypothesis("legs, balance and spasticity differ between people of one EDSS")
_SHARE_MEANING = "correlation of walking with disability; the rest is the person's own and lasts"
_STIFF = hypothesis("stiff legs walk worse than their disability tells; size supposed")
_STIFF_MEANING = "impairment per SD of spasticity at the same disability"
_MUSCLE = hypothesis(
    "a gain of strength of an eighth moves short walks by a quarter of an SD, long walks by a third",
    "taulmadsen2021_at_vs_rt",
)
_MUSCLE_MEANING = "impairment relieved per log unit of strength of the muscle itself"
TYPICAL_SPASTICITY, SPASTICITY_SPREAD, SPASTICITY_WITH_DISABILITY = 1.0, 0.7, 0.6
"""Mean, SD and correlation with disability in untreated relapsing MS of the model."""
LEAST_MUSCLE = 0.05
LEAST_CARRIED = 0.3


class TimedWalkParameters(Parameters):
    """How long 25 feet take."""

    fastest: float = parameter(
        3.27, "s", bounds=(2.8, 3.6), source=_QUARTILES, meaning="time of somebody without any impairment"
    )
    log_excess: float = parameter(
        -1.014,
        "1",
        bounds=(-1.5, -0.5),
        source=derived(
            "msoac_t25fw, PMID 38924934",
            "median 4.7 s in 73 stable outpatients, supposed to be as disabled as untreated relapsing MS",
        ),
        meaning="log of the log excess over the fastest time at average disability",
    )
    steepness: float = parameter(
        0.718, "1", bounds=(0.5, 1.0), source=_QUARTILES, meaning="rise of that log per SD of impairment"
    )
    disability_share: float = parameter(0.85, "1", bounds=(0.6, 0.97), source=_SHARE, meaning=_SHARE_MEANING)
    spasticity_weight: float = parameter(0.2, "1", bounds=(0.0, 0.4), source=_STIFF, meaning=_STIFF_MEANING)
    muscle_weight: float = parameter(2.5, "1", bounds=(0.5, 5.0), source=_MUSCLE, meaning=_MUSCLE_MEANING)
    log_error: float = parameter(
        0.0852,
        "1",
        bounds=(0.05, 0.15),
        source=derived("PMID 38924934", "SEM 0.037 of the decimal log over a year"),
        meaning="SD of the log of the mean of two trials between occasions",
    )
    unable_from: float = parameter(
        3.2,
        "1",
        bounds=(2.6, 4.0),
        source=hypothesis("EDSS 7 and above: the walk is not attempted"),
        meaning="impairment from which on nobody attempts the walk",
    )


class SixMinuteParameters(Parameters):
    """How far somebody walks in six minutes."""

    healthy_distance: float = parameter(
        640.0, "m", bounds=(550.0, 720.0), source=hypothesis("usual of healthy adults"),
        meaning="mean distance without impairment",
    )  # fmt: skip
    healthy_variation: float = parameter(
        0.13, "1", bounds=(0.08, 0.2), source=hypothesis("height, age and sex"),
        meaning="coefficient of variation between people without impairment",
    )  # fmt: skip
    kept: float = parameter(
        1.2,
        "1",
        bounds=(0.8, 1.7),
        source=derived(
            "langeskov2017_6mwt_edss",
            "logit of 78% of the predicted distance at EDSS 1 to 4, taken as average disability",
        ),
        meaning="logit of the share of the healthy distance kept at average disability",
    )
    loss: float = parameter(
        1.0,
        "1",
        bounds=(0.6, 1.4),
        source=derived(
            "langeskov2017_6mwt_edss", "44% at EDSS 4.5 to 6.5, taken as 1.5 SD above average disability"
        ),
        meaning="fall of that logit per SD of impairment",
    )
    fatigue_weight: float = parameter(
        0.15, "1", bounds=(0.0, 0.4), source=hypothesis("endurance suffers a little from fatigue"),
        meaning="fall of that logit per SD of physical fatigue",
    )  # fmt: skip
    disability_share: float = parameter(0.85, "1", bounds=(0.6, 0.97), source=_SHARE, meaning=_SHARE_MEANING)
    spasticity_weight: float = parameter(0.2, "1", bounds=(0.0, 0.4), source=_STIFF, meaning=_STIFF_MEANING)
    muscle_weight: float = parameter(2.5, "1", bounds=(0.5, 5.0), source=_MUSCLE, meaning=_MUSCLE_MEANING)
    by_fitness: float = parameter(
        0.2,
        "1",
        bounds=(0.05, 0.4),
        source=hypothesis(
            "a third of an SD after twelve weeks of aerobic training, a little of it by strength",
            "taulmadsen2021_at_vs_rt",
        ),
        meaning="share of the distance that full fitness adds",
    )
    error: float = parameter(
        0.06, "1", bounds=(0.03, 0.1), source=hypothesis("pace and motivation of the day"),
        meaning="coefficient of variation between occasions",
    )  # fmt: skip


def impairment(
    signals: Signals, keys: Keys, chosen: TimedWalkParameters | SixMinuteParameters
) -> NDArray[np.float64]:
    """Return how badly people walk, in SD of relapsing MS with sound, untrained muscle.

    ``(r - w q) disability + w z + sqrt(1 - r^2 - w^2 (1 - q^2)) own - m ln muscle``, with the share `r` of
    disability, the standardized spasticity `z`, its weight `w` and its correlation `q` with disability.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> told = {"disability": np.array([1.5]), "spasticity": np.array([1.0])}
    >>> weak, strong = ({**told, "muscle_capacity": np.array([one])} for one in (1.0, 1.1))
    >>> walks = [impairment(one, person_keys(1, 0, [0]), TimedWalkParameters()) for one in (weak, strong)]
    >>> round(float(walks[0][0] - walks[1][0]), 2)
    0.24
    """
    disability = np.maximum(np.asarray(signals["disability"], dtype=np.float64), LEAST_DISABILITY)
    share, weight = np.asarray(chosen.disability_share), np.asarray(chosen.spasticity_weight)
    stiff = (np.asarray(signals["spasticity"], dtype=np.float64) - TYPICAL_SPASTICITY) / SPASTICITY_SPREAD
    own = np.sqrt(1.0 - share**2 - weight**2 * (1.0 - SPASTICITY_WITH_DISABILITY**2))
    muscle = np.maximum(np.asarray(signals["muscle_capacity"], dtype=np.float64), LEAST_MUSCLE)
    return (
        (share - weight * SPASTICITY_WITH_DISABILITY) * disability
        + weight * stiff
        + own * normals(keys, _OWN, 0)
        - chosen.muscle_weight * np.log(muscle)
    )


def time_the_walk(
    chosen: TimedWalkParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Time 25 feet, as the mean of two trials.

    ``log T = log fastest + exp(log_excess + steepness * impairment) + error``

    Parameters
    ----------
    chosen : TimedWalkParameters
        The curve and its error.
    signals : mapping of str to array of float, shape [...]
        ``disability``, in SD of relapsing MS, ``spasticity`` and ``muscle_capacity``.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the visit.

    Returns
    -------
    dict of str to Observed
        ``seconds``, with status ``above_limit`` where the walk was not finished within the limit or not
        attempted; ``attempted`` and ``completed``, 1 or 0. NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> told = {"disability": 9.0, "spasticity": 2.0, "muscle_capacity": 1.0}
    >>> told = {name: np.array([one]) for name, one in told.items()}
    >>> seen = time_the_walk(TimedWalkParameters(), told, person_keys(1, 0, [0]), 0)
    >>> seen["attempted"].value, STATUSES[seen["seconds"].status[0]], seen["seconds"].limit
    (array([0.]), 'above_limit', 180.0)
    """
    impaired = impairment(signals, keys, chosen)
    error = chosen.log_error * normals(keys, "T25FW", occasion)
    excess = np.exp(chosen.log_excess + chosen.steepness * np.minimum(impaired, chosen.unable_from))
    seconds = chosen.fastest * np.exp(excess + error)
    unknown, attempted = np.isnan(impaired), impaired < chosen.unable_from
    completed = attempted & (seconds <= TIME_LIMIT)
    status = np.where(completed, STATUSES.index("observed"), STATUSES.index("above_limit"))
    status = np.where(unknown, STATUSES.index("invalid"), status).astype(np.int8)
    return {
        "seconds": Observed(np.where(completed, seconds, np.nan), status, TIME_LIMIT),
        "attempted": Observed(np.where(unknown, np.nan, attempted)),
        "completed": Observed(np.where(unknown, np.nan, completed)),
    }


def walk_six_minutes(
    chosen: SixMinuteParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure the distance walked in six minutes.

    ``healthy (1 + by_fitness fitness) / (1 + exp(loss impairment + fatigue_weight fatigue - kept)) error``

    Parameters
    ----------
    chosen : SixMinuteParameters
        The curve and its error.
    signals : mapping of str to array of float, shape [...]
        ``disability`` and ``fatigue_physical``, in SD of relapsing MS, ``spasticity``, ``muscle_capacity``
        and ``fitness``.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the visit.

    Returns
    -------
    dict of str to Observed
        ``meters``; NaN where a signal is NaN.
    """
    fatigue = np.asarray(signals["fatigue_physical"], dtype=np.float64)
    impaired = impairment(signals, keys, chosen)
    lost = chosen.loss * impaired + chosen.fatigue_weight * fatigue - chosen.kept
    healthy = chosen.healthy_distance * log_normal_factor(
        chosen.healthy_variation, normals(keys, "6MWT healthy", 0)
    )
    error = log_normal_factor(chosen.error, normals(keys, "6MWT", occasion))
    carried = np.maximum(
        1.0 + chosen.by_fitness * np.asarray(signals["fitness"], dtype=np.float64), LEAST_CARRIED
    )
    return {"meters": Observed(healthy * carried / (1.0 + np.exp(lost)) * error)}


TIMED_WALK_PARTS = {
    "seconds": PartSpec((0.0, TIME_LIMIT), "s", "higher_worse", None, "mean time of two trials"),
    "attempted": PartSpec((0.0, 1.0), "1", "higher_better", 1.0, "1 walk attempted, 0 not able to"),
    "completed": PartSpec((0.0, 1.0), "1", "higher_better", 1.0, "1 finished within the limit, 0 not"),
}
SIX_MINUTE_PARTS = {"meters": PartSpec((0.0, math.inf), "m", "higher_better", None, "distance walked")}

WALKING = (
    Instrument(
        name="T25FW",
        label="Timed 25-foot walk",
        version="mean of two trials, each within 180 s",
        parts=TIMED_WALK_PARTS,
        reads=("disability", "spasticity", "muscle_capacity"),
        recall_days=0,
        rights="free",
        source=("msoac_t25fw", "NINDS common data elements, T25-FW"),
        assumed=(
            "stable outpatients are as disabled as untreated relapsing MS",
            "own share of walking, and from where on nobody attempts it",
            "what spasticity and the muscle itself do to walking",
            "somebody who does not attempt the walk is beyond the limit, not missing",
        ),
        parameters=central(TimedWalkParameters),
        respond=time_the_walk,
        retests=(
            Retest("seconds", 365, 0.895, None, "PMID 38924934", True),
            Retest("seconds", None, 0.98, None, "msoac_t25fw", False),
        ),
    ),
    Instrument(
        name="6MWT",
        label="Six-minute walk",
        version="distance in meters",
        parts=SIX_MINUTE_PARTS,
        reads=("fatigue_physical", "disability", "spasticity", "muscle_capacity", "fitness"),
        recall_days=0,
        rights="free",
        source=("langeskov2017_6mwt_edss", "walking_deficits_228"),
        assumed=(
            "healthy distance and its spread, weight of fatigue, error",
            "what spasticity, the muscle itself and fitness do to walking",
            "own share of walking, which is that of the timed walk",
            "no retest of the distance that may be used was found",
        ),
        parameters=central(SixMinuteParameters),
        respond=walk_six_minutes,
    ),
)
