"""Hold fatigue of the hour to the published model: what rest restores, and what it does not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lassitude.engine.scheme import two_stage_step
from lassitude.physiology.hourly_fatigue import BY_HOUR, hourly_flows
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.states import at_rest
from tests.reference.published.mueller2021 import Fatigue, Person, after, chance_of_work

WORK, REST = 0.6, None
BODY = declared_parameters()


def test_closed_forms_of_the_published_model() -> None:
    """Ten trials at 0.6: 10 * 0.3 * 0.6 and 10 * 0.018 * 0.6; two rests of 5 s at 0.25 take 1.8 to zero."""
    worked = after([WORK] * 10, Person())
    assert worked == Fatigue(pytest.approx(1.8), pytest.approx(0.108))  # type: ignore[arg-type]
    assert after([WORK] * 10 + [REST] * 2, Person()) == Fatigue(0.0, pytest.approx(0.108))  # type: ignore[arg-type]


def test_both_parts_lower_the_chance_of_work() -> None:
    chances = [
        chance_of_work(5.0, WORK, one, Person()) for one in (Fatigue(), Fatigue(2.0), Fatigue(0.0, 2.0))
    ]
    assert chances[1] == chances[2] < chances[0]


def lived(*hours: tuple[float, float]) -> list[SimpleNamespace]:
    """Both parts of the body's physical fatigue after each stretch of (hours, MET-hours a day), awake."""
    s = at_rest()
    s.pyramidal_conduction = s.association_conduction = s.awake = 1.0
    pools, seen = dict.fromkeys(BY_HOUR, 0.0), []
    for length, drive in hours:
        s.exertion_drive, s.exertion_intensity = drive, 0.5
        for _ in range(round(length * 60)):
            held = dict(vars(s))
            pools = two_stage_step(
                pools,
                lambda some, held=held: hourly_flows(
                    SimpleNamespace(**{**held, **some}), BODY.hourly_fatigue, BODY.energy
                ),
                1.0 / 1440.0,
            )
        seen.append(SimpleNamespace(**pools))
    return seen


def test_the_body_recovers_the_one_part_in_rest_and_not_the_other() -> None:
    """An hour of hard work and five of ordinary waking, beside the same six hours without the work."""
    _, rested = lived((1.0, 96.0), (5.0, 0.0))
    worked, _ = lived((1.0, 96.0), (5.0, 0.0))
    idle_hour, idle = lived((1.0, 0.0), (5.0, 0.0))
    extra = worked.recoverable_physical - idle_hour.recoverable_physical
    left = rested.recoverable_physical - idle.recoverable_physical
    assert extra > 0.3
    assert left == pytest.approx(extra * 2.718281828**-5, rel=0.05)
    stays = worked.unrecoverable_physical - idle_hour.unrecoverable_physical
    assert rested.unrecoverable_physical - idle.unrecoverable_physical == pytest.approx(stays)
    assert stays > 0.01


def test_both_parts_grow_in_proportion_to_effort_as_published() -> None:
    """The published sums are linear in effort; so are the body's, beyond what the day asks anyway."""
    none, once, twice = (lived((1.0, drive))[0] for drive in (0.0, 48.0, 96.0))
    for part in ("recoverable_physical", "unrecoverable_physical"):
        gain = getattr(once, part) - getattr(none, part)
        assert getattr(twice, part) - getattr(none, part) == pytest.approx(2.0 * gain)
