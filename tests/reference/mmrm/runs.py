"""The model behind a listing, and the data it was fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.fit import Likelihood
from lassitude.statistics.mixed_models.inference import DegreesOfFreedom, StandardErrors
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import STRUCTURES, Structure
from tests.reference.mmrm.listings import Listing

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "mmrm"
NEEDS_FOLDER = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the reference listings (../shared/data/mmrm) are not beside the project"
)
_STRUCTURES = {
    "Unstructured": "unstructured",
    "Heterogeneous Toeplitz": "heterogeneous-toeplitz",
    "Toeplitz": "toeplitz",
    "Heterogeneous Autoregressive": "heterogeneous-autoregressive",
    "Autoregressive": "autoregressive",
    "Heterogeneous Compound Symmetry": "heterogeneous-compound-symmetry",
    "Compound Symmetry": "compound-symmetry",
    "Ante-dependence": "heterogeneous-ante-dependence",
    "Spatial Exponential": "spatial-exponential",
    "Spatial Gaussian": "spatial-gaussian",
}
_METHODS: dict[str, tuple[DegreesOfFreedom, StandardErrors]] = {
    "Model-Based": ("satterthwaite", "model"),
    "Kenward-Roger": ("kenward-roger", "model"),
    "Prasad-Rao-Jeske-Kackar-Harville": ("kenward-roger-linear", "model"),
    "Empirical": ("between-within", "CR0"),
}
_TWO_COORDINATES = ("exp2", "gau2", "spexp", "gau_kr")


def listing_files() -> list[Path]:
    """List the listings; none where the folder is absent."""
    return sorted(FOLDER.glob("*/*.txt"))


@dataclass(frozen=True, eq=False)
class Run:
    """A model as `PROC MIXED` was told to fit it.

    Attributes
    ----------
    data : Measurements
        One replicate.
    columns : tuple of str
        Names of the regressors, such as ``ARMCD TRT``.
    structure, likelihood, degrees_of_freedom, standard_errors
        The model.
    order : tuple of int
        Place in `Structure.names` of each parameter as SAS lists them, within a group.
    profiled : bool
        Whether SAS optimized with the residual variance profiled out.
    """

    data: Measurements
    columns: tuple[str, ...]
    structure: Structure
    likelihood: Likelihood
    degrees_of_freedom: DegreesOfFreedom
    standard_errors: StandardErrors
    order: tuple[int, ...]
    profiled: bool


@dataclass(frozen=True, eq=False)
class Lungs:
    """The forced expiratory volumes of the R package mmrm: 200 people, 4 visits.

    Attributes
    ----------
    people : tuple of str
        In the order of the arrays.
    outcome, baseline, visit, visit2 : array of float64 [person, visit]
        ``FEV1``, ``FEV1_BL``, ``VISITN``, ``VISITN2``.
    factors : dict of str to array of str [person]
        ``ARMCD``, ``SEX``.
    """

    people: tuple[str, ...]
    outcome: NDArray[np.float64]
    baseline: NDArray[np.float64]
    visit: NDArray[np.float64]
    visit2: NDArray[np.float64]
    factors: dict[str, NDArray[np.str_]]


@cache
def lungs() -> Lungs:
    """Read the data."""
    table = pl.read_csv(FOLDER / "fev_data.csv").sort("USUBJID", "AVISIT")

    def square(name: str) -> NDArray[np.float64]:
        return table[name].cast(pl.Float64).fill_null(np.nan).to_numpy().reshape(-1, 4)

    return Lungs(
        tuple(table["USUBJID"].to_list()[::4]), square("FEV1"), square("FEV1_BL"), square("VISITN"),
        square("VISITN2"), {name: table[name].to_numpy()[::4].astype(str) for name in ("ARMCD", "SEX")},
    )  # fmt: skip


def run_of(listing: Listing, name: str) -> Run:
    """Tell which model a listing is of; `name` is that of its file, which alone says the coordinates.

    The programs that were run are in the package's repository, openpharma/mmrm, ``design/SAS/*.R`` and
    ``design/*/*.R``.
    """
    seen = lungs()
    columns = tuple(
        f"{effect} {level}".strip() for effect, level, numbers in listing.effects if numbers[1] is not None
    )
    built = [
        np.ones(len(seen.people))
        if column == "Intercept"
        else (seen.factors[column.split()[0]] == column.split()[1]).astype(float)
        for column in columns
    ]
    regressors = np.repeat(np.stack(built, axis=-1)[:, None], 4, axis=1)
    structure = STRUCTURES[_STRUCTURES[listing.model["Covariance Structure"]]]
    group = None
    if "Group Effect" in listing.model:
        group = np.asarray(seen.factors["ARMCD"] == "TRT").astype(np.int64)[None]
    place = None
    if structure.spatial:
        axes = [seen.visit, seen.visit2] if any(k in name for k in _TWO_COORDINATES) else [seen.visit]
        place = np.stack(axes, axis=-1)[None]
    degrees, errors = _METHODS[listing.model["Fixed Effects SE Method"]]
    method = listing.model["Estimation Method"]
    return Run(
        Measurements(seen.outcome[None], regressors[None], group, place=place), columns, structure,
        "REML" if method == "REML" else "ML", degrees, errors, _order(listing),
        listing.model["Residual Variance Method"] == "Profile",
    )  # fmt: skip


def _order(listing: Listing) -> tuple[int, ...]:
    """SAS lists a variance that all visits share last, except by group, where it is first."""
    names = [name for group, name, _ in listing.parameters if group == listing.parameters[0][0]]
    count = len(names)
    shared = [name for name in names if name in ("Residual", "Variance")]
    if not shared:
        return tuple(range(count))
    common = listing.model["Covariance Structure"] == "Compound Symmetry"
    if names[0] == "Variance":
        return (1, 0) if common else tuple(range(count))
    return (0, 1) if common else (*range(1, count), 0)
