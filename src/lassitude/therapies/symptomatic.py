"""Numbers of drugs that people take against fatigue or depression.

Half exposure is that of the usual dose, so that the relief of the usual dose is half of the ceiling.
"""

from __future__ import annotations

from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter, published

TRIUMPHANT = "nourbakhsh2021_triumphant"
TITRATED = published("NCT03185065", "titrated over four weeks to the highest tolerated dose")
TAKEN = "nine in ten are taken, as in trials of tablets"
HALF = "the exposure of the usual dose, so that half of the ceiling is reached"


class AmantadineParameters(Parameters):
    """Amantadine, up to 100 mg twice a day: nothing beyond placebo in the largest trial."""

    daily_mg: Shared = parameter(
        200.0,
        "mg/day",
        bounds=(50.0, 400.0),
        meaning="daily dose after titration",
        source=published(TRIUMPHANT, "100 mg twice a day"),
    )
    doses_per_day: Shared = parameter(
        2.0, "1/day", bounds=(1.0, 4.0), meaning="doses a day", source=published(TRIUMPHANT)
    )
    titration: Shared = parameter(
        4.0, "week", bounds=(0.5, 8.0), meaning="length of titration", source=TITRATED
    )
    clearance: Shared = parameter(
        520.8,
        "L/day",
        bounds=(250.0, 800.0),
        meaning="apparent clearance",
        source=derived("models 12.5", "21.7 L/h at a creatinine clearance of 100 mL/min"),
    )
    half_exposure: Shared = parameter(
        0.384, "mg/L", bounds=(0.1, 1.5), meaning="exposure of half effect", source=hypothesis(HALF)
    )
    ceiling: Shared = parameter(
        0.0,
        "1",
        bounds=(-0.2, 0.6),
        meaning="relief at the highest exposure, in SD of fatigue",
        source=derived(TRIUMPHANT, "MFIS 41.3 against 40.6 with placebo: none beyond placebo"),
    )
    turnover: Shared = parameter(
        1.11,
        "1/day",
        bounds=(0.25, 1.4),
        meaning="turnover of the effect",
        source=derived("models 12.5", "21.7 L/h over 6.7 L/kg at 70 kg: a half-life of 15 h"),
    )
    resolve: Shared = parameter(
        2.2, "1", bounds=(1.0, 4.0), meaning="log odds of taking a dose", source=hypothesis(TAKEN)
    )


class ModafinilParameters(Parameters):
    """Modafinil, up to 100 mg twice a day."""

    daily_mg: Shared = parameter(
        200.0,
        "mg/day",
        bounds=(50.0, 400.0),
        meaning="daily dose after titration",
        source=published(TRIUMPHANT, "100 mg twice a day"),
    )
    doses_per_day: Shared = parameter(
        2.0, "1/day", bounds=(1.0, 4.0), meaning="doses a day", source=published(TRIUMPHANT)
    )
    titration: Shared = parameter(
        4.0, "week", bounds=(0.5, 8.0), meaning="length of titration", source=TITRATED
    )
    clearance: Shared = parameter(
        72.0,
        "L/day",
        bounds=(40.0, 120.0),
        meaning="apparent clearance",
        source=derived("doi:10.1177/00912709922007534", "about 50 mL/min"),
    )
    half_exposure: Shared = parameter(
        2.78, "mg/L", bounds=(0.7, 11.0), meaning="exposure of half effect", source=hypothesis(HALF)
    )
    ceiling: Shared = parameter(
        0.16,
        "1",
        bounds=(-0.2, 0.6),
        meaning="relief at the highest exposure, in SD of fatigue",
        source=derived(TRIUMPHANT, "twice 1.6 MFIS points below placebo at an SD of 19.7; overall p = 0.20"),
    )
    turnover: Shared = parameter(
        1.11,
        "1/day",
        bounds=(0.8, 1.6),
        meaning="turnover of the effect",
        source=derived("doi:10.1177/00912709922007534", "a half-life of about 15 h"),
    )
    resolve: Shared = parameter(
        2.2, "1", bounds=(1.0, 4.0), meaning="log odds of taking a dose", source=hypothesis(TAKEN)
    )


class MethylphenidateParameters(Parameters):
    """Methylphenidate, up to 10 mg twice a day."""

    daily_mg: Shared = parameter(
        20.0,
        "mg/day",
        bounds=(5.0, 60.0),
        meaning="daily dose after titration",
        source=published(TRIUMPHANT, "10 mg twice a day"),
    )
    doses_per_day: Shared = parameter(
        2.0, "1/day", bounds=(1.0, 4.0), meaning="doses a day", source=published(TRIUMPHANT)
    )
    titration: Shared = parameter(
        4.0, "week", bounds=(0.5, 8.0), meaning="length of titration", source=TITRATED
    )
    clearance: Shared = parameter(
        3160.0,
        "L/day",
        bounds=(1500.0, 6000.0),
        meaning="apparent clearance",
        source=derived("label", "0.40 and 0.73 L/h/kg of the two forms at 70 kg, 30% reaching blood"),
    )
    half_exposure: Shared = parameter(
        0.0063, "mg/L", bounds=(0.0016, 0.025), meaning="exposure of half effect", source=hypothesis(HALF)
    )
    ceiling: Shared = parameter(
        0.2,
        "1",
        bounds=(-0.2, 0.6),
        meaning="relief at the highest exposure, in SD of fatigue",
        source=derived(TRIUMPHANT, "twice 2.0 MFIS points below placebo at an SD of 19.7; overall p = 0.20"),
    )
    turnover: Shared = parameter(
        6.2,
        "1/day",
        bounds=(4.0, 8.5),
        meaning="turnover of the effect",
        source=derived("label", "a half-life of 2.7 h"),
    )
    resolve: Shared = parameter(
        2.2, "1", bounds=(1.0, 4.0), meaning="log odds of taking a dose", source=hypothesis(TAKEN)
    )


class SertralineParameters(Parameters):
    """Sertraline; its half-life of a day is short against the turnover of mood."""

    lift: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.6),
        meaning="relief of depression, in SD of depression",
        source=hypothesis(
            "about 0.3 beyond placebo in trials of antidepressants; supposed to hold in MS",
            "doi:10.1016/S0140-6736(17)32802-7",
        ),
    )
    doses_per_day: Shared = parameter(
        1.0, "1/day", bounds=(1.0, 2.0), meaning="doses a day", source=published("label")
    )
    resolve: Shared = parameter(
        1.5,
        "1",
        bounds=(0.0, 4.0),
        meaning="log odds of taking a dose",
        source=hypothesis("four in five, fewer than in trials: depression itself weakens adherence"),
    )
