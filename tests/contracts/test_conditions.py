"""What every condition of the catalog owes to whoever uses it."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.evidence import ledger
from lassitude.physiology.parameters import all_declarations
from lassitude.physiology.systems import SYSTEMS
from lassitude.population.cohort import STATES, body_declarations, draw_cohort
from lassitude.population.conditions import CONDITIONS, condition, declarations_of
from lassitude.quantities.errors import RequestError

PEOPLE = np.arange(500)


@pytest.fixture(params=sorted(CONDITIONS))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_it_is_filed_under_its_own_name_and_has_a_label(name: str) -> None:
    assert condition(name).name == name
    assert condition(name).label


def test_an_unknown_condition_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(RequestError, match="Did you mean 'rrms-aggressive'"):
        condition("rrms-agressive")


def test_every_number_lies_within_its_bounds_and_says_where_it_comes_from(name: str) -> None:
    for one in declarations_of(name):
        assert one.bounds[0] <= one.value <= one.bounds[1], one.name
        assert one.source.reference or one.source.note, one.name


def test_nothing_it_sets_rests_on_a_held_out_entry(name: str) -> None:
    cited = {one.source.reference for one in declarations_of(name)} & set(ledger())
    assert not [one for one in cited if ledger()[one].role == "validate"]


def test_it_replaces_only_parameters_that_the_body_has_and_keeps_their_unit(name: str) -> None:
    general = {one.name: one for one in all_declarations()}
    own = {one.name.removeprefix(f"{name}."): one for one in declarations_of(name)}
    for body_name, one in own.items():
        if "." in body_name:
            assert one.unit == general[body_name].unit, body_name
    assert [one.name for one in body_declarations(name)] == list(general)


def test_everybody_has_every_parameter_within_its_bounds(name: str) -> None:
    cohort = draw_cohort(name, 1, PEOPLE)
    for one in body_declarations(name):
        values = np.asarray(cohort.parameters[one.name])
        assert values.shape in ((), PEOPLE.shape), one.name
        assert ((values >= one.bounds[0]) & (values <= one.bounds[1])).all(), one.name


def test_everybody_starts_with_every_state_and_whole_tracts(name: str) -> None:
    state = draw_cohort(name, 1, PEOPLE).state
    assert set(state) == set(STATES)
    assert all(value.shape == PEOPLE.shape and np.isfinite(value).all() for value in state.values())
    for system in SYSTEMS:
        pools = [state[f"{system}_{pool}"] for pool in ("myelinated", "demyelinated", "remyelinated", "lost")]
        assert all((pool >= 0.0).all() for pool in pools)
        np.testing.assert_allclose(sum(pools), 1.0, atol=1e-12)


def test_ages_are_plausible(name: str) -> None:
    ages = draw_cohort(name, 1, PEOPLE).covariates["age_years"]
    assert ((ages >= 18.0) & (ages <= 75.0)).all()


@pytest.mark.parametrize("progressive", ["spms", "ppms"])
def test_progressive_ms_differs_in_the_loss_of_myelinated_axons_and_in_repair(progressive: str) -> None:
    """Kotelnikova 2017: not in the loss of demyelinated axons."""
    of = {name: draw_cohort(name, 1, PEOPLE).parameters for name in ("rrms", progressive)}
    middle = {name: {one: np.median(values) for one, values in drawn.items()} for name, drawn in of.items()}
    later, early = middle[progressive], middle["rrms"]
    assert later["lesions.myelinated_loss"] > 1.5 * early["lesions.myelinated_loss"]
    assert later["lesions.remyelination"] < 0.8 * early["lesions.remyelination"]
    assert later["lesions.demyelinated_loss"] == early["lesions.demyelinated_loss"]


def test_disability_at_entry_grows_from_health_over_relapsing_to_progressive_ms() -> None:
    """Of 500 people each; the medians lie many standard errors, at most 4% of themselves, apart."""
    names = ("healthy", "rrms", "rrms-aggressive", "ppms", "spms")
    lost = [float(np.median(draw_cohort(name, 1, PEOPLE).state["pyramidal_lost"])) for name in names]
    assert lost == sorted(lost) and lost[0] < 0.01 < 0.25 < lost[-1]
