"""Protects: a relapse is a large lesion in a functional system, counts once, blocks, and lets go."""

from __future__ import annotations

from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np

from lassitude.physiology.daily_events import close_day
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.relapses import block_at_onset, block_flows, relapsing_share, through
from lassitude.physiology.states import at_rest
from lassitude.physiology.systems import FUNCTIONAL, functional_extent
from lassitude.randomness.streams import person_keys, uniforms

PEOPLE = 200_000
P = declared_parameters()


def closed(hazard: float = 0.05, **state: float) -> SimpleNamespace:
    """Everybody's states after a day with an even chance of lesions; 0.05 a day leaves few days with two."""
    s = at_rest()
    s.birth_hazard, s.day, s.day_share, s.last_part = hazard, 100.0, 1.0, True
    vars(s).update(state)
    keys = person_keys(3, 0, np.arange(PEOPLE))
    drawn = [jnp.asarray(uniforms(keys, f"lesion {one}", 0)) for one in range(3)]
    after = close_day(s, P, drawn)
    return SimpleNamespace(**{**vars(s), **{name: np.asarray(one) for name, one in after.items()}})


def test_the_declared_share_of_lesions_are_relapses():
    """About 9750 days with a lesion: the standard error of the share is 0.0034; five of them."""
    after = closed()
    days = after.lesions_born > 0.0
    assert abs(after.relapses_had[days].mean() - P.lesions.eloquent_share) < 0.017
    assert after.relapses_had[~days].max() == 0.0


def test_no_relapse_comes_from_association_tracts_and_each_blocks_one_system():
    after = closed()
    blocked = sum((getattr(after, f"{system}_block") > 0.0).astype(int) for system in FUNCTIONAL)
    assert np.array_equal(blocked, after.relapses_had.astype(int))
    assert not (after.relapses_had[after.association_flux > 0.0]).any()


def test_symptoms_within_a_month_belong_to_the_relapse_before():
    soon, later = (closed(last_relapse_day=day) for day in (90.0, 70.0))
    assert soon.relapses_had.max() == 0.0
    assert np.array_equal(soon.pyramidal_block, later.pyramidal_block)
    assert later.relapses_had.sum() > 0.0


def test_blocks_are_exponential_above_the_smallest_relapse():
    """Mean and SD of an exponential are equal; 200,000 even places leave an error below a thousandth."""
    share = relapsing_share(P.lesions, P.systems)
    places = share * (np.arange(200_000) + 0.5) / 200_000
    blocks = block_at_onset(places, share, P.relapses)
    np.testing.assert_allclose([blocks.mean(), blocks.std()], P.relapses.acute_block, rtol=2e-3)
    assert block_at_onset(1.001 * share, share, P.relapses) == 0.0


def test_most_of_a_block_is_gone_in_three_months_and_all_in_six():
    """affirm_relapse_recovery_lublin2014 and models 2.2: most recover by three months, none after six."""
    rate = block_flows(P.relapses)[0].rate
    left = [1.0 - through(P.relapses.acute_block * np.exp(-rate * day)) for day in (0.0, 90.0, 180.0)]
    assert left[0] > 0.4
    assert left[1] < 0.1 * left[0]
    assert left[2] < 0.01 * left[0]


def test_more_lesions_in_functional_systems_than_relapses_at_any_bounds():
    assert P.lesions.eloquent_share < functional_extent(P.systems)
