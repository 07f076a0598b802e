"""Protects the one table of virtual and real studies: its contract, its bytes and its arrays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from lassitude.quantities.errors import RequestError
from lassitude.study.cube import covariate, cube
from lassitude.study.data import StudyData, check, read_study, write_study
from lassitude.study.limits import censoring_note, limits
from lassitude.study.tables import TABLES, table


def test_a_study_survives_writing_and_reading(study: StudyData, tmp_path: Path) -> None:
    write_study(study, tmp_path / "study")
    again = read_study(tmp_path / "study")
    assert again.description == study.description
    for name in TABLES:
        assert_frame_equal(getattr(again, name), getattr(study, name), check_row_order=False)


def test_the_bytes_do_not_depend_on_the_order_of_rows(study: StudyData, tmp_path: Path) -> None:
    """Blocks finish in any order; the files must not show it."""
    shuffled = replace(study, observations=study.observations.reverse(), subjects=study.subjects.reverse())
    write_study(study, tmp_path / "a")
    write_study(shuffled, tmp_path / "b")
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_the_cube_puts_every_value_in_its_place(study: StudyData) -> None:
    """The value of each cell is known by construction: 100 replicate + 10 person + visit."""
    made = cube(study, "FIS.total", ["M6", "M0"])
    r, s, v = np.meshgrid(range(2), range(3), [1, 0], indexing="ij")
    np.testing.assert_array_equal(made.values, 100 * r + 10 * s + v)
    assert made.subjects == ("P0", "P1", "P2") and made.arms == ("a", "b")
    np.testing.assert_array_equal(made.arm, [[1, 0, 0]] * 2)
    assert made.days == (182.625, 0.0)


def test_a_person_absent_from_a_replicate_has_no_arm_and_no_value(study: StudyData) -> None:
    gone = (pl.col("replicate") == 1) & (pl.col("subject") == "P2")
    fewer = replace(
        study, subjects=study.subjects.filter(~gone), observations=study.observations.filter(~gone)
    )
    made = cube(fewer, "FIS.total", ["M0", "M6"])
    assert np.isnan(made.values[1, 2]).all() and made.arm[1, 2] == -1
    assert np.isfinite(made.values[0, 2]).all()


def test_people_screened_out_do_not_reach_statistics(study: StudyData) -> None:
    status = pl.when(pl.col("subject") == "P1").then(pl.lit("screen_failed")).otherwise("status")
    screened = replace(study, subjects=study.subjects.with_columns(status=status))
    assert cube(screened, "FIS.total", ["M0"]).subjects == ("P0", "P2")


def test_values_beyond_a_limit_are_no_numbers_and_keep_their_limits(study: StudyData) -> None:
    """Neither half of the limit nor the limit itself: both would move means by what nobody knows."""
    status = pl.Series(["below_limit", "above_limit", "missed"] * 4)
    limit = pl.Series([3.0, 7.0, None] * 4)
    rows = study.observations.with_columns(status=status, limit=limit, value=pl.lit(None, pl.Float64))
    censored = check(replace(study, observations=rows))
    nan = np.nan
    assert np.isnan(cube(censored, "FIS.total", ["M0", "M6"]).values).all()
    found = limits(censored, "FIS.total", ["M0", "M6"])
    np.testing.assert_array_equal(found.below[0], [[3, nan], [nan, 3], [nan, nan]])
    np.testing.assert_array_equal(found.above[0], [[nan, 7], [nan, nan], [7, nan]])
    (note,) = censoring_note(censored, "FIS.total", ["M0"])
    assert note.startswith("2 below and 2 above a limit of quantification, of 4 values of FIS.total")
    assert "censored-comparison" in note


def test_covariates_follow_the_people_of_the_cube(study: StudyData) -> None:
    np.testing.assert_array_equal(covariate(study, "age_years"), [[30, 40, np.nan]] * 2)
    np.testing.assert_array_equal(covariate(study, "FIS.total@M6"), [[1, 11, 21], [101, 111, 121]])


def test_an_endpoint_nobody_has_is_refused_with_the_nearest(study: StudyData) -> None:
    with pytest.raises(RequestError, match=r"Did you mean 'FIS\.total'"):
        cube(study, "FIS.totl", ["M0"])
    with pytest.raises(RequestError, match=r"write one, such as FIS\.total@M0"):
        covariate(study, "FIS.total")


def test_a_table_is_made_in_the_contract_order_with_empty_columns_for_what_is_not_given() -> None:
    made = table(
        "observations", {name: [] for name, rule in TABLES["observations"].items() if not rule.nullable}
    )
    assert made.columns == list(TABLES["observations"])
    with pytest.raises(KeyError, match="vist"):
        table("observations", {"vist": ["M0"]})
