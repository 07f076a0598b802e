"""Crossovers: what a period leaves behind is in the body, and the analysis finds what was put in.

Strengths and speeds of drugs are patched so that effects are large beside their errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import polars as pl
import pytest

from lassitude.therapies import regimen as regimens
from lassitude.trial import treated
from tests.recovery.virtual_trials import Trial, center, conducted

pytestmark = pytest.mark.xdist_group("bodies")

REPLICATES = 60
PERIOD, SHORT, LONG = 28, 14, 140
TURNOVER = 0.05
PLAN = """
schema = "lassitude.protocol/1"
id = "turns"
title = "Two treatments in turn"
[populations.patients]
condition = "rrms"
n = 68
[arms.placebo]
population = "patients"
blinding = "none"
comparator = "placebo"
treatments = [{{ name = "placebo", start_day = 0 }}]
[arms.drug]
population = "patients"
blinding = "none"
treatments = [{{ name = "modafinil", start_day = 0 }}]
[design]
{design}
[visits]
schedule = {{ M0 = "0 wk" }}
in_period = {{ W4 = "4 wk" }}
window_days = [-3, 3]
measure = ["MFIS"]
[analysis.effect]
type = "crossover"
endpoint = "MFIS.total"
visit = "W4"
reference = "placebo"
[simulation]
lead_in_years = 1
pool = 4096
adherence = {{ type = "full" }}
"""
TWO = """type = "crossover"
period = "4 wk"
washout = "{washout} d"
allocation = {{ type = "blocks", sizes = [2] }}
sequences = {{ {first} = ["drug", "placebo"], {second} = ["placebo", "drug"] }}
"""
SERIES = """type = "n-of-1"
period = "4 wk"
washout = "2 wk"
cycles = 2
arms = ["placebo", "drug"]
"""
STRONG = {"modafinil.ceiling": 1.0, "modafinil.turnover": TURNOVER, "modafinil.titration": 0.5}


@pytest.fixture(autouse=True, scope="module")
def slow_and_strong() -> Iterator[None]:
    """Give the drug a strength of half an SD of fatigue and a half-life of two weeks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            treated,
            "courses",
            lambda given, keys, numbers=None: regimens.courses(given, keys, {**(numbers or {}), **STRONG}),
        )
        yield


@cache
def crossover(washout: int, first: str = "DP", second: str = "PD") -> Trial:
    design = TWO.format(washout=washout, first=first, second=second)
    return conducted(PLAN.format(design=design), REPLICATES, counterfactual=True)


@cache
def series() -> Trial:
    return conducted(PLAN.format(design=SERIES), REPLICATES)


def effect_of_drug(trial: Trial) -> np.ndarray:
    """Return the mean relief by the drug, [visit, sequence]: DP first."""
    relief = trial.page("truth.drug_effect")
    return np.array([[one[trial.group.assigned == number].mean() for number in (0, 1)] for one in relief])


def counted_by_period(trial: Trial) -> pl.DataFrame:
    return trial.study.exposures.group_by("replicate", "subject").agg(
        pl.col("treatment").sort_by("start_day"), pl.col("period").sort_by("start_day")
    )


def test_everybody_has_each_treatment_once_in_the_order_of_their_sequence() -> None:
    trial = crossover(SHORT)
    told = counted_by_period(trial).join(trial.study.subjects, on=("replicate", "subject"))
    assert told.height == REPLICATES * 68
    orders = {"DP": ["modafinil", "placebo"], "PD": ["placebo", "modafinil"]}
    for sequence, order in orders.items():
        mine = told.filter(pl.col("sequence") == sequence)
        assert mine.height == REPLICATES * 34
        assert mine["treatment"].to_list() == [order] * mine.height
        assert mine["period"].to_list() == [["P1", "P2"]] * mine.height
    assert told["arm"].null_count() == told.height


def test_visits_of_a_period_carry_its_name() -> None:
    told = crossover(SHORT).study.observations.select("visit", "period", "day").unique().sort("day")
    assert told.rows() == [("M0", None, 0.0), ("P1-W4", "P1", 28.0), ("P2-W4", "P2", 70.0)]


def test_a_slow_drug_is_felt_in_the_next_period_and_fades_by_its_own_turnover() -> None:
    """From the end of the drug's period to the visit of the next it fades for a washout and a period."""
    for washout, felt in ((SHORT, True), (LONG, False)):
        (_, none), (after_drug, bare), (carried, again) = effect_of_drug(crossover(washout))
        assert after_drug > 0.3 and bare == 0.0 == none
        assert carried == pytest.approx(after_drug * np.exp(-TURNOVER * (washout + PERIOD)), rel=1e-3)
        assert again == pytest.approx(after_drug, rel=0.02)
        assert (carried > 0.1 * after_drug) if felt else (carried < 1e-3 * after_drug)


def true_effects(trial: Trial) -> tuple[float, float]:
    """Return what the drug does at its own visit and at that of a later placebo: the known truth.

    Both are differences from the same people without therapy, with all chance alike.
    """
    by_drug = trial.page("value.MFIS.total") - trial.page("value.MFIS.total", ("therapy",))
    first, second = (trial.group.assigned == number for number in (0, 1))
    own = np.concatenate([by_drug[1][first], by_drug[2][second]])
    return float(own.mean()), float(by_drug[2][first].mean())


def test_the_analysis_finds_the_effect_that_was_put_in() -> None:
    trial = crossover(LONG)
    mean, error = center(trial.estimates["MFIS.total|difference:placebo|W4|drug"].value)
    effect, carried = true_effects(trial)
    assert error < 0.3
    assert effect < -3.0
    assert abs(carried) < 0.1
    assert mean == pytest.approx(effect, abs=4.0 * error)


def test_what_is_carried_over_hides_a_part_of_the_effect() -> None:
    """Half of the people are still relieved on placebo, so that half of it is missing in the difference."""
    trial = crossover(SHORT)
    mean, error = center(trial.estimates["MFIS.total|difference:placebo|W4|drug"].value)
    effect, carried = true_effects(trial)
    assert mean == pytest.approx(effect - 0.5 * carried, abs=4.0 * error)
    assert mean > effect + 4.0 * error


def test_the_period_effect_is_the_course_of_untreated_people() -> None:
    trial = crossover(LONG)
    mean, error = center(trial.estimates["MFIS.total|period:P2|W4|all"].value)
    bare = trial.page("value.MFIS.total", ("therapy",))
    assert mean == pytest.approx(float((bare[2] - bare[1]).mean()), abs=4.0 * error)


def test_relabeling_the_sequences_changes_no_number() -> None:
    one, other = crossover(SHORT), crossover(SHORT, "second", "first")
    assert np.array_equal(one.page("value.MFIS.total"), other.page("value.MFIS.total"))
    for name, batch in one.estimates.items():
        np.testing.assert_array_equal(batch.value, other.estimates[name].value, err_msg=name)


def test_parts_of_the_change_add_up_in_periods() -> None:
    parts = crossover(SHORT).parts
    for arm in ("placebo", "drug"):
        told = parts["MFIS.total", arm]
        added = told["natural_course"] + told["regression_to_the_mean"] + told["therapy"]
        np.testing.assert_allclose(added, told["total"], atol=1e-9)
    assert parts["MFIS.total", "drug"]["therapy"].mean() < -3.0


def test_a_series_gives_both_treatments_in_every_cycle_in_orders_of_their_own() -> None:
    told = counted_by_period(series())
    assert told.height == REPLICATES * 68
    for given, periods in zip(told["treatment"].to_list(), told["period"].to_list(), strict=True):
        assert periods == ["P1", "P2", "P3", "P4"]
        assert {*given[:2]} == {*given[2:]} == {"placebo", "modafinil"}
    # Four orders of a quarter each, of 4080 people: an error of 0.68%.
    orders = told["treatment"].list.join(",").value_counts()
    shares = orders["count"].to_numpy() / told.height
    assert len(shares) == 4
    assert np.abs(shares - 0.25).max() < 3.29 * np.sqrt(0.25 * 0.75 / told.height)
