"""Fatigue of the hour: it rises over the day, moves no mean, and knows where effort is hard."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.engine.scheme import two_stage_step
from lassitude.physiology.hourly_fatigue import (
    BY_HOUR,
    awake_at,
    balanced,
    fatigue_now,
    hourly_flows,
    rise_of_a_day,
)
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.states import at_rest

BODY = declared_parameters()
PARTS = 144


def person(**changed: float) -> SimpleNamespace:
    s = at_rest()
    s.pyramidal_conduction = s.association_conduction = 1.0
    vars(s).update(changed)
    return s


def a_day(s: SimpleNamespace) -> np.ndarray:
    """Physical fatigue of every tenth minute of the third day that is like those before it."""
    pools = {name: balanced(s, BODY.hourly_fatigue, BODY.energy)[name] for name in BY_HOUR}
    seen = []
    for step in range(3 * PARTS):
        s.awake = float(awake_at(step / PARTS))
        held = dict(vars(s))
        pools = two_stage_step(
            pools,
            lambda some, held=held: hourly_flows(
                SimpleNamespace(**{**held, **some}), BODY.hourly_fatigue, BODY.energy
            ),
            1.0 / PARTS,
        )
        vars(s).update(pools)
        seen.append(float(fatigue_now("physical", s, BODY.hourly_fatigue, BODY.energy)))
    return np.array(seen[-PARTS:])


@pytest.mark.parametrize("changed", [{}, {"pyramidal_conduction": 0.8}, {"sleep": 1.5}])
def test_the_mean_of_a_day_is_the_fatigue_of_the_day(changed: dict[str, float]) -> None:
    """What the day clock has in balance is the mean of the hours; soft edges of waking cost 0.01."""
    assert a_day(person(fatigue_physical=0.3, **changed)).mean() == pytest.approx(0.3, abs=0.015)


def test_fatigue_rises_from_waking_to_bedtime_by_what_the_signal_says() -> None:
    """The rise of the lasting part is the signal; the short part adds its height within the first hours."""
    s = person()
    hours = a_day(s)
    waking, bedtime = hours[round(7.2 / 24 * PARTS)], hours[round(22.8 / 24 * PARTS) - 1]
    rise = rise_of_a_day("physical", s, BODY.hourly_fatigue, BODY.energy)
    height = BODY.hourly_fatigue.recoverable_gain * BODY.hourly_fatigue.recovery_time
    assert rise < bedtime - waking < rise + height + 0.03


@pytest.mark.parametrize(
    ("kind", "lost"), [("physical", "pyramidal_conduction"), ("cognitive", "association_conduction")]
)
def test_where_axons_are_lost_the_same_day_is_harder(kind: str, lost: str) -> None:
    sound, damaged = (
        rise_of_a_day(kind, person(**{lost: left}), BODY.hourly_fatigue, BODY.energy) for left in (1.0, 0.8)
    )
    assert damaged == pytest.approx(sound / 0.8)


def test_poor_sleep_leaves_more_of_the_day_before() -> None:
    well, poor = (
        balanced(person(sleep=badly), BODY.hourly_fatigue, BODY.energy)["unrecoverable_physical"]
        for badly in (0.0, 2.0)
    )
    assert poor > 1.05 * well
