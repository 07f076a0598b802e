"""Numbers of programs that teach skills; bounds of every effect include none."""

from __future__ import annotations

from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter

ATTENDED = "92% attendance was reported of a program of eight weeks"
ATTENDED_REFERENCE = "grossman2010_mindfulness"


class CognitiveBehavioralTherapyParameters(Parameters):
    """Cognitive behavioral therapy for fatigue."""

    sessions_per_week: Shared = parameter(
        1.0,
        "1/week",
        bounds=(0.25, 3.0),
        meaning="sessions",
        source=hypothesis("weekly", "vankessel2008_cbt"),
    )
    minutes: Shared = parameter(
        50.0, "minute", bounds=(20.0, 150.0), meaning="length of a session", source=hypothesis("usual")
    )
    weeks: Shared = parameter(
        8.0,
        "week",
        bounds=(4.0, 26.0),
        meaning="length of the program",
        source=hypothesis("eight sessions", "vankessel2008_cbt"),
    )
    contact: Shared = parameter(
        1.0,
        "1",
        bounds=(0.2, 1.0),
        meaning="share of a session in company",
        source=hypothesis("with a therapist"),
    )
    resolve: Shared = parameter(
        2.6,
        "1",
        bounds=(0.9, 4.0),
        meaning="log odds of keeping a session",
        source=hypothesis(ATTENDED, ATTENDED_REFERENCE),
    )
    height: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.6),
        meaning="relief that can be learned, in SD of fatigue",
        source=hypothesis(
            "0.60 in trials, of which 0.3 is supposed to be belief", "nma_exercise_behavioural_2021"
        ),
    )
    composure: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.5),
        meaning="composure that can be learned, in SD of depression",
        source=hypothesis(
            "0.35 with an interval that holds none, less belief and company", "education_meta_2017"
        ),
    )


class EnergyConservationParameters(Parameters):
    """Energy conservation management."""

    sessions_per_week: Shared = parameter(
        1.0, "1/week", bounds=(0.25, 3.0), meaning="sessions", source=hypothesis("weekly")
    )
    minutes: Shared = parameter(
        90.0, "minute", bounds=(20.0, 150.0), meaning="length of a session", source=hypothesis("in a group")
    )
    weeks: Shared = parameter(
        6.0, "week", bounds=(4.0, 26.0), meaning="length of the program", source=hypothesis("six sessions")
    )
    contact: Shared = parameter(
        1.0,
        "1",
        bounds=(0.2, 1.0),
        meaning="share of a session in company",
        source=hypothesis("with a therapist and a group"),
    )
    resolve: Shared = parameter(
        2.6,
        "1",
        bounds=(0.9, 4.0),
        meaning="log odds of keeping a session",
        source=hypothesis(ATTENDED, ATTENDED_REFERENCE),
    )
    height: Shared = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.3),
        meaning="relief that can be learned, in SD of fatigue",
        source=hypothesis(
            "12 points of FIS against no treatment are about 0.35 SD, of which 0.3 is supposed to be belief",
            "blikman2013_ecm_meta",
        ),
    )
    composure: Shared = parameter(
        0.0,
        "1",
        bounds=(0.0, 0.3),
        meaning="composure that can be learned, in SD of depression",
        source=hypothesis("the program does not aim at mood"),
    )


class MindfulnessParameters(Parameters):
    """Mindfulness-based training."""

    sessions_per_week: Shared = parameter(
        1.0,
        "1/week",
        bounds=(0.25, 3.0),
        meaning="sessions",
        source=hypothesis("weekly", "grossman2010_mindfulness"),
    )
    minutes: Shared = parameter(
        150.0, "minute", bounds=(20.0, 180.0), meaning="length of a session", source=hypothesis("in a group")
    )
    weeks: Shared = parameter(
        8.0,
        "week",
        bounds=(4.0, 26.0),
        meaning="length of the program",
        source=hypothesis("eight weeks", "grossman2010_mindfulness"),
    )
    contact: Shared = parameter(
        1.0,
        "1",
        bounds=(0.2, 1.0),
        meaning="share of a session in company",
        source=hypothesis("with a teacher and a group"),
    )
    resolve: Shared = parameter(
        2.6,
        "1",
        bounds=(0.9, 4.0),
        meaning="log odds of keeping a session",
        source=hypothesis(ATTENDED, ATTENDED_REFERENCE),
    )
    height: Shared = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.3),
        meaning="relief that can be learned, in SD of fatigue",
        source=hypothesis("most of it is supposed to go through mood", "grossman2010_mindfulness"),
    )
    composure: Shared = parameter(
        0.35,
        "1",
        bounds=(0.0, 0.7),
        meaning="composure that can be learned, in SD of depression",
        source=hypothesis(
            "0.4 to 0.9 after the program against usual care, less belief and company",
            "grossman2010_mindfulness",
        ),
    )
