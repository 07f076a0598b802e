"""Latent Epstein-Barr virus: its load in blood, its reactivation, and the antibody that remembers it."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import exp, log, maximum
from lassitude.quantities.parameters import (
    LogNormal,
    Normal,
    Parameters,
    PerPatient,
    Shared,
    hypothesis,
    parameter,
)

FEWEST = 0.01
"""Share of B or CD8 cells below which the load takes no further notice: what hides outside blood."""


class VirusParameters(Parameters):
    """Set point, control and reactivation of the virus; every number is a hypothesis."""

    load: PerPatient = parameter(
        60.0,
        "1/mL",
        bounds=(1.0, 1e4),
        varies=LogNormal(1.3),
        meaning="own set point of Epstein-Barr virus DNA in blood, copies",
        source=hypothesis("carriers differ by orders of magnitude; often near the limit of detection"),
    )
    turnover: Shared = parameter(
        0.07,
        "1/day",
        bounds=(0.02, 0.3),
        meaning="return of the load to its set point",
        source=hypothesis("two weeks"),
    )
    swing: Shared = parameter(
        0.7,
        "1",
        bounds=(0.2, 1.5),
        meaning="SD of the log of a person's load over time",
        source=hypothesis("repeated samples differ about twofold"),
    )
    by_b_cells: Shared = parameter(
        1.0,
        "1",
        bounds=(0.0, 1.0),
        meaning="log fall of the load per log fall of B cells",
        source=hypothesis("the virus hides in B cells, so its load goes with them"),
    )
    by_cd8: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.5),
        meaning="log rise of the load per log fall of CD8 cells",
        source=hypothesis("CD8 cells control it; size unknown"),
    )
    by_cortisol: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.5),
        meaning="log rise of the load per lasting log rise of cortisol",
        source=hypothesis("glucocorticoids loosen the control of latent virus; size unknown"),
    )
    reactivations_per_year: PerPatient = parameter(
        1.0,
        "1/year",
        bounds=(0.1, 6.0),
        varies=LogNormal(0.5),
        meaning="reactivations without stress",
        source=hypothesis("about yearly"),
    )
    burst: Shared = parameter(
        2.3,
        "1",
        bounds=(0.7, 4.6),
        meaning="log rise of the load at a reactivation",
        source=hypothesis("tenfold"),
    )
    by_stress: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.5),
        meaning="log rise of the speed of reactivation per unit of stress",
        source=hypothesis("herpesviruses reactivate under stress; size unknown"),
    )
    antibody_level: PerPatient = parameter(
        0.0,
        "1",
        bounds=(-3.0, 3.0),
        varies=Normal(0.6),
        meaning="own level of antibody against EBNA1, log of the healthy mean",
        source=hypothesis("carriers differ about twofold"),
    )
    antibody_in_disease: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.5),
        meaning="log rise of antibody against EBNA1 in MS",
        source=hypothesis("raised 15 to 20 years before onset; size supposed", "sweden_prems_ebv_snfl"),
    )
    antibody_by_load: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.4),
        meaning="log rise of antibody against EBNA1 per lasting log rise of the load",
        source=hypothesis("latent antigen keeps it up, weakly"),
    )
    antibody_turnover: Shared = parameter(
        0.004,
        "1/day",
        bounds=(0.001, 0.02),
        meaning="turnover of that antibody",
        source=hypothesis("long-lived plasma cells make it: most of a year, whatever happens to B cells"),
    )


def reactivation_rate(s: Any, p: VirusParameters) -> Any:
    """Return how often the virus reactivates, 1/year.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> float(reactivation_rate(SimpleNamespace(stress=0.0), VirusParameters()))
    1.0
    """
    return p.reactivations_per_year * exp(p.by_stress * s.stress)


def ebv(s: Any, p: VirusParameters) -> Relaxation:
    """Return the course of the log of the load above a person's own set point.

    It falls with the B cells that carry the virus, and rises where CD8 cells are missing and under cortisol.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> bare = SimpleNamespace(b_cells=0.1, cd8=1.0, glucocorticoid=0.0)
    >>> round(float(ebv(bare, VirusParameters()).target), 2)
    -2.3
    """
    carried = p.by_b_cells * log(maximum(s.b_cells, FEWEST))
    controlled = p.by_cd8 * log(maximum(s.cd8, FEWEST))
    loosened = p.by_cortisol * s.glucocorticoid
    return Relaxation("ebv", carried - controlled + loosened, p.turnover, p.swing)


def antibody(s: Any, p: VirusParameters) -> Relaxation:
    """Return the course of the log of antibody against EBNA1; 0 is the healthy mean.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> antibody(SimpleNamespace(ebv=0.0, disease=1.0), VirusParameters()).target
    0.5
    """
    target = p.antibody_level + p.antibody_in_disease * s.disease + p.antibody_by_load * s.ebv
    return Relaxation("ebna1", target, p.antibody_turnover)


def seen(s: Any, p: VirusParameters) -> dict[str, Any]:
    """Return what a laboratory can find: copies of viral DNA, 1/mL, and antibody, healthy median 1.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> seen(SimpleNamespace(ebv=0.0, ebna1=0.0), VirusParameters())["ebv_load"].item()
    60.0
    """
    return {"ebv_load": p.load * exp(s.ebv), "anti_ebna1": exp(s.ebna1)}
