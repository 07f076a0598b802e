"""Relapses: which lesions are felt, the conduction that acute inflammation blocks, and its return."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import exp, log, maximum
from lassitude.physiology.lesions import LesionParameters
from lassitude.physiology.systems import FUNCTIONAL, SystemParameters, functional_extent
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter

_LEAST = 1e-7


class RelapseParameters(Parameters):
    """What a lesion in a functional system does to its conduction before any axon is cut."""

    acute_block: Shared = parameter(
        1.5,
        "1",
        bounds=(0.2, 3.0),
        meaning="mean block of a system's conduction at a clinical relapse, as a logarithm",
        source=hypothesis("EDSS rises by about one at a relapse", "affirm_relapse_recovery_lublin2014"),
    )
    block_recovery: Shared = parameter(
        0.033,
        "1/day",
        bounds=(0.015, 0.1),
        meaning="end of that block as edema and inflammation subside",
        source=hypothesis("30 days: most recover within two to three months, none after six"),
    )
    apart: Shared = parameter(
        30.0,
        "day",
        bounds=(30.0, 30.0),
        meaning="days from the onset of a relapse in which further symptoms belong to it",
        source=derived("definition", "as trials count relapses"),
    )


def relapsing_share(lesions: LesionParameters, systems: SystemParameters) -> Any:
    """Return which share of lesions in functional systems, the largest, are clinical relapses.

    Examples
    --------
    >>> round(relapsing_share(LesionParameters(), SystemParameters()), 3)
    0.271
    """
    return lesions.eloquent_share / functional_extent(systems)


def block_at_onset(uniform: Any, share: Any, p: RelapseParameters) -> Any:
    """Return the block of a lesion in a functional system; none where it is too small to be felt.

    The larger the lesion, the smaller its uniform: ``acute_block * max(ln(share / uniform), 0)``, exponential
    among relapses.

    Parameters
    ----------
    uniform : array in (0, 1), [person]
        That decided the size of the lesion.
    share : array, [person]
        Of :func:`relapsing_share`.
    p : RelapseParameters
        Parameters.

    Examples
    --------
    >>> p = RelapseParameters(acute_block=0.5)
    >>> round(float(block_at_onset(0.1, 0.3, p)), 3), float(block_at_onset(0.5, 0.3, p))
    (0.549, 0.0)
    """
    return p.acute_block * maximum(log(share / maximum(uniform, _LEAST)), 0.0)


def block_flows(p: RelapseParameters) -> tuple[Flow, ...]:
    """Return the end of acute block in every functional system.

    Examples
    --------
    >>> block_flows(RelapseParameters())[0].source
    'pyramidal_block'
    """
    return tuple(
        Flow(f"{system} block recovery", f"{system}_block", OUTSIDE, p.block_recovery)
        for system in FUNCTIONAL
    )


def through(block: Any) -> Any:
    """Return what acute block lets through.

    Examples
    --------
    >>> float(through(0.0))
    1.0
    """
    return exp(-block)
