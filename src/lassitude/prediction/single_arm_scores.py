"""What is published of a score: mean, SD and reliability of a population, each read from the ledger."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lassitude.evidence import resolve
from lassitude.instruments.catalog import INSTRUMENTS
from lassitude.prediction.single_arm_regression import Floats
from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import Keys, normals, uniforms

_RETEST = "learmonth2013_psychometrics"
_MEAN = "ziemssen2008_ga_mfis:arms.glatiramer.baseline_mean"
_OTHER_MEAN = f"{_RETEST}:arms.MFIS.implied_mean"
RETEST_MONTHS = 6
"""How far apart the two measurements of the published reliabilities were (`learmonth2013_psychometrics`)."""
MEASURED_IN = ("rrms", "rrms-aggressive")
"""Conditions of the people in whom the published numbers were measured, MS of any course."""


@dataclass(frozen=True, slots=True)
class Published:
    """Where the numbers of a score stand in the ledger.

    Attributes
    ----------
    arm : str
        Whose ICC and SEM are read, below ``arms`` of `learmonth2013_psychometrics`.
    mean : str
        Pointer to a population mean; empty where none was found.
    """

    arm: str
    mean: str = ""


PUBLISHED: Mapping[str, Published] = {
    "MFIS.total": Published("MFIS", _MEAN),
    "MFIS.physical": Published("MFIS_physical"),
    "MFIS.cognitive": Published("MFIS_cognitive"),
    "MFIS.psychosocial": Published("MFIS_psychosocial"),
    "FSS.total": Published("FSS", f"{_RETEST}:arms.FSS.implied_mean"),
}
"""By score; a score that is not here needs its numbers given."""


@dataclass(frozen=True, slots=True)
class Known:
    """A number and how far it is known.

    Attributes
    ----------
    value : float
        In the unit of the score; for an ICC without unit.
    people : int
        In how many people it was measured; 0 for a number that was given, which is taken as exact.
    pointers : tuple of str
        Where it was read.
    """

    value: float
    people: int = 0
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What is known of a score in a population.

    Attributes
    ----------
    measure : str
        Such as ``MFIS.total``.
    mean : Known or None
        None where nobody published or gave one.
    sd, icc : Known
        Spread between people, and agreement of two measurements six months apart.
    """

    measure: str
    mean: Known | None
    sd: Known
    icc: Known


def score_of(
    measure: str, condition: str, mean: float | None, sd: float | None, icc: float | None, ways: str
) -> Score:
    """Gather the numbers of a score: those that are given, else the published ones.

    Parameters
    ----------
    measure : str
        A score of a known instrument.
    condition : str
        Of the people.
    mean, sd, icc : float, optional
        In place of the published ones.
    ways : str
        How the caller can give SD and ICC, for the refusal.

    Raises
    ------
    RequestError
        If SD or ICC are neither published nor given, with what is known and the way out.

    Examples
    --------
    >>> found = score_of("MFIS.total", "rrms", None, None, None, "")
    >>> found.mean.value, round(found.sd.value, 1), found.icc.value
    (34.6, 19.7, 0.863)
    """
    given = [None if one is None else Known(one) for one in (mean, sd, icc)]
    read = _read(measure) if condition in MEASURED_IN else None
    if read is None and (sd is None or icc is None):
        raise RequestError(_unknown(measure, condition, ways))
    known = (None, None, None) if read is None else (read.mean, read.sd, read.icc)
    chosen = [one or other for one, other in zip(given, known, strict=True)]
    assert chosen[1] is not None and chosen[2] is not None
    return Score(measure, chosen[0], chosen[1], chosen[2])


def _read(measure: str) -> Score | None:
    if measure not in PUBLISHED:
        return None
    place = PUBLISHED[measure]
    icc_at, sem_at = f"{_RETEST}:arms.{place.arm}.ICC", f"{_RETEST}:arms.{place.arm}.SEM"
    people = int(_number(f"{_RETEST}:population.n"))
    icc = _number(icc_at)
    sd = _number(sem_at) / math.sqrt(1.0 - icc)
    mean = Known(_number(place.mean), people, (place.mean,)) if place.mean else None
    return Score(measure, mean, Known(sd, people, (icc_at, sem_at)), Known(icc, people, (icc_at,)))


def _number(pointer: str) -> float:
    return float(resolve(pointer))


def _unknown(measure: str, condition: str, ways: str) -> str:
    known = ", ".join(one for one in PUBLISHED if one.partition(".")[0] in INSTRUMENTS)
    why = (
        f"SD and ICC of {measure} were read in people with MS; for {condition!r} none are known"
        if measure in PUBLISHED
        else f"no SD and ICC of {measure} measured some months apart were found"
    )
    return (
        f"{why}, and without them regression to the mean cannot be told. Give both with {ways}. Known (MS, "
        f"{RETEST_MONTHS} months apart): {known}."
    )


def how_means_differ() -> float:
    """Return how far means of populations of one condition may lie from a published one, in SD.

    It is the distance between the two published means of the MFIS.

    Examples
    --------
    >>> round(how_means_differ(), 2)
    0.33
    """
    score = _read("MFIS.total")
    assert score is not None
    return abs(_number(_MEAN) - _number(_OTHER_MEAN)) / score.sd.value


def draw_score(score: Score, keys: Keys) -> dict[str, Floats]:
    """Draw the numbers of a score as far as they are known.

    A published SD is log-normal with error 1 / sqrt(2 (n - 1)); a published ICC normal on Fisher's scale
    with error 1 / sqrt(n - 3/2), as for pairs; a published mean triangular as wide as means differ. Numbers
    that were given do not vary.

    Parameters
    ----------
    score : Score
        What is known.
    keys : Keys
        One a draw.

    Returns
    -------
    dict of str to array of float, [draw]
        ``sd``, ``icc`` and, where a mean is known, ``mean``.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> given = Score("MFIS.total", None, Known(10.0), Known(0.8))
    >>> draw_score(given, person_keys(1, 0, np.arange(3)))["sd"].tolist()
    [10.0, 10.0, 10.0]
    """
    count, name = keys.word0.shape, score.measure
    drawn = {"sd": np.full(count, score.sd.value), "icc": np.full(count, score.icc.value)}
    if score.sd.people:
        error = 1.0 / math.sqrt(2.0 * (score.sd.people - 1))
        drawn["sd"] = drawn["sd"] * np.exp(error * normals(keys, f"{name} sd", 0))
    if score.icc.people:
        error = 1.0 / math.sqrt(score.icc.people - 1.5)
        drawn["icc"] = np.tanh(math.atanh(score.icc.value) + error * normals(keys, f"{name} icc", 0))
    if score.mean is not None:
        drawn["mean"] = np.full(count, score.mean.value)
        if score.mean.people:
            wide = how_means_differ() * score.sd.value
            rest = sum(uniforms(keys, f"{name} mean", 0, half) for half in (0, 1)) - 1.0
            drawn["mean"] = drawn["mean"] + wide * rest
    return drawn
