"""Protects: lesions follow the cells that enter unless regulation holds; systems get their share of them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from lassitude.physiology.axons import axon_flows, axon_loss, slow_loss, stripping
from lassitude.physiology.lesions import LesionParameters, birth_hazard, lesion_flux, struck_system
from lassitude.physiology.states import at_rest
from lassitude.physiology.systems import SYSTEMS, SystemParameters, extents, weighted

LESIONS, EXTENTS = LesionParameters(), SystemParameters()


def hazard(effectors: float, regulators: float) -> float:
    return float(birth_hazard(SimpleNamespace(cns_effectors=effectors, cns_regulators=regulators), LESIONS))


def test_a_drug_that_keeps_nine_in_ten_of_both_cells_out_leaves_about_a_tenth_of_the_lesions():
    """At the peaks of the MS net, 11.4 and 0.16 per mm3: nearly in proportion, not by a threshold."""
    assert 0.05 < hazard(1.14, 0.016) / hazard(11.4, 0.16) < 0.2


def test_the_balance_of_the_healthy_net_makes_hardly_a_lesion():
    """Its peak, 1.7 effector cells and as many regulatory ones, against that of the MS net."""
    assert hazard(1.7, 1.0) < 1e-4 * hazard(11.4, 0.16)


def test_lesions_fall_into_systems_in_proportion_to_their_extent():
    uniforms = (np.arange(100_000) + 0.5) / 100_000
    struck = struck_system(uniforms, EXTENTS)
    assert (sum(one.astype(int) for one in struck.values()) == 1).all()
    for system, share in extents(EXTENTS).items():
        assert abs(struck[system].mean() - share) < 1e-4, system


def test_lesions_strip_as_much_of_each_system_in_the_long_run():
    """A small system is hit more rarely and loses more each time."""
    mean = {system: extents(EXTENTS)[system] * lesion_flux(4e-4, system, EXTENTS) for system in SYSTEMS}
    np.testing.assert_allclose(list(mean.values()), 4e-4 * EXTENTS.whole, rtol=1e-12)


def test_what_markers_read_is_what_the_pools_lose():
    s = at_rest()
    s.microglia, s.sensory_flux = 0.3, 2e-3
    s.sensory_myelinated, s.sensory_demyelinated, s.sensory_remyelinated = 0.6, 0.1, 0.2
    flows = axon_flows("sensory", s, LESIONS)
    lost = sum(one.rate * getattr(s, one.source) for one in flows if one.target == "sensory_lost")
    stripped = sum(one.rate * getattr(s, one.source) for one in flows if one.target == "sensory_demyelinated")
    np.testing.assert_allclose(axon_loss("sensory", s, LESIONS), lost, rtol=1e-12)
    np.testing.assert_allclose(stripping("sensory", s, LESIONS), stripped, rtol=1e-12)


def test_smoldering_speeds_the_loss_of_myelinated_axons_and_calm_microglia_leave_aging():
    calm, smoldering = (slow_loss(SimpleNamespace(microglia=one), LESIONS) for one in (-0.1, 0.8))
    assert calm == LESIONS.aging_loss
    np.testing.assert_allclose(smoldering, LESIONS.aging_loss + 2.0 * LESIONS.myelinated_loss, rtol=1e-12)


def test_the_mean_over_white_matter_weighs_by_extent():
    values = {system: float(place) for place, system in enumerate(SYSTEMS)}
    expected = np.average(list(values.values()), weights=list(extents(EXTENTS).values()))
    np.testing.assert_allclose(weighted(values, EXTENTS), expected, rtol=1e-12)
