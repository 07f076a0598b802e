"""Protects: what sets attacks off keeps the yearly number, falls with age, and is null where switched off."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.physiology.daily_events import open_day
from lassitude.physiology.parameters import BodyParameters, all_declarations, body_parameters
from lassitude.physiology.pulses import pulse_intensity
from lassitude.physiology.states import at_rest
from lassitude.quantities.units import DAYS_A_YEAR
from lassitude.randomness.streams import normals, person_keys, uniforms

PEOPLE = 200_000
KEYS = person_keys(7, 0, np.arange(PEOPLE))


def with_numbers(**values: float) -> BodyParameters:
    flat = {one.name: one.value for one in all_declarations()}
    return body_parameters(flat | {name.replace("__", "."): value for name, value in values.items()})


def anyone(**values: object) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(at_rest()), "day": 2.0 * DAYS_A_YEAR, **values})


def yearly(s: SimpleNamespace, p: BodyParameters) -> float:
    return float(np.mean(pulse_intensity(s, p)) * DAYS_A_YEAR)


def test_the_season_averages_to_the_yearly_number() -> None:
    days = np.arange(0.0, 4.0 * DAYS_A_YEAR, 0.25)
    p = with_numbers(triggers__stress_effect=0.0, triggers__pulse_decline=0.0, triggers__virus_effect=0.0)
    assert yearly(anyone(day=days), p) == pytest.approx(p.triggers.pulses_per_year, rel=1e-3)


def test_more_attacks_are_set_off_from_march_to_august() -> None:
    """The direction of ledger meier2010_seasonality, whose size (2 to 3) holds for T2 activity alone."""
    days = np.arange(0.0, DAYS_A_YEAR)
    rates = np.asarray(pulse_intensity(anyone(day=days), with_numbers()))
    warm = (days >= 59) & (days < 243)
    assert 1.2 < rates[warm].mean() / rates[~warm].mean() < 2.0


def test_swings_of_the_virus_average_to_the_yearly_number() -> None:
    """Monte Carlo of 200,000: the standard error is 2e-4 of the mean."""
    p = with_numbers(triggers__season_effect=0.0, triggers__stress_effect=0.0, triggers__virus_effect=0.3)
    swings = p.viruses.swing * normals(KEYS, "swings", 0)
    assert yearly(anyone(ebv=swings), p) == pytest.approx(p.triggers.pulses_per_year, rel=2e-3)


def test_stress_averages_to_the_yearly_number() -> None:
    """Shot noise lived for two hundred days by 200,000 people; the standard error is 3e-4 of the mean."""
    p = with_numbers(triggers__season_effect=0.0, triggers__virus_effect=0.0)
    stress = np.zeros(PEOPLE)
    happens = 1.0 - np.exp(-p.stress.events_per_year / DAYS_A_YEAR)
    for day in range(200):
        stress = stress * np.exp(-p.stress.fading) + (uniforms(KEYS, "stress", day) < happens)
    assert yearly(anyone(stress=stress), p) == pytest.approx(p.triggers.pulses_per_year, rel=0.01)


def test_pulses_become_rarer_from_year_to_year_of_one_life() -> None:
    p = with_numbers()
    rates = [yearly(anyone(day=years * DAYS_A_YEAR), p) for years in (2.0, 7.0, 12.0)]
    declines = [later / before for before, later in itertools.pairwise(rates)]
    assert declines == pytest.approx([np.exp(-5.0 * p.triggers.pulse_decline)] * 2, rel=1e-6)


def test_a_dysbiotic_gut_moves_nothing_until_it_is_switched_on() -> None:
    ill, well = anyone(dysbiosis=1.0), anyone()
    assert yearly(ill, with_numbers()) == yearly(well, with_numbers())
    on = with_numbers(triggers__gut_effect=0.5)
    assert yearly(ill, on) > 1.3 * yearly(well, on)


def test_an_event_of_life_adds_one_unit_of_stress_and_hastens_the_virus() -> None:
    p, quiet = with_numbers(), [0.9] * 6
    struck = open_day(anyone(), p, [*quiet[:4], 1e-4, 0.9])
    assert float(struck["stress"]) == 1.0
    # A uniform between the daily chance of reactivation at rest and one under stress.
    between = 1.2 * p.viruses.reactivations_per_year / DAYS_A_YEAR
    calm, stressed = (open_day(anyone(stress=one), p, [*quiet[:5], between]) for one in (0.0, 2.0))
    assert (float(calm["ebv"]), float(stressed["ebv"])) == (0.0, pytest.approx(p.viruses.burst))


def test_older_draws_of_a_day_keep_their_meaning() -> None:
    """Infection and pulse read the first four numbers of a day, whatever came after them."""
    p, s = with_numbers(), anyone()
    told = open_day(s, p, [1e-4, 1e-4, 0.5, 0.5, 0.9, 0.9])
    assert float(told["infection"]) == 1.0
    assert float(told["antigen"]) == pytest.approx(69.31, abs=0.01)
