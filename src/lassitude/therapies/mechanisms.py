"""The mechanisms that therapies are composed of; each fills its own fields of a regimen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from lassitude.quantities.parameters import Declaration


@dataclass(frozen=True, slots=True)
class Depletion:
    """Kill a share of immune cells within some days; reconstitution is the body's own.

    Attributes
    ----------
    t_cells_left, b_cells_left : Declaration
        Share left at the end, 0 to 1.
    days : Declaration
        How long it takes.
    """

    t_cells_left: Declaration
    b_cells_left: Declaration
    days: Declaration


@dataclass(frozen=True, slots=True)
class ToleranceReset:
    """Return regulation to its healthy strength, with a probability that is drawn for each person."""

    probability: Declaration


@dataclass(frozen=True, slots=True)
class TraffickingBlock:
    """Keep lymphocytes out of the nervous system by repeated doses of an antibody.

    Attributes
    ----------
    rise : Declaration
        Concentration that one dose adds, mg/L.
    elimination : Declaration
        1/day.
    interval : Declaration
        Days between doses.
    half_occupancy : Declaration
        Concentration at which half the receptors are occupied, mg/L.
    steepness : Declaration
        Passage left = (1 - occupancy) to this power.
    """

    rise: Declaration
    elimination: Declaration
    interval: Declaration
    half_occupancy: Declaration
    steepness: Declaration


@dataclass(frozen=True, slots=True)
class CytokineModulation:
    """Dampen the activation of effector cells and add type I interferon activity."""

    activation_left: Declaration
    type1_interferon: Declaration


@dataclass(frozen=True, slots=True)
class Training:
    """Train above habitual activity: MET-hours a week, for some weeks."""

    load: Declaration
    weeks: Declaration


@dataclass(frozen=True, slots=True)
class Toxicity:
    """Make a person ill for a while: units of toxicity that build up within some days."""

    amount: Declaration
    days: Declaration


@dataclass(frozen=True, slots=True)
class Expectation:
    """Build a belief that the treatment helps; every therapy comes with it, and blinding scales it.

    Attributes
    ----------
    height : Declaration
        Mean relief in SD of fatigue if one knows what one gets; people differ by `spread`.
    spread : Declaration
        SD of the height between people.
    blinded : Declaration
        Share of the height if one does not know.
    waning : Declaration
        1/day.
    """

    height: Declaration
    spread: Declaration
    blinded: Declaration
    waning: Declaration


Mechanism: TypeAlias = (
    Depletion | ToleranceReset | TraffickingBlock | CytokineModulation | Training | Toxicity | Expectation
)


def kill_rate(left: Any, days: Any) -> Any:
    """Return the death rate that leaves a share after some days, 1/day.

    Examples
    --------
    >>> round(float(kill_rate(0.5, 1.0)), 4)
    0.6931
    """
    return -np.log(left) / days
