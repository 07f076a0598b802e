"""Kurtzke's rules: from functional-system and ambulation scores to the EDSS step.

The functional-system table is the Neurostatus reading of Kurtzke 1983. Kurtzke's eighth system
("other") is left out, as it is there. The step is the higher one of what the functional systems
and what walking ask for, which equals the published table and is monotone in every score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SYSTEMS = ("pyramidal", "cerebellar", "brainstem", "sensory", "bowel_bladder", "visual", "mental")
HIGHEST_SYSTEM_SCORES = dict(zip(SYSTEMS, (6, 5, 5, 6, 6, 6, 5), strict=True))
_VISUAL = np.array([0, 1, 2, 2, 3, 3, 4])
_BOWEL_BLADDER = np.array([0, 1, 2, 3, 3, 4, 5])


@dataclass(frozen=True, slots=True)
class AmbulationCoding:
    """What the numbers of an ambulation score stand for.

    Attributes
    ----------
    name : str
        Which definition this is.
    least_step : tuple of float
        Lowest EDSS step for each ambulation score, beginning with score 0.
    """

    name: str
    least_step: tuple[float, ...]


WALKING_RANGE = AmbulationCoding("walking-range", (0.0, 4.5, 5.0, 5.5, 6.0, 6.0, 6.0, 6.5, 6.5, 7.0))
"""0 walks 500 m or more; 1 to 3 at least 300, 200, 100 m unaided; 4 less than 100 m unaided;
5 with one aid 50 m, 6 with two aids 120 m; 7 one aid below 50 m, 8 two aids 5 to 120 m; 9 wheelchair."""

NEUROSTATUS_2011 = AmbulationCoding(
    "neurostatus-2011",
    (0.0, 2.0, 4.5, 5.0, 5.5, 6.0, 6.0, 6.0, 6.5, 6.5, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5, 10.0),
)
"""Definitions 04/10.2: 0 unrestricted; 1 fully ambulatory; from 2 on one later than walking range."""


def functional_system_step(scores: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the EDSS step that the seven functional systems alone ask for, 0 to 5.

    Parameters
    ----------
    scores : mapping of str to array of float, shape [...]
        A score for each name of :data:`SYSTEMS`, before conversion: visual 0 to 6 and bowel/bladder
        0 to 6 are converted here (visual 6 5 4 3 2 1 to 4 3 3 2 2 1; bowel/bladder 6 5 4 3 to 5 4 3 3).

    Returns
    -------
    array of float, shape [...]
        Steps; NaN where any score is missing.

    References
    ----------
    Kurtzke J.F. Neurology 1983;33:1444, doi:10.1212/wnl.33.11.1444. Neurostatus definitions 04/10.2.

    Examples
    --------
    >>> scores = {name: np.array([0.0, 2.0]) for name in SYSTEMS}
    >>> functional_system_step(scores)
    array([0., 4.])
    """
    stacked = np.stack([np.asarray(scores[name], dtype=np.float64) for name in SYSTEMS], axis=-1)
    missing = np.isnan(stacked).any(axis=-1)
    whole = np.where(np.isnan(stacked), 0.0, stacked).astype(np.int64)
    visual, bowel = SYSTEMS.index("visual"), SYSTEMS.index("bowel_bladder")
    whole[..., visual] = _VISUAL[whole[..., visual]]
    whole[..., bowel] = _BOWEL_BLADDER[whole[..., bowel]]
    one, two, three, four = ((whole == grade).sum(axis=-1) for grade in (1, 2, 3, 4))
    five = (whole >= 5).sum(axis=-1)
    ladder = (
        (5.0, (five >= 1) | (four >= 2) | ((four == 1) & (three >= 3)) | (three >= 6)),
        (4.5, ((four == 1) & (three + two >= 1)) | (three == 5)),
        (4.0, (four == 1) | (three >= 3) | ((three == 2) & (two >= 1)) | ((three == 1) & (two >= 3))),
        (4.0, two >= 6),
        (3.5, (three == 2) | ((three == 1) & (two >= 1)) | (two == 5)),
        (3.0, (three == 1) | (two >= 3)),
        (2.5, two == 2),
        (2.0, two == 1),
        (1.5, one >= 2),
        (1.0, one == 1),
    )
    step = np.select([met for _, met in ladder], [value for value, _ in ladder], default=0.0)
    return np.where(missing, np.nan, step)


def edss_step(
    scores: Mapping[str, NDArray[np.float64]],
    ambulation: NDArray[np.float64],
    coding: AmbulationCoding = WALKING_RANGE,
) -> NDArray[np.float64]:
    """Return the EDSS step of Kurtzke's rules.

    Parameters
    ----------
    scores : mapping of str to array of float, shape [...]
        Functional-system scores, as for :func:`functional_system_step`.
    ambulation : array of float, shape [...]
        Ambulation score.
    coding : AmbulationCoding
        What the ambulation scores stand for: :data:`WALKING_RANGE` (0 to 9, as in the item response
        model) or :data:`NEUROSTATUS_2011` (0 to 16, as on today's scoring sheets).

    Returns
    -------
    array of float, shape [...]
        Steps from 0 to 10 by 0.5 (never 0.5); NaN where any score is missing.

    Examples
    --------
    >>> scores = {name: np.array([0.0, 2.0]) for name in SYSTEMS}
    >>> edss_step(scores, np.array([4.0, 0.0]))
    array([6., 4.])
    """
    ambulation = np.asarray(ambulation, dtype=np.float64)
    missing = np.isnan(ambulation)
    place = np.where(missing, 0.0, ambulation).astype(np.int64)
    walking = np.asarray(coding.least_step)[place]
    return np.where(missing, np.nan, np.maximum(functional_system_step(scores), walking))
