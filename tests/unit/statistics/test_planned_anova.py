"""Protects: an analysis of variance says whom it leaves out and which visits they lack."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.mixed_anova import mixed_anova
from lassitude.statistics.planned.anova import mixed_anova_blocks, repeated_measures_block
from lassitude.study.analyses.between_arms import MixedAnova
from lassitude.study.analyses.within_arms import RepeatedMeasures

VISITS, PEOPLE = ("M0", "M6", "M12"), 12
NAMES = tuple(f"P-{number:02d}" for number in range(PEOPLE))
DRUG = np.arange(PEOPLE) < 7


def blocks(replicates: int, missing: dict[int, tuple[int, ...]]) -> list[ArmBlock]:
    """Arms of 7 and 5 people; `missing` names the visits that a person lacks in the first replicate."""
    keys = person_keys(17, np.arange(replicates)[:, None], np.arange(PEOPLE)[None])
    values = np.stack([60 + 9 * normals(keys, "visit", visit) for visit in range(3)], axis=2)
    for person, visits in missing.items():
        values[0, person, list(visits)] = np.nan
    arms: list[tuple[str, NDArray[np.bool_]]] = [("drug", DRUG), ("placebo", ~DRUG)]
    return [
        ArmBlock("FIS.total", arm, "points", VISITS, NAMES, np.where(own[:, None], values, np.nan),
                 np.broadcast_to(own, values.shape[:2]))
        for arm, own in arms
    ]  # fmt: skip


def mixed(change_from: str = "M0") -> MixedAnova:
    return MixedAnova(type="mixed-anova", endpoint="FIS.total", change_from=change_from)


def repeated(**keys: Any) -> RepeatedMeasures:
    return RepeatedMeasures(type="rm-anova", endpoint="FIS.total", change_from="M0", **keys)


def by_statistic(estimates: list[EstimateBatch]) -> dict[str, EstimateBatch]:
    return {one.id.split("|")[1]: one for one in estimates}


def test_everybody_left_out_is_named_with_the_visits_they_lack() -> None:
    made = blocks(1, {1: (2,), 4: (1, 2), 6: (2,), 8: (0,)})
    notes = mixed_anova_blocks(made, "primary", mixed())[0].notes
    listed = "without M12: P-01, P-06; without M6 and M12: P-04; without M0: P-08"
    assert notes[0] == f"Left out for missing values: 4 of 12 subjects ({listed})."
    own = repeated_measures_block(made[1], "primary", repeated())[0]
    assert own.notes[0] == "Left out for missing values: 1 of 5 subjects (without M0: P-08)."
    assert own.n[0] == 4


def test_over_replicates_visits_are_told_by_how_often_they_lack() -> None:
    notes = mixed_anova_blocks(blocks(4, {1: (2,), 4: (1, 2)}), "primary", mixed())[0].notes
    assert notes[0].endswith("over 4 repetitions; people without each visit: M6 2%, M12 4%.")


def test_estimates_are_those_of_the_estimator() -> None:
    made = blocks(3, {1: (2,)})
    found = by_statistic(mixed_anova_blocks(made, "primary", mixed("M6")))
    whole = np.fmax.reduce([block.values for block in made])[..., 1:]
    expected = mixed_anova(whole, [block.enrolled for block in made])
    np.testing.assert_array_equal(found["mixed_anova_f:arm*visit"].value, expected.interaction.f)
    np.testing.assert_array_equal(found["mixed_anova_p:visit"].value, expected.visit.p_gg)
    np.testing.assert_array_equal(found["mixed_anova_p:arm"].value, expected.arm.p)
    np.testing.assert_array_equal(found["mixed_anova_df_error:arm"].value, [9, 10, 10])
    assert all(one.id.endswith("|M12|all") for name, one in found.items() if "beside" not in name)
    assert "2 visits M6 to M12" in found["mixed_anova_p:arm"].method


@pytest.mark.parametrize("visit", [0, 2])
def test_an_arm_without_visits_in_common_is_named_with_the_way_out(visit: int) -> None:
    made = blocks(1, {})
    made[1] = replace(made[1], values=np.where(np.arange(3) == visit, np.nan, made[1].values))
    estimate = mixed_anova_blocks(made, "primary", mixed())[0]
    assert not estimate.converged[0]
    assert any("Nobody of placebo was measured at every visit" in note for note in estimate.notes)
    assert "plan a mixed model" in estimate.notes[-1]


def test_the_mixed_model_beside_keeps_everybody() -> None:
    made = blocks(1, {1: (2,), 4: (1, 2), 6: (2,), 8: (0,)})
    found = {one.id.removeprefix("FIS.total|"): one for one in mixed_anova_blocks(made, "primary", mixed())}
    beside = found["mixed_anova_beside_p:arm*visit|M12|all"]
    assert beside.converged[0] and beside.n[0] == 12 and found["mixed_anova_p:arm*visit|M12|all"].n[0] == 8
    assert beside.notes == ()
    assert found["mixed_anova_beside_change|M12|placebo"].unit == "points"
    own = repeated_measures_block(made[0], "primary", repeated())
    assert [one.n[0] for one in own if "beside" in one.id] == [7, 7, 7]
    assert not any(
        "beside" in one.id for one in repeated_measures_block(made[0], "p", repeated(beside="none"))
    )


def test_with_everybody_complete_the_mixed_model_is_the_multivariate_test() -> None:
    """Hotelling's T squared of the changes of two arms; the change is their plain mean, by Student."""
    made = blocks(2, {})
    found = {one.id.removeprefix("FIS.total|"): one for one in mixed_anova_blocks(made, "primary", mixed())}
    drug, placebo = (block.values[:, own, 1:] - block.values[:, own, :1]
                     for block, own in zip(made, (DRUG, ~DRUG), strict=True))  # fmt: skip
    gap = drug.mean(axis=1) - placebo.mean(axis=1)
    centered = np.concatenate([drug - drug.mean(axis=1)[:, None], placebo - placebo.mean(axis=1)[:, None]], 1)
    pooled = np.swapaxes(centered, 1, 2) @ centered / (PEOPLE - 2)
    squared = 7 * 5 / PEOPLE * (gap * np.linalg.solve(pooled, gap[..., None])[..., 0]).sum(axis=1)
    f = squared * (PEOPLE - 3) / (2 * (PEOPLE - 2))
    beside = found["mixed_anova_beside_f:arm*visit|M12|all"]
    np.testing.assert_allclose(beside.value, f, rtol=1e-5)
    np.testing.assert_allclose(beside.df, PEOPLE - 3, rtol=1e-5)
    change = found["mixed_anova_beside_change|M12|drug"]
    np.testing.assert_allclose(change.value, drug[..., -1].mean(axis=1), rtol=1e-6)


def test_a_mixed_model_that_cannot_be_fitted_says_why() -> None:
    made = blocks(1, {person: (2,) for person in range(PEOPLE)})
    estimates = [one for one in mixed_anova_blocks(made, "primary", mixed()) if "beside" in one.id]
    assert not any(one.converged[0] for one in estimates)
    assert "The mixed model could not be fitted: " in estimates[0].notes[-1]
