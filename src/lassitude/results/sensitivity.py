"""Which parameters decide a prediction: Sobol indices, and their canonical JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from lassitude.results.document import Grade, Version
from lassitude.results.estimates import Interval
from lassitude.results.plain_json import json_bytes

SCHEMA = "lassitude.sensitivity/1"

Kind = Literal["parameter", "others"]


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """Shares of the variance of a prediction that one parameter decides.

    Attributes
    ----------
    name : str
        Of the parameter; ``others`` for all that were not singled out, taken together.
    kind : {"parameter", "others"}
        Which of both it is.
    first, total : float
        Share that it decides alone, and share that would be left if everything else were known. Estimates
        may lie a little below 0 or above 1.
    first90, total90 : Interval
        Bootstrap intervals.
    meaning, source : str
        As declared.
    grade : {"sourced", "derived", "hypothesis"} or None
        None for the others together.
    screening : float
        Mean absolute elementary effect (Morris) in the endpoint's unit, by which it was singled out; of the
        others the largest.
    """

    name: str
    kind: Kind
    first: float
    first90: Interval
    total: float
    total90: Interval
    screening: float
    meaning: str = ""
    grade: Grade | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class EndpointSensitivity:
    """What decides the change of one endpoint.

    Attributes
    ----------
    endpoint, unit : str
        Whose change, and in what.
    median, sd : float
        Of the change over the draws; where the spread is 0 there is nothing to decide, and no index.
    indices : tuple of SobolIndex
        Largest total index first.
    lost : int
        Rows of the design that were left out, since nothing could be measured under one of their draws.
    """

    endpoint: str
    unit: str
    median: float
    sd: float
    indices: tuple[SobolIndex, ...]
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Sobol indices of a study.

    Attributes
    ----------
    study, plan_sha256 : str
        Which plan.
    arm : str
        Whose people.
    seed : int
        Of the design and of the people.
    parameter_set : str
        Whose marginal distributions the parameters have; those it does not fit have their declared triangles.
    parameters : int
        How many were varied.
    rows, draws, people : int
        Rows of the Sobol design, draws that people lived under, screening included, and people under each.
    visits : tuple of str
        From which visit to which.
    endpoints : tuple of EndpointSensitivity
        In the order of the plan.
    versions : tuple of Version
        Software that the numbers depend on.
    """

    study: str
    plan_sha256: str
    arm: str
    seed: int
    parameter_set: str
    parameters: int
    rows: int
    draws: int
    people: int
    visits: tuple[str, str]
    endpoints: tuple[EndpointSensitivity, ...]
    versions: tuple[Version, ...] = ()


def sensitivity_json(found: Sensitivity) -> bytes:
    """Write indices as JSON; it names no clock, path or machine.

    Parameters
    ----------
    found : Sensitivity
        What to write; ten significant digits, and ``null`` for what is no number.

    Examples
    --------
    >>> import json
    >>> made = Sensitivity("x", "00", "drug", 1, "declared", 9, 64, 700, 32, ("M0", "M6"), ())
    >>> json.loads(sensitivity_json(made))["schema"]
    'lassitude.sensitivity/1'
    """
    document = {"schema": SCHEMA, **asdict(found)}
    document["versions"] = {one.name: one.version for one in found.versions}
    return json_bytes(document)
