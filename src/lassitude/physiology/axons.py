"""The four axon pools of every system: myelinated, demyelinated, remyelinated, lost."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Flow
from lassitude.engine.maths import exp
from lassitude.physiology.lesions import LesionParameters

POOLS = ("myelinated", "demyelinated", "remyelinated", "lost")


def axon_flows(system: str, s: Any, p: LesionParameters) -> tuple[Flow, ...]:
    """Return the flows between the four pools of a system; their sum stays one.

    Parameters
    ----------
    system : str
        One of ``SYSTEMS``.
    s : namespace
        Reads ``<system>_flux`` (1/day) and ``age_years``.
    p : LesionParameters
        Parameters.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(visual_flux=0.0, age_years=25.0)
    >>> rates = {flow.name: float(flow.rate) for flow in axon_flows("visual", s, LesionParameters())}
    >>> rates["remyelination"], rates["demyelination"]
    (0.02, 0.0)
    """
    myelinated, demyelinated, remyelinated, lost = (f"{system}_{pool}" for pool in POOLS)
    flux = getattr(s, f"{system}_flux")
    repair = p.remyelination * exp(-p.remyelination_aging * (s.age_years - p.reference_age))
    return (
        Flow("demyelination", myelinated, demyelinated, flux),
        Flow("slow axon loss", myelinated, lost, p.myelinated_loss),
        Flow("remyelination", demyelinated, remyelinated, repair),
        Flow("axon loss", demyelinated, lost, p.demyelinated_loss + p.acute_loss * flux),
        Flow("renewed demyelination", remyelinated, demyelinated, p.vulnerability * flux),
        Flow("slow loss of repaired axons", remyelinated, lost, p.myelinated_loss),
    )
