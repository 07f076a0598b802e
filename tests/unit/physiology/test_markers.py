"""Protects: neurofilament follows what axons release; brain volume swells and shrinks as it should."""

from __future__ import annotations

import numpy as np

from lassitude.physiology.axons import axon_loss, stripping
from lassitude.physiology.brain_volume import BrainVolumeParameters, brain_volume_flows, change
from lassitude.physiology.lesions import LesionParameters
from lassitude.physiology.neurofilament import (
    NeurofilamentParameters,
    level_without_disease,
    neurofilament_flows,
)
from lassitude.physiology.states import at_rest
from lassitude.physiology.systems import SystemParameters, extents

NFL, VOLUME, LESIONS, EXTENTS = (
    NeurofilamentParameters(),
    BrainVolumeParameters(),
    LesionParameters(),
    SystemParameters(),
)


def balance(s) -> float:
    flows = {one.name: one for one in neurofilament_flows(s, NFL, LESIONS, EXTENTS)}
    gained = sum(one.rate for one in flows.values() if one.source is None)
    return float(gained / flows["neurofilament clearance"].rate)


def test_neurofilament_of_a_healthy_person_is_that_of_the_age():
    """The loss of axons with age adds less than a percent."""
    rest = at_rest()
    usual = level_without_disease(rest.age_years, NFL)
    assert usual <= balance(rest) < 1.01 * usual


def test_neurofilament_rises_by_what_axons_release_over_clearance():
    ill = at_rest()
    ill.microglia, ill.pyramidal_flux = 0.4, 1e-3
    lost = sum(share * axon_loss(system, ill, LESIONS) for system, share in extents(EXTENTS).items())
    stripped = EXTENTS.pyramidal * stripping("pyramidal", ill, LESIONS)
    released = NFL.by_axon_loss * lost + NFL.by_stripping * stripped
    expected = level_without_disease(ill.age_years, NFL) + released / NFL.clearance
    np.testing.assert_allclose(balance(ill), expected, rtol=1e-12)


def test_the_end_of_edema_reads_as_loss_of_brain():
    """The same brain with and without a fresh lesion: pseudo-atrophy."""
    swollen = at_rest()
    swollen.association_flux = 3e-4
    assert change(swollen, VOLUME, EXTENTS) > change(at_rest(), VOLUME, EXTENTS) == 0.0


def test_healthy_people_lose_a_quarter_of_a_percent_a_year():
    """destefano2016_pbvc: -0.27% a year in health; what aging takes of axons adds less than 0.01%."""
    rest = at_rest()
    flows = brain_volume_flows(rest, VOLUME, LESIONS, EXTENTS)
    rest.brain_loss = 365.25 * sum(one.rate for one in flows)
    np.testing.assert_allclose(100.0 * change(rest, VOLUME, EXTENTS), -0.27, atol=0.01)
