"""Numbers of exercise programs: dose, company and resolve."""

from __future__ import annotations

from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter

SUPERVISED = "trials report 72% (treadmill, 12 weeks) to 94% (CogEx, 12 weeks) of sessions attended"
HOME = "38.9 and 34.6 sessions done at home in 26 weeks, of two a week"
HOME_REFERENCE = "doi:10.7224/1537-2073.2019-048"


class AerobicTrainingParameters(Parameters):
    """Aerobic training."""

    sessions_per_week: Shared = parameter(
        3.0, "1/week", bounds=(1.0, 7.0), meaning="sessions", source=hypothesis("three a week")
    )
    minutes: Shared = parameter(
        45.0, "minute", bounds=(10.0, 120.0), meaning="length of a session", source=hypothesis("usual")
    )
    intensity_met: Shared = parameter(
        4.0, "1", bounds=(2.0, 10.0), meaning="intensity, MET", source=hypothesis("moderate")
    )
    weeks: Shared = parameter(
        26.0,
        "week",
        bounds=(4.0, 104.0),
        meaning="length of the program",
        source=hypothesis("six months"),
    )
    supervised_contact: Shared = parameter(
        1.0,
        "1",
        bounds=(0.2, 1.0),
        meaning="share of a supervised session in company",
        source=hypothesis("a trainer is there"),
    )
    supervised_resolve: Shared = parameter(
        2.2,
        "1",
        bounds=(0.9, 4.0),
        meaning="log odds of keeping a supervised session",
        source=hypothesis(SUPERVISED),
    )
    home_contact: Shared = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.3),
        meaning="share of a session at home in company",
        source=hypothesis("a call now and then"),
    )
    home_resolve: Shared = parameter(
        1.0,
        "1",
        bounds=(0.0, 2.5),
        meaning="log odds of keeping a session at home",
        source=hypothesis(HOME, HOME_REFERENCE),
    )


class ResistanceTrainingParameters(Parameters):
    """Progressive resistance training."""

    sessions_per_week: Shared = parameter(
        2.0,
        "1/week",
        bounds=(1.0, 5.0),
        meaning="sessions",
        source=hypothesis("two a week", "dalgas2009_prt_strength"),
    )
    minutes: Shared = parameter(
        60.0, "minute", bounds=(10.0, 120.0), meaning="length of a session", source=hypothesis("usual")
    )
    intensity_met: Shared = parameter(
        3.5,
        "1",
        bounds=(2.0, 8.0),
        meaning="intensity, MET",
        source=hypothesis("moderate, with rests between sets"),
    )
    weeks: Shared = parameter(
        12.0,
        "week",
        bounds=(4.0, 104.0),
        meaning="length of the program",
        source=hypothesis("three months", "dalgas2009_prt_strength"),
    )
    supervised_contact: Shared = parameter(
        1.0,
        "1",
        bounds=(0.2, 1.0),
        meaning="share of a supervised session in company",
        source=hypothesis("a trainer is there"),
    )
    supervised_resolve: Shared = parameter(
        2.2,
        "1",
        bounds=(0.9, 4.0),
        meaning="log odds of keeping a supervised session",
        source=hypothesis(SUPERVISED),
    )
    home_contact: Shared = parameter(
        0.05,
        "1",
        bounds=(0.0, 0.3),
        meaning="share of a session at home in company",
        source=hypothesis("a call now and then"),
    )
    home_resolve: Shared = parameter(
        1.0,
        "1",
        bounds=(0.0, 2.5),
        meaning="log odds of keeping a session at home",
        source=hypothesis(HOME, HOME_REFERENCE),
    )
