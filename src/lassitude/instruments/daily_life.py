"""Daily life: steps counted by a worn device, and whether a person works."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lassitude.instruments.assays import log_normal_factor
from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.graded import by_item, lasting_normals
from lassitude.instruments.parts import STATUSES, Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter
from lassitude.randomness.streams import Keys, normals, uniforms

DAYS_WORN_AT_MOST = 7


class StepsParameters(Parameters):
    """Errors of a week with a step counter."""

    day_variation: float = parameter(
        0.4,
        "1",
        bounds=(0.25, 0.79),
        source=derived(
            "clemes_pedometer_days_icc, clemes2012_pedometer_reactivity",
            "one-day ICC 0.41 means day-to-day variance 1.44 times that between people; with SD 3010 "
            "of 7-day means around 8331 the day-to-day SD is 3290",
        ),
        meaning="day-to-day coefficient of variation of one person's steps",
    )
    device_variation: float = parameter(
        0.19,
        "1",
        bounds=(0.05, 0.3),
        source=derived(
            "block2017_fitbit_ms, steps_norm_645_2013",
            "two devices agree with ICC 0.76 where people vary by 3185 of 5903; each device takes half "
            "of the disagreement; that it lasts is assumed",
        ),
        meaning="lasting error of a device on a person, as a coefficient of variation",
    )
    worn_share: float = parameter(
        0.9,
        "1",
        bounds=(0.5, 1.0),
        source=hypothesis("people in a study wear a device on most days"),
        meaning="share of days on which the device is worn long enough",
    )
    least_days: float = parameter(
        4.0,
        "1",
        bounds=(1.0, 7.0),
        source=hypothesis("a common rule of accelerometer studies"),
        meaning="days needed for a weekly mean",
    )


class WorkParameters(Parameters):
    """What keeps people from working, as one liability."""

    fatigue_weight: float = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.0),
        source=hypothesis("fatigue is a leading reason to stop working"),
        meaning="weight of fatigue, per SD, against the personal residual",
    )
    disability_weight: float = parameter(
        0.8,
        "1",
        bounds=(0.3, 1.3),
        source=hypothesis("disability is the strongest predictor"),
        meaning="weight of disability, per SD, against the personal residual",
    )
    mood_weight: float = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.8),
        source=hypothesis("depression adds to it"),
        meaning="weight of depression, per SD, against the personal residual",
    )
    threshold: float = parameter(
        0.75,
        "1",
        bounds=(0.5, 1.0),
        source=derived(
            "france2015_employment",
            "68.1% at work where the three latents are standard normal with correlations 0.39 "
            "(fatigue, disability: rooney2019_prevalence), 0.55 (fatigue, mood) and 0.2 (disability, mood)",
        ),
        meaning="liability above which a person does not work",
    )
    lasting_share: float = parameter(
        0.9,
        "1",
        bounds=(0.5, 1.0),
        source=hypothesis("job, household and savings change slowly"),
        meaning="correlation of the personal residual between visits",
    )


def count_steps(
    chosen: StepsParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Average the steps of the worn days of the last week.

    Parameters
    ----------
    chosen : StepsParameters
        Errors and rule for a valid week.
    signals : mapping of str to array of float, shape [...]
        ``daily_steps``, the person's true mean of the week in steps a day.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Last day of the week.

    Returns
    -------
    dict of str to Observed
        ``mean_day`` in steps a day; NaN with status ``non_wear`` where too few days were worn.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> seen = count_steps(StepsParameters(), {"daily_steps": np.array([6000.0])}, person_keys(1, 0, [0]), 7)
    >>> bool(1000 < seen["mean_day"].value[0] < 20000)
    True
    """
    true = np.maximum(np.asarray(signals["daily_steps"], dtype=np.float64), 0.0)
    days, day = np.arange(DAYS_WORN_AT_MOST), np.asarray(occasion)[..., None]
    per_day = log_normal_factor(
        np.asarray(chosen.day_variation)[..., None], normals(by_item(keys), "steps day", day, days)
    )
    worn = uniforms(by_item(keys), "steps worn", day, days) < np.asarray(chosen.worn_share)[..., None]
    device = log_normal_factor(chosen.device_variation, normals(keys, "steps device", 0))
    count = worn.sum(axis=-1)
    mean = true * device * np.where(worn, per_day, 0.0).sum(axis=-1) / np.maximum(count, 1)
    valid = count >= chosen.least_days
    status = np.where(valid, STATUSES.index("observed"), STATUSES.index("non_wear")).astype(np.int8)
    return {"mean_day": Observed(np.where(valid, mean, np.nan), status)}


def ask_about_work(
    chosen: WorkParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Ask whether a person works.

    A person works while ``w_f fatigue + w_d disability + w_m mood + residual < threshold``, fatigue
    being the sum of both latents divided by ``sqrt(3.2)`` and the residual standard normal.

    Parameters
    ----------
    chosen : WorkParameters
        Weights and threshold.
    signals : mapping of str to array of float, shape [...]
        ``fatigue_physical``, ``fatigue_cognitive``, ``disability`` and ``mood``, in latent SD.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the visit.

    Returns
    -------
    dict of str to Observed
        ``status``: 1 working, 0 not working; NaN where a signal is NaN.
    """
    fatigue = (np.asarray(signals["fatigue_physical"]) + signals["fatigue_cognitive"]) / math.sqrt(3.2)
    residual = lasting_normals(keys, "work", occasion, 0, chosen.lasting_share)
    liability = (
        chosen.fatigue_weight * fatigue
        + chosen.disability_weight * np.asarray(signals["disability"])
        + chosen.mood_weight * np.asarray(signals["mood"])
        + residual
    )
    working = (liability < chosen.threshold).astype(np.float64)
    return {"status": Observed(np.where(np.isnan(liability), np.nan, working))}


STEPS_PARTS = {
    "mean_day": PartSpec((0.0, math.inf), "1/day", "higher_better", None, "mean steps a day on worn days")
}
WORK_PARTS = {"status": PartSpec((0.0, 1.0), "1", "higher_better", 1.0, "1 working, 0 not working")}

DAILY_LIFE = (
    Instrument(
        name="steps",
        label="Daily steps of a worn device",
        version="mean of the worn days of one week",
        parts=STEPS_PARTS,
        reads=("daily_steps",),
        recall_days=7,
        rights="free",
        source=("clemes_pedometer_days_icc", "clemes2012_pedometer_reactivity", "block2017_fitbit_ms"),
        assumed=("share of worn days", "least number of days", "the device's error lasts"),
        parameters=central(StepsParameters),
        respond=count_steps,
    ),
    Instrument(
        name="work",
        label="Working or not",
        version="one question",
        parts=WORK_PARTS,
        reads=("fatigue_physical", "fatigue_cognitive", "disability", "mood"),
        recall_days=0,
        rights="free",
        source=("france2015_employment", "rooney2019_prevalence"),
        assumed=("weights of fatigue, disability and mood", "return to work is as easy as leaving it"),
        parameters=central(WorkParameters),
        respond=ask_about_work,
    ),
)
