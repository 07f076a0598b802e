"""From a study's tables to the arrays of one endpoint in one arm, each endpoint pivoted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.statistics.factors import factor_columns
from lassitude.study.cube import Cube, covariate, cube
from lassitude.study.data import StudyData
from lassitude.study.endpoints import AGE, FACTORS, parse_endpoint
from lassitude.study.limits import censoring_note


@dataclass(frozen=True, eq=False)
class ArmBlock:
    """One endpoint of the people of one arm.

    Attributes
    ----------
    endpoint, arm, unit : str
        What was measured, in whom, in which unit.
    visits : tuple of str
        Labels, in order of time.
    subjects : tuple of str
        Identifiers.
    values : array of float64 [replicate, subject, visit]
        NaN is missing, and everybody outside the arm.
    enrolled : array of bool [replicate, subject]
        Who belongs to the arm.
    notes : tuple of str
        What a reader must know before any number.
    """

    endpoint: str
    arm: str
    unit: str
    visits: tuple[str, ...]
    subjects: tuple[str, ...]
    values: NDArray[np.float64]
    enrolled: NDArray[np.bool_]
    notes: tuple[str, ...] = ()

    def at(self, visit: str) -> NDArray[np.float64]:
        """Return the values of one visit, array [replicate, subject]."""
        return self.values[:, :, self.visits.index(visit)]


def measured(data: StudyData, names: Sequence[str]) -> frozenset[str]:
    """Find which endpoints or covariates were measured in anybody at all.

    Parameters
    ----------
    data : StudyData
        A checked study.
    names : sequence of str
        ``INSTRUMENT.part``, with or without ``@VISIT``, or ``age_years``.

    Returns
    -------
    frozenset of str
        Those of `names` that the study has a row for; age always.
    """
    parsed = {name: parse_endpoint(name) for name in names}
    wanted = {endpoint.instrument for endpoint in parsed.values()} - {None}
    rows = data.observations.lazy().filter(pl.col("instrument").is_in(sorted(filter(None, wanted))))
    found = set(rows.select("instrument", "part").unique().collect().iter_rows())
    return frozenset(
        name
        for name, endpoint in parsed.items()
        if endpoint.instrument is None or (endpoint.instrument, endpoint.part) in found
    )


def unit_of(data: StudyData, name: str) -> str:
    """Return the unit in which an endpoint or covariate was recorded; ``"1"`` where nobody was measured.

    Parameters
    ----------
    data : StudyData
        A checked study.
    name : str
        ``INSTRUMENT.part``, with or without ``@VISIT``, or ``age_years``.
    """
    endpoint = parse_endpoint(name)
    if endpoint.instrument is None:
        return "year"
    own = (pl.col("instrument") == endpoint.instrument) & (pl.col("part") == endpoint.part)
    found = data.observations.lazy().filter(own).select("unit").head(1).collect()
    return "1" if found.is_empty() else str(found.item())


def arm_blocks(data: StudyData, endpoints: Sequence[str], visits: Sequence[str]) -> dict[str, list[ArmBlock]]:
    """Pivot endpoints to arrays, arm by arm.

    Parameters
    ----------
    data : StudyData
        A checked study of any number of replicates.
    endpoints : sequence of str
        ``INSTRUMENT.part``. One that nobody was measured on is all missing and says so in its notes: a real
        study seldom has every scoring that a plan allows for.
    visits : sequence of str
        Labels, in order of time.

    Returns
    -------
    dict of str to list of ArmBlock
        By endpoint, then one block per arm in order of name.

    Raises
    ------
    RequestError
        If nobody was measured on any of the endpoints.
    """
    known = measured(data, endpoints)
    if not known:
        raise RequestError(
            f"Nobody in this study was measured on {' or '.join(sorted(set(endpoints)))}, the endpoints of "
            "the plan. Name these columns in the mapping, or analyze with the plan the study was made for."
        )
    cubes = {endpoint: cube(data, endpoint, visits) for endpoint in sorted(known)}
    people = next(iter(cubes.values()))
    return {
        endpoint: _split(cubes[endpoint], unit_of(data, endpoint), censoring_note(data, endpoint, visits))
        if endpoint in known
        else _split(people, "1", (f"Nobody in this study was measured on {endpoint}.",), endpoint)
        for endpoint in endpoints
    }


def covariate_columns(data: StudyData, names: Sequence[str]) -> dict[str, tuple[str, NDArray[np.float64]]]:
    """Pivot covariates to arrays; one that nobody was measured on is all missing.

    Parameters
    ----------
    data : StudyData
        A checked study.
    names : sequence of str
        ``age_years``, ``INSTRUMENT.part@VISIT``, or a factor: ``sex`` or ``site``.

    Returns
    -------
    dict of str to (str, array of float64 [replicate, subject])
        Unit and values; people in the order of :attr:`ArmBlock.subjects`. A factor has a column for each
        level but its first, named ``sex=male``; see `lassitude.statistics.factors.factor_columns`.
    """
    known = measured(data, [name for name in names if name not in FACTORS])
    nobody = np.full_like(covariate(data, AGE), np.nan)
    columns: dict[str, tuple[str, NDArray[np.float64]]] = {}
    for name in names:
        if name in FACTORS:
            columns |= factor_columns(data, name)
        else:
            columns[name] = (unit_of(data, name), covariate(data, name) if name in known else nobody)
    return columns


def _split(found: Cube, unit: str, notes: tuple[str, ...], absent: str | None = None) -> list[ArmBlock]:
    blocks: list[ArmBlock] = []
    for index, arm in enumerate(found.arms):
        enrolled = found.arm == index
        there = enrolled[..., None] if absent is None else np.zeros_like(enrolled[..., None])
        values = np.where(there, found.values, np.nan)
        name = absent or found.endpoint
        blocks.append(ArmBlock(name, arm, unit, found.visits, found.subjects, values, enrolled, notes))
    return blocks
