"""Hold the published naive pool and killer cells to their equations, and the body's aging to the former."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.physiology.blood_counts import CountParameters
from lassitude.physiology.reconstitution import ReconstitutionParameters, thymic_output
from tests.reference.published import lewkiewicz2019, wodarz2007
from tests.reference.published.wodarz2007 import Rates


def test_the_thymus_of_the_body_ages_as_published() -> None:
    """exp(-0.044 t): a quarter left after 31.5 years (Lewkiewicz 2019)."""
    p = ReconstitutionParameters()
    assert p.thymic_aging == lewkiewicz2019.THYMIC_AGING
    assert thymic_output(66.5, p) / thymic_output(35.0, p) == pytest.approx(0.25, rel=0.01)


def test_naive_cells_fall_with_age_as_in_the_published_pool() -> None:
    """Slower than the thymus, as the few that are left live longer."""
    young, old = lewkiewicz2019.cells(np.array([35.0, 60.0]))
    assert np.exp(-CountParameters().naive_aging * 25.0) == pytest.approx(old / young, rel=0.01)


def test_alone_the_published_thymus_would_need_decades_after_depletion() -> None:
    """Why the body's recovery is fitted to depleted people instead: 2% left at 35 is under a half at 45."""
    whole, after = lewkiewicz2019.cells(np.array([35.0, 45.0])), 0.02
    regrown = lewkiewicz2019.cells(np.array([45.0]), after * whole[0], 35.0)[0]
    assert regrown < 0.5 * whole[1]


def test_killer_cells_hold_infected_cells_at_death_over_answer() -> None:
    """At rest growth answers death: infected cells are 0.1 over 15.5 (closed form of the equations)."""
    p = Rates()
    end = wodarz2007.course(np.array([2000.0]), p)[:, -1]
    assert end[1] + end[2] == pytest.approx(p.killer_death / p.answer, rel=1e-3)


def test_the_printed_set_keeps_killer_cells_but_does_not_inflate_them() -> None:
    """After the peak they fall to a plateau that lasts: inflation in the body is a hypothesis of its own."""
    killers = wodarz2007.course(np.array([10.0, 500.0, 1000.0, 2000.0]), Rates())[5]
    assert killers[0] > 10.0 * killers[-1] > 0.0
    assert killers[1:] == pytest.approx(killers[-1], rel=0.05)
