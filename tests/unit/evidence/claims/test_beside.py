"""Protects: a published number stands beside an estimate in the estimate's unit and with its sign.

Each expected number is the printed one, or follows from it by the definition of per cent.
"""

from __future__ import annotations

import pytest

from lassitude.evidence.claims.beside import published_in

LOSS = "temso_bvl_siena:arms.placebo.year1_pct"  # "percentage brain volume loss", 0.61


@pytest.mark.parametrize("unit", ["%", "percent"])
def test_per_cent_is_per_cent_by_either_of_its_names(unit: str) -> None:
    """Statistics call it one way and instruments the other; a share of 1 would be a hundredth of it."""
    assert published_in("freedoms_efficacy:arms.placebo.brain_volume_24m_mean_pct", unit) == -1.3


@pytest.mark.parametrize("unit", ["%", "percent"])
def test_a_loss_printed_without_a_sign_is_a_negative_change(unit: str) -> None:
    assert published_in(LOSS, unit) == -0.61


def test_a_relative_reduction_is_a_ratio_beside_a_ratio_and_a_change_beside_per_cent() -> None:
    pointer = "affirm_mri_2007:effect.gd_pct"
    assert (published_in(pointer, "1"), published_in(pointer, "%")) == (0.08, -92.0)


def test_people_are_counted_as_printed() -> None:
    assert published_in("affirm_cdp_hr:arms.placebo.progressed_n", "people") == 84.0
