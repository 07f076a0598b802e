"""Challenges: what experiments do to people for minutes or days, to see how the body answers."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.quantities.parameters import (
    Declaration,
    Parameters,
    Shared,
    hypothesis,
    parameter,
    published,
)


@dataclass(frozen=True, slots=True)
class Endotoxin:
    """Put endotoxin into blood: a dose in ng/kg over some minutes."""

    dose: Declaration
    minutes: Declaration


@dataclass(frozen=True, slots=True)
class Heat:
    """Heat the body from outside for some minutes, toward so many degrees above rest."""

    degrees: Declaration
    minutes: Declaration


@dataclass(frozen=True, slots=True)
class Exertion:
    """Work for some minutes.

    Attributes
    ----------
    met : Declaration
        Metabolic equivalents above those of the habitual day.
    intensity : Declaration
        Power as a share of the person's own peak.
    minutes : Declaration
        How long.
    """

    met: Declaration
    intensity: Declaration
    minutes: Declaration


@dataclass(frozen=True, slots=True)
class Rest:
    """Stay in bed until the treatment stops: a share of the day's activity is taken away."""

    share: Declaration


@dataclass(frozen=True, slots=True)
class Inoculation:
    """Give a cold: so much of an infection arises a day, for some days."""

    speed: Declaration
    days: Declaration


Challenge = Endotoxin | Heat | Exertion | Rest | Inoculation


class EndotoxinParameters(Parameters):
    """Endotoxin of Escherichia coli into a vein, once."""

    dose: Shared = parameter(
        0.8,
        "ng/kg",
        bounds=(0.1, 4.0),
        meaning="dose",
        source=published("endotoxin_0_8_cytokines"),
    )
    minutes: Shared = parameter(
        1.0,
        "minute",
        bounds=(0.5, 240.0),
        meaning="how long it is given",
        source=hypothesis("a bolus"),
    )


class HotBathParameters(Parameters):
    """Lying in hot water up to the neck."""

    degrees: Shared = parameter(
        2.0,
        "delta_degC",
        bounds=(0.2, 4.0),
        meaning="how far above rest it would bring core temperature in the end",
        source=hypothesis("water at about 40 degC; how fast core temperature follows is the body's own"),
    )
    minutes: Shared = parameter(
        45.0,
        "minute",
        bounds=(5.0, 240.0),
        meaning="how long it lasts",
        source=hypothesis("as in hot bath tests"),
    )


class ExerciseBoutParameters(Parameters):
    """One bout of exercise, such as a test to exhaustion."""

    met: Shared = parameter(
        5.0,
        "1",
        bounds=(0.5, 15.0),
        meaning="metabolic equivalents above those of the habitual day",
        source=hypothesis("mean of a ramp on a cycle to exhaustion"),
    )
    intensity: Shared = parameter(
        0.9,
        "1",
        bounds=(0.1, 1.2),
        meaning="power as a share of the person's own peak",
        source=hypothesis("a ramp spends most of its work near the peak"),
    )
    minutes: Shared = parameter(
        12.0,
        "minute",
        bounds=(2.0, 240.0),
        meaning="how long it lasts",
        source=hypothesis("ramps are set to exhaust people in 8 to 12 minutes, and a warm-up"),
    )


class BedRestParameters(Parameters):
    """Days in bed."""

    share: Shared = parameter(
        1.0,
        "1",
        bounds=(0.1, 1.0),
        meaning="share of the day's activity that is taken away",
        source=hypothesis("as in studies of bed rest"),
    )


class InoculationParameters(Parameters):
    """A cold virus given into the nose."""

    speed: Shared = parameter(
        1.0,
        "1/day",
        bounds=(0.1, 3.0),
        meaning="infection that arises a day",
        source=hypothesis("1 for a day is nearly a whole infection"),
    )
    days: Shared = parameter(
        1.0,
        "day",
        bounds=(0.1, 5.0),
        meaning="how long it arises",
        source=hypothesis("symptoms begin a day or two after inoculation"),
    )


OWNERS: dict[str, type[Parameters]] = {
    "endotoxin": EndotoxinParameters,
    "hot-bath": HotBathParameters,
    "exercise-bout": ExerciseBoutParameters,
    "bed-rest": BedRestParameters,
    "inoculation": InoculationParameters,
}
"""Whose numbers each challenge has, by its name."""
