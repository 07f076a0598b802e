"""Walking tests: what a time beyond the limit looks like, and that both tests see the same legs."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments import INSTRUMENTS, STATUSES, observe
from lassitude.instruments.walking import (
    SPASTICITY_SPREAD,
    SPASTICITY_WITH_DISABILITY,
    TIME_LIMIT,
    TYPICAL_SPASTICITY,
    impairment,
)
from lassitude.randomness.streams import normals, person_keys

N = 4000
KEYS = person_keys(41, 0, np.arange(N))


def legs(**changed: float) -> dict:
    """Signals of people with average disability, typical spasticity and sound, untrained muscle."""
    names = ("disability", "fatigue_physical", "fitness")
    typical = {**dict.fromkeys(names, 0.0), "spasticity": TYPICAL_SPASTICITY, "muscle_capacity": 1.0}
    return {name: np.full(N, value) for name, value in {**typical, **changed}.items()}


def walk(disability: float, day: int = 0) -> dict:
    return observe("T25FW", legs(disability=disability), KEYS, day)


def meters(**changed: float) -> np.ndarray:
    return observe("6MWT", legs(**changed), KEYS, 0)["meters"].value


def test_no_time_is_given_for_a_walk_that_was_not_finished():
    seen = walk(3.5)
    finished = seen["completed"].value == 1.0
    assert 0 < finished.sum() < N
    assert (seen["seconds"].value[finished] <= TIME_LIMIT).all()
    assert np.isnan(seen["seconds"].value[~finished]).all()
    assert (seen["seconds"].status[~finished] == STATUSES.index("above_limit")).all()
    assert seen["seconds"].limit == TIME_LIMIT


def test_a_walk_that_was_not_attempted_was_not_completed():
    seen = walk(3.5)
    attempted, completed = seen["attempted"].value == 1.0, seen["completed"].value == 1.0
    assert (attempted >= completed).all() and (~attempted).any()


@pytest.mark.parametrize(("disability", "least"), [(-2.0, 0.999), (0.0, 0.999), (1.5, 0.99)])
def test_nearly_everybody_with_little_disability_finishes(disability, least):
    assert walk(disability)["completed"].value.mean() > least


def test_a_body_that_failed_is_neither_fast_nor_unable():
    failed = {name: np.full(1, np.nan) for name in ("disability", "spasticity", "muscle_capacity")}
    seen = observe("T25FW", failed, person_keys(1, 0, [0]), 0)
    assert np.isnan([one.value[0] for one in seen.values()]).all()
    assert seen["seconds"].status is not None and seen["seconds"].status[0] == STATUSES.index("invalid")


def test_slow_people_are_slow_in_both_tests_and_on_both_days():
    """Given disability, what is a person's own lasts and shows in both tests: r beyond five SE of 0.016."""
    seconds = [walk(0.0, day)["seconds"].value for day in (0, 365)]
    assert np.corrcoef(seconds[0], seconds[1])[0, 1] > 0.5
    assert np.corrcoef(seconds[0], meters())[0, 1] < -0.3


def test_twelve_weeks_of_training_carry_people_farther():
    """taulmadsen2021_at_vs_rt: a third of an SD on long walks after either kind, a quarter on short ones
    after strength training. Fitness 0.4 and an eighth of strength are what programs give; a factor of two."""
    spread = meters(disability=0.0).std() * 1.6
    by_fitness, by_strength = (
        (meters(**gained) - meters()).mean() / spread
        for gained in ({"fitness": 0.4}, {"muscle_capacity": 1.125})
    )
    assert 0.18 < by_fitness < 0.74
    assert 0.18 < by_strength < 0.72
    before, after = (
        observe("T25FW", legs(muscle_capacity=one), KEYS, 0)["seconds"].value for one in (1.0, 1.125)
    )
    assert np.nanmean(after) < np.nanmean(before)


def test_fitness_does_not_make_a_short_walk_faster():
    seen = [observe("T25FW", legs(fitness=one), KEYS, 0)["seconds"].value for one in (-1.0, 1.0)]
    assert np.array_equal(*seen, equal_nan=True)


def test_stiff_legs_walk_worse_than_disability_tells():
    assert meters(spasticity=2.4).mean() < meters(spasticity=1.0).mean() < meters(spasticity=0.0).mean()


def test_people_of_relapsing_ms_have_walking_of_unit_variance():
    """Disability and spasticity as correlated as the model has them: impairment keeps SD 1 and its share of
    disability, so that published quartiles mean what they did. Five SE of 0.011."""
    disability, other = (normals(KEYS, name, 0) for name in ("disability", "spasticity"))
    z = SPASTICITY_WITH_DISABILITY * disability + np.sqrt(1.0 - SPASTICITY_WITH_DISABILITY**2) * other
    signals = {**legs(), "disability": disability, "spasticity": TYPICAL_SPASTICITY + SPASTICITY_SPREAD * z}
    floored = np.maximum(disability, -2.0)
    chosen = INSTRUMENTS["6MWT"].parameters
    impaired = impairment(signals, KEYS, chosen)
    assert abs(impaired.std() - 1.0) < 0.055
    assert abs(np.corrcoef(impaired, floored)[0, 1] - chosen.disability_share) < 0.03
