"""Numbers of disease-modifying drugs."""

from __future__ import annotations

from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter, published


class NatalizumabParameters(Parameters):
    """Natalizumab 300 mg every four weeks."""

    rise: Shared = parameter(
        52.63,
        "mg/L",
        bounds=(40.0, 70.0),
        meaning="concentration that 300 mg adds",
        source=derived("models 12.3", "300 mg in 5.7 L"),
    )
    elimination: Shared = parameter(
        0.0324,
        "1/day",
        bounds=(0.02, 0.06),
        meaning="elimination",
        source=derived("models 12.3", "from measured troughs 35.7 at 4 and 18.2 mg/L at 6 weeks"),
    )
    interval: Shared = parameter(
        28.0,
        "day",
        bounds=(28.0, 56.0),
        meaning="interval between doses",
        source=published("label"),
    )
    half_occupancy: Shared = parameter(
        5.1,
        "mg/L",
        bounds=(4.0, 6.5),
        meaning="concentration of half occupancy",
        source=derived("models 12.3", "87.4% at 35.7 and 78.2% at 18.2 mg/L"),
    )
    steepness: Shared = parameter(
        1.0,
        "1",
        bounds=(0.5, 3.0),
        meaning="power of the free receptors that governs passage",
        source=hypothesis("cells pass in proportion to their free receptors"),
    )


class InterferonBetaParameters(Parameters):
    """Interferon beta: fewer lesions, more type I interferon activity."""

    activation_left: Shared = parameter(
        0.55,
        "1",
        bounds=(0.4, 1.0),
        meaning="activation of effector cells left",
        source=hypothesis("chosen so that lesions and relapses fall by about a third"),
    )
    type1_interferon: Shared = parameter(
        2.0,
        "1",
        bounds=(0.5, 6.0),
        meaning="type I interferon activity added, healthy means",
        source=hypothesis("interferon genes rise on treatment"),
    )


class InterferonAlphaParameters(Parameters):
    """Peginterferon alfa, as for chronic hepatitis C: more type I interferon activity."""

    activation_left: Shared = parameter(
        1.0,
        "1",
        bounds=(0.8, 1.0),
        meaning="activation of effector cells left",
        source=hypothesis("not given against MS; whether it dampens effector cells is left open"),
    )
    type1_interferon: Shared = parameter(
        4.0,
        "1",
        bounds=(1.0, 10.0),
        meaning="type I interferon activity added, healthy means",
        source=hypothesis("as much as at the onset of an infection, kept up by weekly doses"),
    )


class MethylprednisoloneParameters(Parameters):
    """Methylprednisolone for a relapse, 1 g a day into a vein for some days."""

    activation_left: Shared = parameter(
        0.3,
        "1",
        bounds=(0.05, 1.0),
        meaning="activation of effector cells left",
        source=hypothesis("enhancing lesions close within days; size supposed"),
    )
    days: Shared = parameter(
        14.0,
        "day",
        bounds=(3.0, 42.0),
        meaning="how long it lasts",
        source=hypothesis("three to five infusions, and what outlasts them"),
    )
