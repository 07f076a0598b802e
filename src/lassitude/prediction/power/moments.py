"""A pilot's moments as a file: means, standard deviations, correlations and dropout."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from lassitude.prediction.power.closed_forms import Moments
from lassitude.prediction.power.question import Question
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.designs import PeriodicDesign
from lassitude.study.protocol_errors import as_request_error
from lassitude.study.strict import Number, Share, Table, Text
from lassitude.trial.assignment import assignments_of, weights_of
from lassitude.trial.schedule import schedule_of

SCHEMA = "lassitude.moments/1"
Correlation = Annotated[Number, Field(gt=-1, lt=1)]


class MomentsArm(Table):
    """One arm of a pilot.

    Attributes
    ----------
    n : int
        People the moments are from.
    means : dict of str to float
        Label of each visit to the mean there.
    seen : dict of str to float
        Label of a visit to the share of people still seen; 1 where nothing is said.
    """

    n: Annotated[int, Field(strict=True, ge=2)]
    means: dict[Text, Number]
    seen: dict[Text, Share] = Field(default_factory=dict)


class Matrix(Table):
    """Every correlation, row by row, in the order of the visits."""

    type: Literal["matrix"]
    values: tuple[tuple[Number, ...], ...]


class Autoregressive(Table):
    """Each step between neighboring visits multiplies the correlation by ``rho``."""

    type: Literal["autoregressive"]
    rho: Correlation


class CompoundSymmetry(Table):
    """Any two visits correlate alike."""

    type: Literal["compound-symmetry"]
    rho: Correlation


Correlations = Annotated[Matrix | Autoregressive | CompoundSymmetry, Field(discriminator="type")]


class MomentsFile(Table):
    """What a pilot study gave: ``lassitude.moments/1``.

    Attributes
    ----------
    endpoint : str
        Such as ``MFIS.total``.
    sds : dict of str to float
        Label of each visit, in order of time, to the standard deviation within arms.
    arms : dict of str to MomentsArm
        By the names that the protocol gives them.
    correlation : Correlations
        Of visits within arms.
    source : str
        Where the numbers are from.
    """

    format: Literal["lassitude.moments/1"] = Field(alias="schema")
    endpoint: Text
    source: Text
    sds: dict[Text, Annotated[Number, Field(gt=0)]]
    arms: dict[Text, MomentsArm]
    correlation: Correlations

    @property
    def matrix(self) -> NDArray[np.float64]:
        """Correlations of visits, [visit, visit]."""
        count = len(self.sds)
        if isinstance(self.correlation, Matrix):
            return np.array(self.correlation.values, float)
        apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
        if isinstance(self.correlation, Autoregressive):
            return self.correlation.rho**apart
        return np.where(apart == 0, 1.0, self.correlation.rho)

    @model_validator(mode="after")
    def _fits_together(self) -> MomentsFile:
        problem = next(
            filter(None, (_shape_problem(self), _visit_problem(self), _correlation_problem(self))), None
        )
        if problem is not None:
            raise PydanticCustomError("moments", "{problem}", {"problem": problem})
        return self


def read_moments(text: str, where: str) -> MomentsFile:
    """Read a file of moments.

    Parameters
    ----------
    text : str
        TOML.
    where : str
        Name of the file, for messages.

    Raises
    ------
    RequestError
        With file, line, key and what is expected there.

    Examples
    --------
    >>> read_moments("schema = 'lassitude.moments/2'", "pilot.toml")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: pilot.toml: schema is 'lassitude.moments/2'; this version...
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{where}: this is not TOML: {error}.") from error
    if document.get("schema", SCHEMA) != SCHEMA:
        raise RequestError(
            f"{where}: schema is {document['schema']!r}; this version of lassitude reads {SCHEMA!r}."
        )
    try:
        return MomentsFile.model_validate(document)
    except ValidationError as error:
        raise as_request_error(error, document, text, where) from error


def moments_for(asked: Question, given: MomentsFile, where: str) -> Moments:
    """Hold moments against the plan, and make them those of a randomized trial.

    Randomized arms share one baseline, the pilot's average; later means of an arm are moved along the
    regression on the baseline by what its own baseline was off.

    Raises
    ------
    RequestError
        If endpoint, arms or visits are not those of the plan, or the analysis needs more than moments.

    Examples
    --------
    >>> from lassitude.prediction.power.question import question
    >>> from lassitude.study.protocol import read_protocol
    >>> arm = MomentsArm(n=9, means={"BL": 50.0, "W5": 45.0})
    >>> sds = {"BL": 9.0, "W5": 9.0}
    >>> given = MomentsFile(schema=SCHEMA, endpoint="MFIS.total", source="a pilot", sds=sds,
    ...                     arms={"drug": arm}, correlation={"type": "autoregressive", "rho": 0.7})
    >>> moments_for(question(read_protocol("triumphant-ms")), given, "pilot.toml")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: pilot.toml: moments describe arms side by side, and...
    """
    _check_plan(asked, given, where)
    visits = tuple(given.sds)
    last = visits.index(asked.visit)
    arms = [given.arms[name] for name in (asked.arm, asked.comparator)]
    sds = np.array([given.sds[visit] for visit in visits])
    covariance = given.matrix * np.outer(sds, sds)
    means = np.array([[one.means[visit] for visit in visits] for one in arms])
    start = means[:, 0]
    shared = np.average(start, weights=[one.n for one in arms])
    moved = means + np.outer(shared - start, covariance[0] / covariance[0, 0])
    seen = np.array([[one.seen.get(visit, 1.0) for visit in visits] for one in arms])
    ratio = _ratio(asked)
    return Moments(
        visits=visits,
        means=moved,
        covariance=covariance,
        seen=np.minimum.accumulate(seen, axis=1),
        effect=float(moved[0, last] - moved[1, last]),
        shares=(ratio[0] / sum(ratio), ratio[1] / sum(ratio)),
    )


def _ratio(asked: Question) -> tuple[float, float]:
    assignments = assignments_of(asked.protocol, asked.population, schedule_of(asked.protocol))
    weights = dict(
        zip([one.arm for one in assignments], weights_of(asked.protocol, assignments), strict=True)
    )
    return float(weights[asked.arm]), float(weights[asked.comparator])


def _check_plan(asked: Question, given: MomentsFile, where: str) -> None:
    analysis, protocol = asked.analysis, asked.protocol
    if isinstance(protocol.design, PeriodicDesign):
        raise RequestError(f"{where}: moments describe arms side by side, and {protocol.id} has periods.")
    if given.endpoint != asked.endpoint:
        raise RequestError(
            f"{where}: endpoint is {given.endpoint!r}, but the analysis {asked.name!r} is of "
            f"{asked.endpoint!r}; scales do not convert into each other."
        )
    beyond = [*getattr(analysis, "covariates", ()), *([analysis.subset] if analysis.subset else [])]
    if beyond:
        raise RequestError(
            f"{where}: the analysis {asked.name!r} also needs {', '.join(beyond)}, of which moments say "
            "nothing. Leave it out of the plan, or leave out --from-moments."
        )
    if len([one for one in protocol.arms.values() if one.population == asked.population]) > 2:
        raise RequestError(
            f"{where}: moments describe an arm and its comparator, and {protocol.id} has more arms. Write a "
            "protocol with these two."
        )
    for name in (asked.arm, asked.comparator):
        if name not in given.arms:
            raise RequestError(f"{where}: arms.{name} is missing.{did_you_mean(name, given.arms)}")
    for name in given.arms:
        if name not in protocol.arms:
            raise RequestError(
                f"{where}: {protocol.id} has no arm {name!r}.{did_you_mean(name, protocol.arms)}"
            )
    planned = list(protocol.visits.labels)
    odd = next((one for one in given.sds if one not in planned), None)
    if odd is not None:
        raise RequestError(f"{where}: {protocol.id} has no visit {odd!r}.{did_you_mean(odd, planned)}")
    absent = [one for one in planned if one not in given.sds]
    if absent:
        raise RequestError(f"{where}: sds lacks the visit {absent[0]!r}, at which {protocol.id} measures.")


def _shape_problem(given: MomentsFile) -> str | None:
    count, values = len(given.sds), getattr(given.correlation, "values", None)
    if count < 2:
        return "sds needs a baseline and at least one later visit"
    if values is not None and (len(values) != count or any(len(row) != count for row in values)):
        return f"correlation.values needs {count} rows of {count} numbers, one a visit of sds"
    return None


def _visit_problem(given: MomentsFile) -> str | None:
    for name, arm in given.arms.items():
        for what in ("means", "seen"):
            odd = next((one for one in getattr(arm, what) if one not in given.sds), None)
            if odd is not None:
                hint = did_you_mean(odd, given.sds)
                return f"arms.{name}.{what} has a visit {odd!r} that sds does not have.{hint}"
        absent = next((one for one in given.sds if one not in arm.means), None)
        if absent is not None:
            return f"arms.{name}.means lacks the visit {absent!r}"
        shares = [arm.seen.get(visit, 1.0) for visit in given.sds if visit in arm.seen]
        if any(later > before for before, later in pairwise(shares)):
            return f"arms.{name}.seen rises; people who left do not come back"
    return None


def _correlation_problem(given: MomentsFile) -> str | None:
    matrix, visits = given.matrix, list(given.sds)
    for (i, j), value in np.ndenumerate(matrix):
        if i == j and value != 1.0:
            return f"correlation: {visits[i]} with itself is {value:g}, not 1"
        if matrix[j, i] != value:
            return (
                f"correlation: {visits[i]} with {visits[j]} is {value:g} one way, {matrix[j, i]:g} the other"
            )
        if i != j and not -1 < value < 1:
            return f"correlation: {visits[i]} with {visits[j]} is {value:g}; it must lie between -1 and 1"
    for size in range(2, len(visits) + 1):
        lowest = float(np.linalg.eigvalsh(matrix[:size, :size])[0])
        if lowest <= 1e-10:
            return _impossible(matrix[:size, :size], visits[:size])
    return None


def _impossible(matrix: NDArray[np.float64], visits: list[str]) -> str:
    """Name the pair that others contradict most: whose correlation is farthest outside what they allow."""
    last = len(visits) - 1
    apart = np.empty(last)
    for j in range(last):
        others = [one for one in range(last) if one != j]
        inner = np.linalg.pinv(matrix[np.ix_(others, others)])
        own, new = matrix[others, j], matrix[others, last]
        left = max(1 - own @ inner @ own, 0.0) * max(1 - new @ inner @ new, 0.0)
        apart[j] = abs(matrix[j, last] - own @ inner @ new) - np.sqrt(left)
    j = int(np.argmax(apart))
    return (
        f"correlation is impossible: {visits[j]} with {visits[last]} is {matrix[j, last]:g}, which the other "
        "correlations rule out (the matrix is not positive definite)"
    )
