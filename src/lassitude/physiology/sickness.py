"""The brain's answer to cytokines: a quick sickness signal and slow microglial priming."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow, Relaxation
from lassitude.engine.maths import log, maximum, saturating
from lassitude.physiology.innate_parameters import InnateParameters
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    hypothesis,
    parameter,
)


class SicknessParameters(Parameters):
    """Weights of the cytokines; stimulated, not resting, cytokines carry the signal."""

    by_il6: Shared = parameter(
        0.35,
        "1",
        bounds=(0.1, 0.8),
        meaning="sickness per log rise of IL-6",
        source=hypothesis("IL-6 predicts symptoms after endotoxin", "endotoxin_0_8_cytokines"),
    )
    by_tnf: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.6),
        meaning="sickness per log rise of TNF",
        source=hypothesis("weaker than IL-6", "endotoxin_0_8_cytokines"),
    )
    by_il1b: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.4),
        meaning="sickness per log rise of IL-1 beta",
        source=hypothesis("the first messenger to the brain in animals; small in human blood"),
    )
    by_type1_interferon: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.5),
        meaning="sickness per log rise of type I interferon activity",
        source=hypothesis("interferon alpha tires people", "virahepc_ifn_fatigue"),
    )
    at_once: Shared = parameter(
        0.8,
        "1",
        bounds=(0.0, 1.5),
        meaning="fatigue of the hour per unit of sickness that the fatigue of the day has not taken up",
        source=hypothesis("about two points of ten while people feel ill after endotoxin; size supposed"),
    )
    by_toxicity: Shared = parameter(
        1.0,
        "1",
        bounds=(0.3, 2.0),
        meaning="sickness per unit of acute toxicity",
        source=hypothesis("sets the unit of toxicity"),
    )
    toxicity_clearance: Shared = parameter(
        0.0167,
        "1/day",
        bounds=(0.005, 0.05),
        meaning="recovery from the toxicity of a procedure",
        source=hypothesis("about two months"),
    )
    turnover: Shared = parameter(
        12.0,
        "1/day",
        bounds=(0.5, 24.0),
        meaning="fading of the sickness signal",
        source=hypothesis("two hours, as symptoms fade after endotoxin", "endotoxin_radboud"),
    )
    priming: Shared = parameter(
        0.033,
        "1/day",
        bounds=(0.0167, 0.07),
        meaning="rise and fall of microglial priming",
        source=hypothesis("14 to 60 days"),
    )
    priming_by_sickness: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 0.8),
        meaning="priming per unit of sickness",
        source=hypothesis("chronic, supposed"),
    )
    priming_by_inflammation: Shared = parameter(
        1.0,
        "1",
        bounds=(0.0, 2.0),
        meaning="priming in full inflammation of the nervous system",
        source=hypothesis("the claim under test: inflammation of the nervous system tires"),
    )
    priming_by_readiness: Shared = parameter(
        0.8,
        "1",
        bounds=(0.0, 1.5),
        meaning="priming per log of the readiness of immune cells",
        source=hypothesis(
            "what stimulated blood makes goes with fatigue, what serum holds does not",
            "heesen2006_stimulated_cytokines",
        ),
    )
    half_inflammation: Shared = parameter(
        5.0,
        "1/mm**3",
        bounds=(2.0, 12.0),
        meaning="effector cells of the nervous system that give half of the priming by inflammation",
        source=hypothesis("about half of the peak of the MS net after one pulse, 11.4 per mm3"),
    )
    smoldering: PerPatient = parameter(
        0.3,
        "1",
        bounds=(0.0, 1.0),
        varies=LogNormal(0.5),
        meaning="priming that stays in MS without lesions",
        source=hypothesis("chronic active lesions, only where tolerance is broken"),
    )
    smoldering_calmed: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.0),
        meaning="share of smoldering priming that a full reset of tolerance ends",
        source=hypothesis("chronic lesions outlast the attack that made them"),
    )
    systemic: PerPatient = parameter(
        0.0,
        "1",
        bounds=(0.0, 2.0),
        meaning="sickness kept up by inflammation outside the nervous system",
        source=hypothesis("none in MS and health; other immune-mediated diseases have it"),
    )


def sickness(s: Any, p: SicknessParameters, innate: InnateParameters) -> Relaxation:
    """Return the course of the sickness signal, 0 at rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(il6=0.61, tnf=13.87, tnf_left=1.0, il1b=0.5, type1_interferon=1.0, toxicity=0.5)
    >>> float(sickness(s, SicknessParameters(), InnateParameters()).target)
    0.5
    """
    rise = (
        p.by_il6 * log(maximum(s.il6 / innate.il6_basal, 1.0))
        + p.by_tnf * log(maximum(s.tnf_left * s.tnf / innate.tnf_basal, 1.0))
        + p.by_il1b * log(maximum(s.il1b / innate.il1b_basal, 1.0))
        + p.by_type1_interferon * log(maximum(s.type1_interferon, 1.0))
    )
    return Relaxation("sickness", rise + p.systemic + p.by_toxicity * s.toxicity, p.turnover)


def taken_up(s: Any, speed: Any) -> Relaxation:
    """Return the course of the sickness that the fatigue of the day has taken up, which follows at `speed`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> taken_up(SimpleNamespace(sickness=1.0), 0.5).target
    1.0
    """
    return Relaxation("sickness_taken_up", s.sickness, speed)


def fatigue_at_once(s: Any, p: SicknessParameters) -> Any:
    """Return what sickness adds to the fatigue of the hour before the fatigue of the day follows.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> float(fatigue_at_once(SimpleNamespace(sickness=1.0, sickness_taken_up=0.5), SicknessParameters()))
    0.4
    """
    return p.at_once * maximum(s.sickness - s.sickness_taken_up, 0.0)


def microglia(s: Any, p: SicknessParameters, innate: InnateParameters) -> Relaxation:
    """Return the course of microglial priming, 0 at rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(cns_effectors=0.0, sickness=0.0, disease=1.0, tolerance=0.0)
    >>> float(microglia(s, SicknessParameters(), InnateParameters()).target)
    0.3
    """
    inflamed = p.priming_by_inflammation * saturating(s.cns_effectors, p.half_inflammation)
    smoldering = p.smoldering * s.disease * (1.0 - p.smoldering_calmed * s.tolerance)
    ready = p.priming_by_readiness * log(innate.readiness)
    target = inflamed + p.priming_by_sickness * s.sickness + smoldering + ready
    return Relaxation("microglia", target, p.priming)


def toxicity_flows(s: Any, p: SicknessParameters) -> tuple[Flow, ...]:
    """Return onset of and recovery from the acute toxicity of a procedure.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> [flow.rate for flow in toxicity_flows(SimpleNamespace(toxicity_drive=0.2), SicknessParameters())]
    [0.2, 0.0167]
    """
    return (
        Flow("toxicity", OUTSIDE, "toxicity", s.toxicity_drive),
        Flow("recovery from toxicity", "toxicity", OUTSIDE, p.toxicity_clearance),
    )
