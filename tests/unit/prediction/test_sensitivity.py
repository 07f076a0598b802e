"""Protects: priors are triangles between bounds, and the share of hypotheses is a share."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.engine.model import BLOCK
from lassitude.prediction.lives import DRAWS, PEOPLE
from lassitude.prediction.sensitivity import hypothesis_share, prior_draws, triangular
from lassitude.quantities.parameters import Declaration, Source, hypothesis, published
from lassitude.randomness.streams import person_keys, uniforms

U = uniforms(person_keys(1, 0, np.arange(50_000)), "test", 0)
KEYS = person_keys(2, 0, np.arange(128))


def declared(name: str, value: float = 1.0, bounds=(0.0, 4.0), source: Source | None = None) -> Declaration:
    return Declaration(name, value, "1", bounds, source or hypothesis("an example"), "an example", None)


def share(first: np.ndarray, second: np.ndarray):
    return hypothesis_share({"prior-nothing": {"change": first}, "prior-hypotheses": {"change": second}}, 7)


@pytest.mark.parametrize(("value", "bounds"), [(1.0, (0.0, 4.0)), (0.0, (0.0, 1.0)), (2.0, (-1.0, 2.0))])
def test_draws_have_the_mean_and_variance_of_a_triangle(value: float, bounds: tuple[float, float]) -> None:
    # Mean (a + b + c) / 3, variance (a2 + b2 + c2 - ab - ac - bc) / 18; errors below 0.5% in 50,000 draws.
    low, high = bounds
    drawn = triangular(U, declared("x", value, bounds))
    variance = (low**2 + high**2 + value**2 - low * high - low * value - high * value) / 18.0
    assert drawn.min() >= low and drawn.max() <= high
    assert drawn.mean() == pytest.approx((low + high + value) / 3.0, abs=0.02 * (high - low))
    assert drawn.var() == pytest.approx(variance, rel=0.03)


def test_a_parameter_with_equal_bounds_is_fixed() -> None:
    assert set(triangular(U[:9], declared("x", 3.0, (3.0, 3.0)))) == {3.0}


def test_a_greater_uniform_is_never_a_smaller_draw() -> None:
    assert (np.diff(triangular(np.sort(U), declared("x"))) >= 0.0).all()


def test_only_hypotheses_are_drawn_anew() -> None:
    both = [declared("guess"), declared("known", source=published("doi:10.1/example"))]
    first, second = (prior_draws(both, 1, one) for one in ("nothing", "hypotheses"))
    assert np.array_equal(first["known"], second["known"])
    assert not (first["guess"] == second["guess"]).any()
    assert first["guess"].shape == (DRAWS,)
    assert DRAWS * PEOPLE == BLOCK


def test_one_more_parameter_changes_no_other_draw() -> None:
    few, many = (prior_draws(one, 1, "nothing") for one in ([declared("a")], [declared("b"), declared("a")]))
    assert np.array_equal(few["a"], many["a"])


def test_the_share_is_nothing_when_hypotheses_change_nothing() -> None:
    change = U[:128]
    found = share(change, change)
    assert (found.median, found.interval90.lower, found.interval90.upper) == (0.0, 0.0, 0.0)


def test_the_share_is_everything_when_all_is_hypothesis() -> None:
    # Two independent sets of draws: the index is 1 up to the error of 128 draws, about 0.1, and never above.
    one, other = (uniforms(KEYS, "change", index) for index in (0, 1))
    found = share(one, other)
    assert 0.8 < found.median <= 1.0
    assert found.interval90.upper <= 1.0


def test_the_share_is_that_of_the_variance() -> None:
    # change = known + 2 guess with equal variances: the guess makes 4/5 of it; error about 0.1.
    known, guess, again = (uniforms(KEYS, "change", index) for index in (0, 1, 2))
    found = share(known + 2 * guess, known + 2 * again)
    assert found.median == pytest.approx(0.8, abs=0.2)
    assert 0.0 <= found.interval90.lower <= found.median <= found.interval90.upper <= 1.0


def test_draws_that_gave_no_number_are_left_out() -> None:
    one, other = (uniforms(KEYS, "change", index) for index in (0, 1))
    one[3] = np.nan
    assert 0.0 < share(one, other).median <= 1.0


def test_nothing_varies_is_no_share_of_hypotheses() -> None:
    assert share(np.zeros(128), np.zeros(128)).median == 0.0
