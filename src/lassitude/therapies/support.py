"""Numbers of the belief that a treatment helps, and of training."""

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
    waning: Shared = parameter(
        0.0074,
        "1/day",
        bounds=(0.0055, 0.011),
        meaning="waning of belief",
        source=hypothesis("three to six months"),
    )


class AerobicTrainingParameters(Parameters):
    """Supervised aerobic training."""

    load: Shared = parameter(
        9.0,
        "hour/week",
        bounds=(3.0, 20.0),
        meaning="MET-hours a week above habitual activity",
        source=hypothesis("three sessions of 45 minutes at 4 MET"),
    )
    weeks: Shared = parameter(
        26.0,
        "week",
        bounds=(4.0, 104.0),
        meaning="length of the program",
        source=hypothesis("six months"),
    )
