"""Numbers of the belief that a treatment helps, and of attention that teaches nothing."""

from __future__ import annotations

from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter


class ExpectationParameters(Parameters):
    """Belief that a treatment helps, whatever the treatment."""

    height: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 0.8),
        meaning="relief by belief in an open treatment, mean over people",
        source=hypothesis("about 6 MFIS points at an SD of 19.7", "nourbakhsh2021_triumphant"),
    )
    spread: Shared = parameter(
        0.25,
        "1",
        bounds=(0.0, 0.6),
        meaning="SD of that relief between people",
        source=hypothesis("about 5 MFIS points", "nourbakhsh2021_triumphant"),
    )
    blinded: Shared = parameter(
        0.7,
        "1",
        bounds=(0.3, 1.0),
        meaning="share of the relief if one does not know what one gets",
        source=hypothesis("belief in even odds is weaker than in certainty"),
    )
    attention: Shared = parameter(
        0.5,
        "1",
        bounds=(0.2, 1.0),
        meaning="share of the relief if one gets attention as a comparator",
        source=hypothesis(
            "people hope for something from any care, for less than from the therapy under test"
        ),
    )
    waning: Shared = parameter(
        0.0074,
        "1/day",
        bounds=(0.0055, 0.011),
        meaning="waning of belief",
        source=hypothesis("three to six months"),
    )


class AttentionControlParameters(Parameters):
    """Sessions with people in which nothing is taught."""

    sessions_per_week: Shared = parameter(
        1.0, "1/week", bounds=(0.25, 5.0), meaning="sessions", source=hypothesis("weekly")
    )
    minutes: Shared = parameter(
        45.0, "minute", bounds=(10.0, 120.0), meaning="length of a session", source=hypothesis("a visit")
    )
    weeks: Shared = parameter(
        12.0, "week", bounds=(2.0, 104.0), meaning="length of the program", source=hypothesis("three months")
    )
    resolve: Shared = parameter(
        2.0,
        "1",
        bounds=(0.5, 4.0),
        meaning="log odds of keeping a session",
        source=hypothesis("nine in ten are kept; the mean person loses little by fatigue"),
    )
