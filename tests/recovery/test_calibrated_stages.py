"""Protects: every stage of a shipped parameter set gives back what is known, on its own emulator.

Each stage brings its own account; it is believed because the same computation is repeated here from a stage's
files.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

import lassitude.population
from lassitude.calibration.prior import Prior
from lassitude.calibration.recovery import ranks, recover, uniformity
from lassitude.calibration.stage_files import read_emulator, read_stage_files
from lassitude.population.declared import parameter_named

SETS = Path(lassitude.population.__file__).parent / "sets"
STAGES = sorted(SETS.glob("*/stages/*.json"))
NAMES = [f"{one.parents[1].name}-{one.stem}" for one in STAGES]


@pytest.mark.parametrize("account", STAGES, ids=NAMES)
def test_five_truths_or_more_are_recovered_and_ranks_are_even(account: Path) -> None:
    """Eight truths times the stage's parameters, and 256 ranks for each of them.

    Both are bounded where correct code fails once in a thousand a stage; a seven-stage set fails once in 70.
    """
    found = read_stage_files(account.parent, account.stem)
    assert found is not None
    told = found.told["recovery"]
    assert told["truths"] >= 5 and told["ranks"] >= 200
    intervals = told["truths"] * told["parameters"]
    # Intervals of one truth go together, so a quarter of them counts as independent.
    independent = max(intervals // 4, told["truths"])
    assert binom.cdf(round(told["inside_90%"] * independent), independent, 0.9) > 0.0005
    assert told["smallest_p_of_uniform_ranks"] > 0.0005 / told["parameters"]


@pytest.mark.slow
@pytest.mark.xdist_group("sampler")
@pytest.mark.parametrize("account", STAGES[:1], ids=NAMES[:1])
def test_the_account_of_a_stage_can_be_repeated_from_its_files(account: Path) -> None:
    found = read_stage_files(account.parent, account.stem)
    assert found is not None
    emulator, likelihood = read_emulator(account.parent, account.stem)
    own = {one["name"] for one in found.told["parameters"]}
    before = [name for name in found.draws if name not in own]
    earlier = Prior(tuple(parameter_named(name) for name in before)).standard(
        {name: found.draws[name] for name in before}
    )
    earlier = earlier if before else np.zeros((found.told["rows"], 0))
    even = uniformity(ranks(emulator, likelihood, earlier, found.told["seed"]))
    again = recover(emulator, likelihood, earlier, found.told["seed"])
    told = found.told["recovery"]
    assert even.min() == pytest.approx(told["smallest_p_of_uniform_ranks"], rel=0.5)
    assert again.inside.mean() == pytest.approx(told["inside_90%"], abs=0.05)
