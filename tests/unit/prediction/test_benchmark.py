"""The benchmark measures what it says: the same equations, at an error within the bar on both sides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lassitude.engine.smooth import derivatives, without_events
from lassitude.engine.toy import toy_model
from lassitude.prediction.benchmark import SpeedTask, compile_seconds, hardware, live
from lassitude.prediction.pipeline import prepare_process


def test_rates_are_positive_and_one_for_each_turn() -> None:
    """A turn that took no time or was not counted would make any bar look met."""
    told = live(SpeedTask("toy", days=2, turns=3))
    assert told["rates"].shape == (3,)
    assert (told["rates"] > 0).all()


def test_compiling_is_measured_where_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program found on disk is read in a second, which is not what a first run waits for."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compile_seconds("toy", prepare_process) > 0.2
    assert not list(tmp_path.rglob("*jit*"))


def test_the_machine_is_named() -> None:
    """A rate without its hardware says nothing."""
    assert hardware()["processor"]
    assert hardware()["cores"] >= 1


def test_the_toy_rests_where_its_equations_say() -> None:
    """All pools alike: gain 0.3 x / (1 + x) + 0.1 = loss (0.2 + 0.1 x) x; the root is found by bisection."""
    low, high = 0.1, 5.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        change = derivatives(toy_model(), None, {}, dict.fromkeys(toy_model().states, middle))["pool_00"]
        low, high = (middle, high) if change > 0 else (low, middle)
    assert abs(0.3 * low / (1 + low) + 0.1 - (0.2 + 0.1 * low) * low) < 1e-9


def test_events_off_draw_no_numbers() -> None:
    """A body without events must not spend random numbers on them."""
    assert without_events(toy_model()).uniforms == (0, 0)


@pytest.mark.slow
def test_engine_and_adaptive_solver_agree_with_the_reference() -> None:
    """Both sides of the speed ratio solve the same equations to within 2% of SciPy at 1e-8."""
    pytest.importorskip("diffrax")
    from lassitude.prediction.adaptive import BAR, against_diffrax

    found = against_diffrax()
    for side in ("engine", "diffrax"):
        assert max(found[side]["errors"].values()) <= BAR, side
    assert np.isfinite(found["ratio"])
