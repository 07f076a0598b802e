"""Parameters and published numbers that need no body."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.likelihood import Observation
from lassitude.calibration.prior import Prior, prior_of
from lassitude.calibration.scales import Identity, Scale, scale_of
from lassitude.calibration.stage_fit import Simulated
from lassitude.quantities.parameters import Declaration, hypothesis
from lassitude.randomness.streams import Keys, normals, person_keys

Floats = NDArray[np.float64]

ERRORS = np.array([0.5, 0.5, 0.05, 0.1, 0.2])
SCATTER = np.array([0.3, 0.2, 0.03, 0.02, 0.1])
SCALES: tuple[Scale, ...] = (
    Identity(),
    Identity(),
    scale_of("log", 0.4, 200),
    scale_of("logit", 0.45, 200),
    Identity(),
)


def declared(name: str, low: float = 0.0, peak: float = 1.0, high: float = 3.0) -> Declaration:
    return Declaration(name, peak, "1", (low, high), hypothesis("an example"), "an example", None)


def prior(*names: str) -> Prior:
    return prior_of([declared(name) for name in names])


def answers(values: Mapping[str, Floats]) -> Floats:
    """Return five numbers that three parameters decide; ``idle`` moves hardly anything."""
    strong, weak, idle = values["strong"], values["weak"], values["idle"]
    return np.stack(
        [
            10.0 + 8.0 * strong - 3.0 * weak,
            5.0 * weak + strong * weak,
            0.8 * np.exp(-0.5 * strong),
            1.0 / (1.0 + np.exp(1.0 - weak)),
            strong + 0.02 * idle,
        ],
        axis=-1,
    )


def observations(published: Floats) -> tuple[Observation, ...]:
    return tuple(
        Observation("toy", f"number {place}", "e:v", float(one), scale, error, 0.5 * error, 1.0, f"g{place}")
        for place, (one, scale, error) in enumerate(zip(published, SCALES, ERRORS, strict=True))
    )


def simulated(label: str, values: Mapping[str, Floats]) -> Simulated:
    """Answer as a small virtual study does: with scatter, and telling how large it is."""
    exact = answers(values)
    keys = person_keys(7, 0, np.arange(len(exact)))
    each = Keys(keys.word0[:, None], keys.word1[:, None])
    noise = normals(each, label, 0, np.arange(len(SCATTER)))
    return Simulated(exact + SCATTER * noise, np.broadcast_to(SCATTER, exact.shape))
