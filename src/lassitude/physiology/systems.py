"""The systems of white matter: seven functional ones, and association tracts, where lesions are silent."""

from __future__ import annotations

from typing import Any

from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter

FUNCTIONAL = ("pyramidal", "cerebellar", "brainstem", "sensory", "bowel_bladder", "visual", "mental")
"""Kurtzke's functional systems; a lesion there may be a clinical relapse."""
SYSTEMS = (*FUNCTIONAL, "association")


def _extent(system: str, value: float) -> Any:
    return parameter(
        value,
        "1",
        bounds=(0.02, 0.12),
        meaning=f"share of white matter, and so of lesions, in the {system.replace('_', ' and ')} system",
        source=hypothesis("in the order in which relapses hit the systems; half of all lesions hit none"),
    )


class SystemParameters(Parameters):
    """How far each functional system extends; what is left are association tracts."""

    pyramidal: Shared = _extent("pyramidal", 0.11)
    cerebellar: Shared = _extent("cerebellar", 0.06)
    brainstem: Shared = _extent("brainstem", 0.07)
    sensory: Shared = _extent("sensory", 0.11)
    bowel_bladder: Shared = _extent("bowel_bladder", 0.03)
    visual: Shared = _extent("visual", 0.07)
    mental: Shared = _extent("mental", 0.03)
    whole: Shared = parameter(
        0.4,
        "1",
        bounds=(0.4, 0.4),
        meaning="share of white matter to which the size of a lesion refers",
        source=derived("definition", "fixed, so that the size of a lesion has a meaning"),
    )


def extents(p: SystemParameters) -> dict[str, Any]:
    """Return the share of white matter of every system; they add up to one.

    Examples
    --------
    >>> shares = extents(SystemParameters())
    >>> round(shares["association"], 2), round(sum(shares.values()), 9)
    (0.52, 1.0)
    """
    functional = {system: getattr(p, system) for system in FUNCTIONAL}
    return {**functional, "association": 1.0 - functional_extent(p)}


def functional_extent(p: SystemParameters) -> Any:
    """Return the share of white matter of all functional systems together.

    Examples
    --------
    >>> round(functional_extent(SystemParameters()), 2)
    0.48
    """
    return (
        p.pyramidal + p.cerebellar + p.brainstem + p.sensory + p.bowel_bladder + p.visual + p.mental
    )  # fmt: skip


def weighted(values: dict[str, Any], p: SystemParameters) -> Any:
    """Return the mean of a quantity over white matter, each system by its extent; the sum is written out.

    Parameters
    ----------
    values : dict of str to array, [person]
        By system, all of ``SYSTEMS``.
    p : SystemParameters
        Parameters.

    Examples
    --------
    >>> round(weighted({**dict.fromkeys(SYSTEMS, 0.0), "pyramidal": 1.0}, SystemParameters()), 2)
    0.11
    """
    shares = extents(p)
    total = shares["pyramidal"] * values["pyramidal"]
    for system in SYSTEMS[1:]:
        total = total + shares[system] * values[system]
    return total
