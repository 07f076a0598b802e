"""The four axon pools of every system: myelinated, demyelinated, remyelinated, lost."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Flow
from lassitude.engine.maths import exp, maximum
from lassitude.physiology.lesions import LesionParameters

POOLS = ("myelinated", "demyelinated", "remyelinated", "lost")


def slow_loss(s: Any, p: LesionParameters) -> Any:
    """Return the slow loss of myelinated axons, 1/day: aging, and smoldering inflammation by microglia.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> float(slow_loss(SimpleNamespace(microglia=0.4), LesionParameters(aging_loss=0.0)))
    2e-05
    """
    return p.aging_loss + p.myelinated_loss * maximum(s.microglia, 0.0) / p.usual_priming


def axon_flows(system: str, s: Any, p: LesionParameters) -> tuple[Flow, ...]:
    """Return the flows between the four pools of a system; their sum stays one.

    Parameters
    ----------
    system : str
        One of ``SYSTEMS``.
    s : namespace
        Reads ``<system>_flux`` (1/day), ``microglia`` and ``age_years``.
    p : LesionParameters
        Parameters.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(visual_flux=0.0, microglia=0.0, age_years=25.0)
    >>> rates = {flow.name: float(flow.rate) for flow in axon_flows("visual", s, LesionParameters())}
    >>> rates["remyelination"], rates["demyelination"]
    (0.02, 0.0)
    """
    myelinated, demyelinated, remyelinated, lost = (f"{system}_{pool}" for pool in POOLS)
    flux = getattr(s, f"{system}_flux")
    repair = p.remyelination * exp(-p.remyelination_aging * (s.age_years - p.reference_age))
    of_myelinated, of_demyelinated, of_remyelinated = _loss_rates(flux, s, p)
    return (
        Flow("demyelination", myelinated, demyelinated, flux),
        Flow("loss of myelinated axons", myelinated, lost, of_myelinated),
        Flow("remyelination", demyelinated, remyelinated, repair),
        Flow("loss of demyelinated axons", demyelinated, lost, of_demyelinated),
        Flow("renewed demyelination", remyelinated, demyelinated, p.vulnerability * flux),
        Flow("loss of remyelinated axons", remyelinated, lost, of_remyelinated),
    )


def axon_loss(system: str, s: Any, p: LesionParameters) -> Any:
    """Return the share of a system's axons that is lost a day.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> float(axon_loss("visual", at_rest(), LesionParameters(aging_loss=3e-7)))
    3e-07
    """
    rates = _loss_rates(getattr(s, f"{system}_flux"), s, p)
    lost = rates[0] * getattr(s, f"{system}_myelinated")
    for pool, rate in zip(POOLS[1:3], rates[1:], strict=True):
        lost = lost + rate * getattr(s, f"{system}_{pool}")
    return lost


def stripping(system: str, s: Any, p: LesionParameters) -> Any:
    """Return the share of a system's axons that loses its myelin a day.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> stripping("visual", at_rest(), LesionParameters())
    0.0
    """
    whole = getattr(s, f"{system}_myelinated") + p.vulnerability * getattr(s, f"{system}_remyelinated")
    return getattr(s, f"{system}_flux") * whole


def _loss_rates(flux: Any, s: Any, p: LesionParameters) -> tuple[Any, Any, Any]:
    """Return the loss of myelinated, demyelinated and remyelinated axons, 1/day."""
    slow, cut = slow_loss(s, p), p.acute_loss * flux
    return slow + cut, p.demyelinated_loss + cut, slow + p.vulnerability * cut
