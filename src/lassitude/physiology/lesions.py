"""Lesions: how often they are born, in which system, how much myelin they strip, and when they calm down."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import log, maximum, saturating, steep
from lassitude.physiology.systems import SYSTEMS, SystemParameters, extents, functional_extent
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
    published,
)


class LesionParameters(Parameters):
    """Birth, size and repair of lesions, and the slow loss of axons."""

    births: PerPatient = parameter(
        0.8,
        "1/day",
        bounds=(0.02, 12.0),
        varies=LogNormal(0.8),
        meaning="lesions born a day in full local inflammation",
        source=hypothesis("product with antigen pulses is set by lesion counts of untreated relapsing MS"),
    )
    threshold: Shared = parameter(
        12.0,
        "1/mm**3",
        bounds=(3.0, 40.0),
        meaning="local effector cells at which half the lesions are born, where nothing holds them back",
        source=hypothesis("about the peak of the MS net, so that lesions follow cells almost in proportion"),
    )
    balance: Shared = parameter(
        16.0,
        "1",
        bounds=(6.0, 25.0),
        meaning="effector cells for each local regulatory cell below which hardly any lesion is born",
        source=hypothesis("between the nets in full inflammation: about 1.5 in health and 22 in MS"),
    )
    least_effectors: Shared = parameter(
        0.5,
        "1/mm**3",
        bounds=(0.3, 1.2),
        meaning="local effector cells below which hardly any lesion is born",
        source=hypothesis("a few cells per mm3 patrol every nervous system"),
    )
    enhancement_decay: Shared = parameter(
        0.0476,
        "1/day",
        bounds=(0.02, 0.1),
        meaning="end of contrast enhancement",
        source=hypothesis("enhancement lasts about three weeks"),
    )
    size: Shared = parameter(
        4e-4,
        "1/day",
        bounds=(5e-5, 2e-3),
        meaning="mean demyelinating flux of a lesion at its birth in four tenths of white matter",
        source=hypothesis("a mean lesion strips just under one percent of four tenths of white matter"),
    )
    eloquent_share: Shared = parameter(
        0.13,
        "1",
        bounds=(0.02, 0.2),
        meaning="share of lesions, the largest, that are clinical relapses",
        source=published(
            "doi:10.1186/1752-0509-5-114", "fewer than 20% of new lesions are clinical relapses"
        ),
    )
    remyelination: PerPatient = parameter(
        0.02,
        "1/day",
        bounds=(0.005, 0.05),
        varies=LogNormal(0.3),
        meaning="remyelination at age 25",
        source=hypothesis(
            "50 days; recovery of relapses ends by six months", "affirm_relapse_recovery_lublin2014"
        ),
    )
    remyelination_aging: Shared = parameter(
        0.015,
        "1/year",
        bounds=(0.005, 0.03),
        meaning="fall of remyelination with age",
        source=hypothesis("1 to 2% a year"),
    )
    reference_age: Shared = parameter(
        25.0,
        "year",
        bounds=(25.0, 25.0),
        meaning="age to which remyelination refers",
        source=derived("definition", "fixed, so that the rate has a meaning"),
    )
    vulnerability: Shared = parameter(
        0.5,
        "1",
        bounds=(0.1, 1.0),
        meaning="vulnerability of remyelinated axons, myelinated = 1",
        source=hypothesis("half as often hit"),
    )
    myelinated_loss: PerPatient = parameter(
        2e-5,
        "1/day",
        bounds=(0.0, 2e-4),
        varies=LogNormal(0.8),
        meaning="slow loss of myelinated axons at the usual priming of microglia in relapsing MS",
        source=hypothesis(
            "progressive MS differs here and in remyelination", "doi:10.1371/journal.pcbi.1005757"
        ),
    )
    usual_priming: Shared = parameter(
        0.4,
        "1",
        bounds=(0.4, 0.4),
        meaning="priming of microglia to which that loss refers",
        source=derived("definition", "fixed, so that the rate has a meaning"),
    )
    aging_loss: Shared = parameter(
        2e-7,
        "1/day",
        bounds=(0.0, 2e-6),
        meaning="loss of axons with age, without inflammation",
        source=hypothesis("aging without disability"),
    )
    demyelinated_loss: Shared = parameter(
        2e-4,
        "1/day",
        bounds=(5e-5, 1e-3),
        meaning="slow loss of demyelinated axons",
        source=hypothesis("ten times that of myelinated axons"),
    )
    acute_loss: Shared = parameter(
        0.15,
        "1",
        bounds=(0.0, 0.5),
        meaning="axons cut for each that an attack strips of its myelin",
        source=hypothesis("transection in active lesions"),
    )


def birth_hazard(s: Any, p: LesionParameters) -> Any:
    """Return the intensity of new lesions, 1/day: effector cells, unless regulatory cells hold them back.

    A drug that keeps both kinds of cells out leaves their balance, and so lesions in proportion to the cells
    that still get in; health and a restored tolerance shift the balance, and lesions end.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> p = LesionParameters(births=0.5, threshold=12.0)
    >>> round(float(birth_hazard(SimpleNamespace(cns_effectors=12.0, cns_regulators=0.1), p)), 3)
    0.25
    >>> round(float(birth_hazard(SimpleNamespace(cns_effectors=12.0, cns_regulators=2.0), p)), 3)
    0.0
    """
    held_back = p.least_effectors + p.balance * s.cns_regulators
    return p.births * saturating(s.cns_effectors, p.threshold) * steep(s.cns_effectors, held_back)


def lesion_size(uniform: Any, p: LesionParameters) -> Any:
    """Return the demyelinating flux of a new lesion, exponential; the smallest uniforms are the largest.

    Examples
    --------
    >>> round(float(lesion_size(0.5, LesionParameters())), 7)
    0.0002773
    """
    return -p.size * log(maximum(uniform, 1e-7))


def struck_system(uniform: Any, systems: SystemParameters) -> dict[str, Any]:
    """Tell which system a lesion falls into: each in proportion to its extent.

    Parameters
    ----------
    uniform : array in (0, 1), [person]
        Decides.
    systems : SystemParameters
        Extents.

    Returns
    -------
    dict of str to array of bool, [person]
        By system, true for exactly one.

    Examples
    --------
    >>> import numpy as np
    >>> struck = struck_system(np.array([0.05, 0.12, 0.99]), SystemParameters())
    >>> struck["pyramidal"].tolist(), struck["association"].tolist()
    ([True, False, False], [False, False, True])
    """
    struck, below = {}, 0.0
    for system, extent in extents(systems).items():
        struck[system] = (uniform >= below) & (uniform < below + extent)
        below = below + extent
    return {**struck, "association": uniform >= functional_extent(systems)}


def lesion_flux(size: Any, system: str, systems: SystemParameters) -> Any:
    """Return the demyelinating flux of a lesion in a system, 1/day; a small system loses more.

    Examples
    --------
    >>> round(float(lesion_flux(4e-4, "pyramidal", SystemParameters())), 6)
    0.001455
    """
    return size * systems.whole / extents(systems)[system]


def activity_flows(s: Any, p: LesionParameters) -> tuple[Flow, ...]:
    """Return the end of enhancement and of the local flux of each system.

    Examples
    --------
    >>> [flow.source for flow in activity_flows(None, LesionParameters())][:2]
    ['enhancing', 'pyramidal_flux']
    """
    return tuple(
        Flow(f"{state} decay", state, OUTSIDE, p.enhancement_decay)
        for state in ("enhancing", *(f"{system}_flux" for system in SYSTEMS))
    )
