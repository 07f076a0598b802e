"""Protects: everybody's outcome is regressed on arm, covariates and planned interactions, by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.planned.arm_regression import arm_regression_blocks
from lassitude.study.analyses.between_arms import ArmRegression

REPLICATES, PEOPLE = 3, 48
NAMES = tuple(f"P-{number:02d}" for number in range(PEOPLE))
ARMS = ("drug", "other", "placebo")
ARM = np.array(ARMS)[np.arange(PEOPLE) % 3]
Columns = dict[str, tuple[str, NDArray[np.float64]]]

PLANNED = ArmRegression(
    type="arm-regression",
    endpoint="FIS.total",
    change_from="M0",
    at="M6",
    reference="placebo",
    covariates=("FIS.total@M0", "age_years", "site"),
    interactions=("age_years", "site"),
)


@pytest.fixture(scope="module")
def data() -> tuple[list[ArmBlock], Columns]:
    """Three arms at three sites, a change that depends on age within the drug arm, 5% missing."""
    keys = person_keys(41, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
    age, before = 40 + 9 * normals(keys, "age", 0), 60 + 12 * normals(keys, "before", 0)
    place = np.broadcast_to(np.arange(PEOPLE) // 3 % 3, before.shape)
    after = 20 + 0.6 * before - 0.3 * (age - 40) * (ARM == "drug") + 6 * normals(keys, "after", 0)
    after = np.where(uniforms(keys, "missing", 0) < 0.05, np.nan, after)
    values = np.stack([before, after], axis=2)
    columns: Columns = {"FIS.total@M0": ("points", before), "age_years": ("year", age)}
    columns |= {f"site={name}": ("1", (place == index).astype(float)) for index, name in ((1, "B"), (2, "C"))}
    blocks = []
    for arm in ARMS:
        own = np.broadcast_to(arm == ARM, (REPLICATES, PEOPLE))
        within = np.where(own[..., None], values, np.nan)
        blocks.append(ArmBlock("FIS.total", arm, "points", ("M0", "M6"), NAMES, within, own))
    return blocks, columns


@pytest.fixture(scope="module")
def found(data: tuple[list[ArmBlock], Columns]) -> dict[str, EstimateBatch]:
    return {one.id: one for one in arm_regression_blocks(data[0], "subgroups", PLANNED, data[1])}


def _by_statsmodels(data: tuple[list[ArmBlock], Columns], replicate: int):
    import statsmodels.formula.api as smf

    blocks, columns = data
    values = np.fmax.reduce([block.values for block in blocks])[replicate]
    frame = pd.DataFrame({"change": values[:, 1] - values[:, 0], "before": values[:, 0], "arm": ARM})
    frame["age"] = columns["age_years"][1][replicate]
    frame["site"] = np.select([columns[f"site={name}"][1][replicate] == 1 for name in "BC"], ["B", "C"], "A")
    frame = frame.dropna()
    dummies = [f"site{name}" for name in "BC"]
    for name in "BC":
        frame[f"site{name}"] = (frame["site"] == name).astype(float)
    for name in ("before", "age", *dummies):
        frame[name] -= frame[name].mean()
    arm = "C(arm, Treatment('placebo'))"
    main = f"before + age + {' + '.join(dummies)}"
    formula = f"change ~ {arm} * (age + {' + '.join(dummies)}) + {main}"
    return smf.ols(formula, frame).fit(), arm


@pytest.mark.parametrize("replicate", range(REPLICATES))
def test_coefficients_are_those_of_statsmodels(
    data: tuple[list[ArmBlock], Columns], found: dict[str, EstimateBatch], replicate: int
) -> None:
    expected, arm = _by_statsmodels(data, replicate)
    pairs = {
        "FIS.total|regression_difference:placebo|M6|drug": f"{arm}[T.drug]",
        "FIS.total|regression_difference:placebo|M6|other": f"{arm}[T.other]",
        "FIS.total|slope:age_years|M6|all": "age",
        "FIS.total|slope:FIS.total@M0|M6|all": "before",
        "FIS.total|slope:site=C|M6|all": "siteC",
        "FIS.total|slope_difference:age_years|M6|drug": f"{arm}[T.drug]:age",
        "FIS.total|slope_difference:site=B|M6|other": f"{arm}[T.other]:siteB",
    }
    for name, theirs in pairs.items():
        own = found[name]
        assert own.value[replicate] == pytest.approx(expected.params[theirs], rel=1e-8), name
        assert own.se is not None and own.p is not None and own.df is not None
        assert own.se[replicate] == pytest.approx(expected.bse[theirs], rel=1e-8)
        assert own.p[replicate] == pytest.approx(expected.pvalues[theirs], rel=1e-6)
        assert own.df[replicate] == expected.df_resid
        assert own.n[replicate] == expected.nobs


@pytest.mark.parametrize("replicate", range(REPLICATES))
def test_joint_tests_are_wald_tests_of_the_whole_term(
    data: tuple[list[ArmBlock], Columns], found: dict[str, EstimateBatch], replicate: int
) -> None:
    expected, arm = _by_statsmodels(data, replicate)
    terms = {
        "arm": [f"{arm}[T.{name}]" for name in ("drug", "other")],
        "arm*age_years": [f"{arm}[T.{name}]:age" for name in ("drug", "other")],
        "arm*site": [f"{arm}[T.{name}]:site{site}" for name in ("drug", "other") for site in "BC"],
    }
    for term, names in terms.items():
        tested = expected.f_test(" = ".join([*names, "0"]))
        own = found[f"FIS.total|regression_p:{term}|M6|all"]
        assert own.value[replicate] == pytest.approx(float(tested.pvalue), rel=1e-6), term


def test_units_are_those_of_the_outcome_by_those_of_the_covariate(found: dict[str, EstimateBatch]) -> None:
    units = {name.split("|")[1]: one.unit for name, one in found.items()}
    assert units["slope:age_years"] == units["slope_difference:age_years"] == "points/year"
    assert units["slope:site=B"] == units["regression_difference:placebo"] == "points"


def test_a_constant_covariate_and_two_tied_ones_are_named(data: tuple[list[ArmBlock], Columns]) -> None:
    blocks, columns = data
    plain = PLANNED.model_copy(update={"interactions": ()})
    constant = dict(columns) | {"age_years": ("year", np.full((REPLICATES, PEOPLE), 44.0))}
    notes = arm_regression_blocks(blocks, "subgroups", plain, constant)[0].notes
    assert any("age_years is 0 in all" in note and "P-00, P-01" in note for note in notes), notes
    tied = dict(columns) | {"age_years": ("year", 2 * columns["FIS.total@M0"][1] + 3)}
    notes = arm_regression_blocks(blocks, "subgroups", plain, tied)[0].notes
    assert any("FIS.total@M0 and age_years determine one another" in note for note in notes), notes


def test_more_coefficients_than_people_is_told_with_names(data: tuple[list[ArmBlock], Columns]) -> None:
    blocks, columns = data
    few = np.isin(NAMES, ["P-00", "P-01", "P-02", "P-03"])
    small = [
        replace(one, values=np.where(few[:, None], one.values, np.nan), enrolled=one.enrolled & few)
        for one in blocks
    ]
    estimates = arm_regression_blocks(small, "subgroups", PLANNED, columns)
    assert not any(one.converged.any() for one in estimates)
    said = " ".join(estimates[0].notes)
    assert "13 coefficients" in said and "need 14 people with all values" in said and "P-00" in said


def test_a_reference_that_nobody_has_is_refused(data: tuple[list[ArmBlock], Columns]) -> None:
    with pytest.raises(RequestError, match="Nobody in this study is in the arm 'placeebo'"):
        arm_regression_blocks(
            data[0], "subgroups", PLANNED.model_copy(update={"reference": "placeebo"}), data[1]
        )
