"""Protects: words that divide people become columns of differences, the same in small and large studies."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.arm_blocks import covariate_columns
from lassitude.statistics.factors import factor_columns
from lassitude.study.data import StudyData, StudyDescription
from lassitude.study.tables import empty_table, table


def study(sexes: list[str], sites: list[str | None]) -> StudyData:
    names = [f"P-{number}" for number in range(len(sexes))]
    about = {"replicate": 0, "population": "p", "arm": "a", "condition": "c", "status": "completed"}
    people = table("subjects", about | {"subject": names, "sex": sexes, "site": sites})
    return StudyData(StudyDescription("demo", "", {}, ""), people, empty_table("observations"))


def test_each_level_but_the_first_has_a_column() -> None:
    data = study(["male", "female", "unknown"], ["Bern", "Graz", "Lund north"])
    sex = factor_columns(data, "sex")
    np.testing.assert_array_equal(sex["sex=male"][1], [[1.0, 0.0, np.nan]])
    site = factor_columns(data, "site")
    assert [*site] == ["site=Graz", "site=Lund_north"]
    np.testing.assert_array_equal(site["site=Graz"][1], [[0.0, 1.0, 0.0]])


@pytest.mark.parametrize("sexes", [["female"] * 3, ["male"] * 3])
def test_a_study_of_one_sex_names_the_column_that_a_mixed_one_has(sexes: list[str]) -> None:
    assert [*factor_columns(study(sexes, [None] * 3), "sex")] == ["sex=male"]


def test_a_site_that_nobody_names_is_all_missing() -> None:
    assert factor_columns(study(["male"] * 2, [None] * 2), "site") == {}


def test_factors_stand_among_other_covariates_in_order() -> None:
    columns = covariate_columns(study(["male", "female"], ["A", "B"]), ["age_years", "sex", "site"])
    assert [*columns] == ["age_years", "sex=male", "site=B"]
    assert [unit for unit, _ in columns.values()] == ["year", "1", "1"]
