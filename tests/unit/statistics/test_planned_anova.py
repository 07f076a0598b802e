"""Protects: an analysis of variance says whom it leaves out and which visits they lack."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.mixed_anova import mixed_anova
from lassitude.statistics.planned.anova import mixed_anova_blocks, repeated_measures_block

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


def by_statistic(estimates: list[EstimateBatch]) -> dict[str, EstimateBatch]:
    return {one.id.split("|")[1]: one for one in estimates}


def test_everybody_left_out_is_named_with_the_visits_they_lack() -> None:
    made = blocks(1, {1: (2,), 4: (1, 2), 6: (2,), 8: (0,)})
    notes = mixed_anova_blocks(made, "primary", "M0")[0].notes
    listed = "without M12: P-01, P-06; without M6 and M12: P-04; without M0: P-08"
    assert notes[0] == f"Left out for missing values: 4 of 12 subjects ({listed})."
    own = repeated_measures_block(made[1], "primary", "M0")[0]
    assert own.notes[0] == "Left out for missing values: 1 of 5 subjects (without M0: P-08)."
    assert own.n[0] == 4


def test_over_replicates_visits_are_told_by_how_often_they_lack() -> None:
    notes = mixed_anova_blocks(blocks(4, {1: (2,), 4: (1, 2)}), "primary", "M0")[0].notes
    assert notes[0].endswith("over 4 replicates; people without each visit: M6 2%, M12 4%.")


def test_estimates_are_those_of_the_estimator() -> None:
    made = blocks(3, {1: (2,)})
    found = by_statistic(mixed_anova_blocks(made, "primary", "M6"))
    whole = np.fmax.reduce([block.values for block in made])[..., 1:]
    expected = mixed_anova(whole, [block.enrolled for block in made])
    np.testing.assert_array_equal(found["mixed_anova_f:arm*visit"].value, expected.interaction.f)
    np.testing.assert_array_equal(found["mixed_anova_p:visit"].value, expected.visit.p_gg)
    np.testing.assert_array_equal(found["mixed_anova_p:arm"].value, expected.arm.p)
    np.testing.assert_array_equal(found["mixed_anova_df_error:arm"].value, [9, 10, 10])
    assert all(one.id.endswith("|M12|all") for one in found.values())
    assert "2 visits M6 to M12" in found["mixed_anova_p:arm"].method


@pytest.mark.parametrize("visit", [0, 2])
def test_an_arm_without_visits_in_common_is_named_with_the_way_out(visit: int) -> None:
    made = blocks(1, {})
    made[1] = replace(made[1], values=np.where(np.arange(3) == visit, np.nan, made[1].values))
    estimate = mixed_anova_blocks(made, "primary", "M0")[0]
    assert not estimate.converged[0]
    assert any("Nobody of placebo was measured at every visit" in note for note in estimate.notes)
    assert "plan a mixed model" in estimate.notes[-1]
