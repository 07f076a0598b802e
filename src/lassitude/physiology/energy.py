"""Energy and post-exertional malaise: what exertion takes from muscle cells, and what follows days later.

Muscle loses purines in hard work and makes them anew slowly (Lengert and Drossel 2015, reduced). Load
beyond a person's envelope sets off two stages. The second is felt: a day or two late, in ME/CFS for long.
"""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import exp, maximum, saturating, sqrt
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
)
from lassitude.quantities.units import DAYS_A_WEEK

LENGERT = "github:nleng/ATP-exercise-simulation"


class EnergyParameters(Parameters):
    """Supply of energy, the envelope of a person, and what lies beyond it; ME/CFS has values of its own."""

    oxidative: PerPatient = parameter(
        1.0,
        "1",
        bounds=(0.5, 1.1),
        varies=LogNormal(0.03),
        meaning="oxidative phosphorylation, healthy = 1",
        source=hypothesis("healthy unless a condition says otherwise"),
    )
    purine_pool: Shared = parameter(
        6.0,
        "mmol/L",
        bounds=(6.0, 6.0),
        meaning="purines of rested muscle",
        source=derived(LENGERT, "ATP at rest of the published cell"),
    )
    purine_loss: Shared = parameter(
        0.169,
        "mmol/L/hour",
        bounds=(0.085, 0.34),
        meaning="purines lost per MET-hour at peak aerobic power in health",
        source=hypothesis(
            "0.55 mM in 30 s at 300 times resting use, with the fourth power of use; the aerobic peak is "
            "supposed at 120 times resting use and at 10 MET",
            LENGERT,
        ),
    )
    purine_repair: Shared = parameter(
        0.79,
        "mmol/L/day",
        bounds=(0.75, 0.84),
        meaning="purines made anew while some are missing",
        source=derived(LENGERT, "recovery between 1 and 48 h after sprints, nearly of order zero"),
    )
    purine_repair_half: Shared = parameter(
        0.05,
        "mmol/L",
        bounds=(0.01, 0.2),
        meaning="missing purines at which repair goes at half its speed",
        source=hypothesis("smooth end of repair"),
    )
    habitual_load: Shared = parameter(
        3.1,
        "hour/day",
        bounds=(1.5, 6.0),
        meaning="MET-hours above rest of a person's own habitual day",
        source=hypothesis("75 minutes on foot at 3.5 MET"),
    )
    by_intensity: Shared = parameter(
        3.0,
        "1",
        bounds=(1.5, 4.0),
        meaning="log rise of the weight of a MET-hour from rest to peak intensity",
        source=hypothesis("hard minutes weigh more, as in training impulses"),
    )
    habitual_intensity: Shared = parameter(
        0.35,
        "1",
        bounds=(0.2, 0.5),
        meaning="share of peak power in habitual walking",
        source=hypothesis("3.5 of 10 MET"),
    )
    training_intensity: Shared = parameter(
        0.5,
        "1",
        bounds=(0.4, 0.8),
        meaning="share of peak power in training",
        source=hypothesis("moderate, as prescribed in MS"),
    )
    strain_turnover: Shared = parameter(
        1.0,
        "1/day",
        bounds=(0.5, 2.0),
        meaning="how fast the strain of load is forgotten",
        source=hypothesis("a day"),
    )
    envelope: PerPatient = parameter(
        1.4,
        "1",
        bounds=(0.4, 3.0),
        varies=LogNormal(0.1),
        meaning="strain that a person bears without malaise, own habitual days of a rested person",
        source=hypothesis("a maximal test is felt for two days in health", "moore2023_pem_recovery"),
    )
    envelope_by_fitness: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.0),
        meaning="widening of the envelope at full training effect",
        source=hypothesis("people grow used to training; never supposed in ME/CFS"),
    )
    envelope_by_malaise: Shared = parameter(
        0.03,
        "1",
        bounds=(0.0, 0.05),
        meaning="log narrowing of the envelope per unit of malaise",
        source=hypothesis("malaise makes ordinary days too much; small, so that no one falls without end"),
    )
    half_excess: Shared = parameter(
        0.5,
        "1",
        bounds=(0.2, 1.0),
        meaning="excess of strain, to the power of 1.5, at half of the fastest onset",
        source=hypothesis("bounds what the power of 1.5 of the impulse response leaves open"),
    )
    sensitivity: PerPatient = parameter(
        0.5,
        "1/day",
        bounds=(0.0, 5.0),
        varies=LogNormal(0.3),
        meaning="fastest onset of what becomes malaise",
        source=hypothesis("a maximal test is felt for two days in health", "moore2023_pem_recovery"),
    )
    by_sickness: Shared = parameter(
        0.0,
        "1/day",
        bounds=(0.0, 0.2),
        meaning="onset of malaise per unit of sickness",
        source=hypothesis("the immune hypothesis of malaise; switched off"),
    )
    delay: Shared = parameter(
        0.5,
        "day",
        bounds=(0.2, 2.0),
        meaning="time until what is set off is felt",
        source=hypothesis("half a day in health and MS; 12 to 72 hours in ME/CFS"),
    )
    persistence: PerPatient = parameter(
        1.0,
        "day",
        bounds=(0.3, 20.0),
        varies=LogNormal(0.3),
        meaning="time in which malaise fades",
        source=hypothesis("a day in health and MS", "moore2023_pem_recovery"),
    )
    capacity_cost: Shared = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.5),
        meaning="log loss of energy capacity per unit of malaise, felt or on its way",
        source=hypothesis("controls reproduce their test on the second day", "lim2020_2day_cpet"),
    )


def weight_of(intensity: Any, p: EnergyParameters) -> Any:
    """Return what a MET-hour at some intensity weighs, that of habitual walking = 1.

    Examples
    --------
    >>> round(float(weight_of(1.0, EnergyParameters())), 2)
    7.03
    """
    return exp(p.by_intensity * (intensity - p.habitual_intensity))


def load(s: Any, p: EnergyParameters) -> Any:
    """Return the load of now, in the person's own habitual days: activity, training and other exertion.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.training_done, s.resistance_done = 0.0, 0.0
    >>> float(load(s, EnergyParameters()))
    1.0
    """
    trained = (s.training_done + s.resistance_done) / DAYS_A_WEEK * weight_of(p.training_intensity, p)
    exerted = s.exertion_drive * weight_of(s.exertion_intensity, p)
    return exp(s.activity) + (trained + exerted) / p.habitual_load


def onset(s: Any, p: EnergyParameters) -> Any:
    """Return how fast strain beyond the envelope sets off what becomes malaise, 1/day; it saturates.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.strain = 2.4
    >>> round(float(onset(s, EnergyParameters())), 3)
    0.333
    """
    adapted = p.envelope * (1.0 + p.envelope_by_fitness * maximum(s.fitness, 0.0))
    excess = maximum(s.strain - adapted * exp(-p.envelope_by_malaise * s.malaise), 0.0)
    beyond = p.sensitivity * saturating(excess * sqrt(excess), p.half_excess)
    return beyond + p.by_sickness * maximum(s.sickness, 0.0)


def energy_flows(s: Any, p: EnergyParameters) -> tuple[Flow, ...]:
    """Return the flows of purines, of strain and of the two stages of malaise.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.training_done, s.resistance_done = 0.0, 0.0
    >>> [flow.name for flow in energy_flows(s, EnergyParameters())][:2]
    ['purine loss', 'purine repair']
    """
    left = maximum(1.0 - s.purine_deficit / p.purine_pool, 0.0)
    cubed = (s.exertion_intensity / p.oxidative) * (s.exertion_intensity / p.oxidative)
    cubed = cubed * (s.exertion_intensity / p.oxidative)
    return (
        Flow("purine loss", OUTSIDE, "purine_deficit", p.purine_loss * s.exertion_drive * cubed * left),
        Flow(
            "purine repair",
            "purine_deficit",
            OUTSIDE,
            p.purine_repair / (s.purine_deficit + p.purine_repair_half),
        ),
        Flow("load", OUTSIDE, "strain", p.strain_turnover * load(s, p)),
        Flow("relief of strain", "strain", OUTSIDE, p.strain_turnover),
        Flow("overexertion", OUTSIDE, "overexertion", onset(s, p)),
        Flow("delayed onset of malaise", "overexertion", "malaise", 1.0 / p.delay),
        Flow("fading of malaise", "malaise", OUTSIDE, 1.0 / p.persistence),
    )


def capacity(s: Any, p: EnergyParameters) -> Any:
    """Return energy capacity, 1 = healthy and rested.

    ``oxidative * sqrt(purines left) * exp(-cost * (malaise felt + on its way))``

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> float(capacity(at_rest(), EnergyParameters()))
    1.0
    """
    left = maximum(1.0 - s.purine_deficit / p.purine_pool, 0.0)
    return p.oxidative * sqrt(left) * exp(-p.capacity_cost * (s.overexertion + s.malaise))
