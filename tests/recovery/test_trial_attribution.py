"""The change of a score is taken apart without remainder, and selection by the score shows as regression."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.recovery.virtual_trials import Trial, center, conducted

pytestmark = pytest.mark.xdist_group("bodies")

CUT = 33
REPLICATES = 100
SOLO = ("natural_course", "regression_to_the_mean", "expectation", "contact", "therapy")
EVERYTHING = ("therapy", "expectation", "contact")
PLAN = """
schema = "lassitude.protocol/1"
id = "selection"
title = "People with and without an entry cut"

[populations.patients]
condition = "rrms"
n = 80
eligibility = [{eligibility}]

[arms.placebo]
population = "patients"
blinding = "blinded"
treatments = [{{ name = "placebo", start_day = 0 }}]

[arms.trained]
population = "patients"
blinding = "open"
treatments = [{{ name = "aerobic-training", start_day = 0 }}]

[design]
type = "cohorts"

[visits]
schedule = {{ M0 = "0 mo", M6 = "6 mo" }}
window_days = [-14, 14]
measure = ["MFIS"]

[analysis.change]
type = "paired-test"
endpoint = "MFIS.total"
change_from = "M0"
at = "M6"
test = "t"

[simulation]
seed = 5
replicates = 100
lead_in_years = 2
pool = 16384
"""


def scores(trial: Trial, switch: tuple[str, ...] = ()) -> NDArray[np.float64]:
    """Return the MFIS of the people on placebo, [visit, replicate, person]; NaN where it was not taken."""
    pages = trial.page("value.MFIS.total", switch)
    return pages[:, trial.group.among("placebo")].reshape(len(pages), REPLICATES, -1)


def first(trial: Trial) -> NDArray[np.float64]:
    return scores(trial)[0]


def untreated(trial: Trial) -> NDArray[np.float64]:
    return scores(trial, EVERYTHING)[-1]


@pytest.fixture(scope="module")
def everybody() -> Trial:
    return conducted(PLAN.format(eligibility=""), REPLICATES, counterfactual=True)


@pytest.fixture(scope="module")
def tired() -> Trial:
    eligibility = f'{{ measure = "MFIS.total", at_least = {CUT} }}'
    return conducted(PLAN.format(eligibility=eligibility), REPLICATES, counterfactual=True)


@pytest.mark.parametrize("arm", ["placebo", "trained"])
def test_the_parts_add_up_to_the_change(everybody: Trial, arm: str) -> None:
    # Means of whole scores over 80 people: exact but for the last bits of a double.
    parts = everybody.parts["MFIS.total", arm]
    np.testing.assert_allclose(sum(parts[name] for name in SOLO), parts["total"], atol=1e-12)
    change = np.diff(everybody.page("value.MFIS.total"), axis=0)[0]
    among = everybody.group.among(arm)
    change = (change * among).sum(axis=1) / among.sum(axis=1)
    np.testing.assert_allclose(parts["total"], change, atol=1e-12)


def test_a_placebo_has_no_part_of_therapy(everybody: Trial) -> None:
    parts = everybody.parts["MFIS.total", "placebo"]
    assert not parts["therapy"].any()
    assert not parts["contact"].any()
    assert not parts["interaction"].any()
    assert center(parts["expectation"])[0] < -0.5


def test_contact_shows_where_people_meet_somebody_for_a_therapy(everybody: Trial) -> None:
    parts = everybody.parts["MFIS.total", "trained"]
    assert set(SOLO) < set(parts)
    mean, error = center(parts["contact"])
    assert abs(mean) > 4.0 * error


def test_what_the_other_arm_has_can_be_taken_away_without_touching_this_one(everybody: Trial) -> None:
    """The placebo arm shares its blocks with an arm that has therapy and company; it has neither."""
    assert np.array_equal(scores(everybody, ("therapy", "contact"))[-1], scores(everybody)[-1])


def test_without_an_entry_cut_nothing_regresses(everybody: Trial) -> None:
    mean, error = center(everybody.parts["MFIS.total", "placebo"]["regression_to_the_mean"])
    assert error < 0.15
    assert abs(mean) < 4.0 * error


def test_people_enter_by_the_score_of_their_first_visit(tired: Trial) -> None:
    assert first(tired).min() >= CUT


def test_an_entry_cut_on_the_score_shows_as_regression(everybody: Trial, tired: Trial) -> None:
    """The part is a repeat on the same day: what is regressed is the error of answering, not slow swings.

    Known answer: the same difference among those people of the study without a cut who score as high. Both
    rest on about 6000 different people and differences with an SD of 6.3, so 3 errors are 0.35.
    """
    among = everybody.group.among("placebo")
    again = everybody.page("repeat.MFIS.total")[among].reshape(REPLICATES, -1)
    high = first(everybody) >= CUT
    known = (again - first(everybody))[high].mean()
    mean, error = center(tired.parts["MFIS.total", "placebo"]["regression_to_the_mean"])
    assert mean + 4.0 * error < 0.0
    assert mean == pytest.approx(known, abs=0.35)


def test_selected_untreated_people_regress_by_the_known_answer_in_six_months(
    everybody: Trial, tired: Trial
) -> None:
    """Over six months slow swings regress too: 1.6 points for SD 19.7, ICC 0.863, cut 33, entry mean 51.3.

    That number is (1 - ICC) (entry mean - mean of all); the mean of all that belongs to it is 39.6. Ours is
    lower, so the same formula is taken with our own means. Granted are 0.6 points: three errors of
    differences with an SD of 10.3 in about 6000 people are 0.4, and scores are bounded, not normal.
    """
    known = (1.0 - 0.863) * (first(tired).mean() - first(everybody).mean())
    drift = (untreated(everybody) - first(everybody)).mean()
    fall = (first(tired) - untreated(tired)).mean() + drift
    assert fall == pytest.approx(known, abs=0.6)
    parts = tired.parts["MFIS.total", "placebo"]
    told = parts["regression_to_the_mean"] + parts["natural_course"]
    np.testing.assert_allclose(told, (untreated(tired) - first(tired)).mean(axis=1), atol=1e-12)
