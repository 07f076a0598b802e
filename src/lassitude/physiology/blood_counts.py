"""Lymphocytes that a laboratory counts in blood: a person's own normal times what is left of it."""

from __future__ import annotations

from typing import Any

from lassitude.engine.maths import exp, saturating
from lassitude.physiology.reconstitution import ReconstitutionParameters
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
    published,
)


class CountParameters(Parameters):
    """Own normal counts, and how age and cytomegalovirus move them."""

    cd4: PerPatient = parameter(
        840.0,
        "1/mm**3",
        bounds=(300.0, 2000.0),
        varies=LogNormal(0.3),
        meaning="own normal of CD4 cells at age 35",
        source=derived("cladribine_lymphocyte_depth", "837.5 per microliter at baseline, age 50 or less"),
    )
    cd8: PerPatient = parameter(
        440.0,
        "1/mm**3",
        bounds=(120.0, 1500.0),
        varies=LogNormal(0.35),
        meaning="own normal of CD8 cells without cytomegalovirus",
        source=derived("Hill-Cawthorne 2012", "implied by months to 0.2e9/L and the return to baseline"),
    )
    b_cells: PerPatient = parameter(
        194.0,
        "1/mm**3",
        bounds=(40.0, 800.0),
        varies=LogNormal(0.394),
        meaning="own normal of B cells",
        source=published("Yu 2022", "B0 194 per microliter, SD of its log 0.394"),
    )
    naive_share: Shared = parameter(
        0.38,
        "1",
        bounds=(0.25, 0.5),
        meaning="naive cells as a share of CD4 cells at age 35",
        source=hypothesis("about two fifths"),
    )
    naive_aging: Shared = parameter(
        0.025,
        "1/year",
        bounds=(0.0, 0.03),
        meaning="fall of naive cells with age; memory cells take their place",
        source=derived("Lewkiewicz 2019", "the published pool falls to 54% from 35 to 60"),
    )
    inflation: Shared = parameter(
        0.6,
        "1",
        bounds=(0.0, 1.5),
        meaning="CD8 cells that cytomegalovirus adds late in life, as a share of those without it",
        source=hypothesis("memory doubles or triples, and is a part of all CD8 cells"),
    )
    inflation_age: Shared = parameter(
        40.0,
        "year",
        bounds=(20.0, 60.0),
        meaning="age at which half of them are there",
        source=hypothesis("carried since childhood; memory inflates over decades"),
    )


def lymphocyte_counts(s: Any, p: CountParameters, reconstitution: ReconstitutionParameters) -> dict[str, Any]:
    """Return counts in blood, 1/mm3: CD4 cells, the naive among them, CD8 cells and B cells.

    Parameters
    ----------
    s : namespace
        Reads the subsets (1 = own normal), ``age_years`` and ``cmv``.
    p : CountParameters
        Own normal counts.
    reconstitution : ReconstitutionParameters
        For the share of regulatory cells among CD4 cells.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> seen = lymphocyte_counts(at_rest(), CountParameters(), ReconstitutionParameters())
    >>> {name: round(float(value)) for name, value in seen.items()}
    {'cd4_count': 840, 'naive_cd4_count': 319, 'cd8_count': 440, 'b_cell_count': 194}
    """
    r = reconstitution
    regulators = r.regulator_share / (r.naive_share + r.memory_share + r.regulator_share)
    naive = p.naive_share * exp(-p.naive_aging * (s.age_years - r.reference_age))
    memory = 1.0 - naive - regulators
    inflated = 1.0 + p.inflation * s.cmv * saturating(s.age_years, p.inflation_age)
    return {
        "cd4_count": p.cd4 * (naive * s.naive + memory * s.memory_pool + regulators * s.regulator_pool),
        "naive_cd4_count": p.cd4 * naive * s.naive,
        "cd8_count": p.cd8 * s.cd8 * inflated,
        "b_cell_count": p.b_cells * s.b_cells,
    }
