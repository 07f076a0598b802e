"""Acute sickness tires at once; lasting sickness is in the fatigue of the day and counts once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lassitude.physiology.beside import derived
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.sickness import SicknessParameters, fatigue_at_once
from lassitude.physiology.sleep import sleep
from lassitude.physiology.states import at_rest

BODY = declared_parameters()


def test_lasting_sickness_adds_nothing_beside_the_fatigue_of_the_day() -> None:
    s = at_rest()
    s.sickness = 0.5
    vars(s).update(derived(s, BODY))
    assert float(fatigue_at_once(s, BODY.sickness)) == 0.0


@pytest.mark.parametrize(("taken_up", "added"), [(0.0, 0.8), (0.25, 0.6), (1.5, 0.0)])
def test_what_has_not_been_taken_up_tires_now(taken_up: float, added: float) -> None:
    ill = SimpleNamespace(sickness=1.0, sickness_taken_up=taken_up)
    assert float(fatigue_at_once(ill, SicknessParameters(at_once=0.8))) == pytest.approx(added)


def test_spasms_and_nocturia_wake_people() -> None:
    s = at_rest()
    s.bowel_bladder_conduction = 1.0
    well = sleep(s, BODY.sleep).target
    s.bowel_bladder_conduction, s.spasticity = 0.8, 2.0
    assert sleep(s, BODY.sleep).target == pytest.approx(
        well + 0.2 * BODY.sleep.by_nocturia + 2.0 * BODY.sleep.by_spasticity
    )
