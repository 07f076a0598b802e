"""Numbers of stem-cell transplantation."""

from __future__ import annotations

from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter


class TransplantationParameters(Parameters):
    """Autologous stem-cell transplantation; conditioning regimens differ in depth and toxicity."""

    reset_probability: Shared = parameter(
        0.95,
        "1",
        bounds=(0.6, 1.0),
        meaning="probability that tolerance returns",
        source=hypothesis(
            "a lower one is not compatible with 0 of 314 scans with new lesions; lesions only, not fatigue",
            "atkins2016_canadian_ahsct",
        ),
    )
    days: Shared = parameter(
        8.0,
        "day",
        bounds=(4.0, 12.0),
        meaning="length of the conditioning regimen",
        source=hypothesis("four to ten days by regimen"),
    )
    high_t_cells_left: Shared = parameter(
        0.01,
        "1",
        bounds=(0.002, 0.05),
        meaning="T cells left by a high-intensity regimen (busulfan)",
        source=hypothesis("near-complete depletion"),
    )
    high_b_cells_left: Shared = parameter(
        0.01,
        "1",
        bounds=(0.002, 0.05),
        meaning="B cells left by a high-intensity regimen (busulfan)",
        source=hypothesis("near-complete depletion"),
    )
    high_toxicity: Shared = parameter(
        1.0,
        "1",
        bounds=(0.3, 2.0),
        meaning="toxicity of a high-intensity regimen",
        source=hypothesis("sets the unit; off-target fatigue for months"),
    )
    intermediate_t_cells_left: Shared = parameter(
        0.03,
        "1",
        bounds=(0.005, 0.1),
        meaning="T cells left by an intermediate regimen (BEAM)",
        source=hypothesis("between high and low"),
    )
    intermediate_b_cells_left: Shared = parameter(
        0.02,
        "1",
        bounds=(0.005, 0.1),
        meaning="B cells left by an intermediate regimen (BEAM)",
        source=hypothesis("between high and low"),
    )
    intermediate_toxicity: Shared = parameter(
        0.7,
        "1",
        bounds=(0.2, 1.5),
        meaning="toxicity of an intermediate regimen",
        source=hypothesis("between high and low"),
    )
    low_t_cells_left: Shared = parameter(
        0.08,
        "1",
        bounds=(0.02, 0.2),
        meaning="T cells left by a low-intensity regimen (cyclophosphamide)",
        source=hypothesis("not ablative"),
    )
    low_b_cells_left: Shared = parameter(
        0.05,
        "1",
        bounds=(0.01, 0.2),
        meaning="B cells left by a low-intensity regimen (cyclophosphamide)",
        source=hypothesis("not ablative"),
    )
    low_toxicity: Shared = parameter(
        0.5,
        "1",
        bounds=(0.1, 1.0),
        meaning="toxicity of a low-intensity regimen",
        source=hypothesis("milder"),
    )
