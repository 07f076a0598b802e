"""Who carries a lasting virus, whatever else they have."""

from __future__ import annotations

from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter


class Carriers(Parameters):
    """Carriers among the people of every condition."""

    cmv_share: Shared = parameter(
        0.55,
        "1",
        bounds=(0.2, 0.95),
        meaning="share of people who carry cytomegalovirus",
        source=hypothesis("about half of adults; it does not raise the risk of MS", "bjornevik2022_ebv"),
    )
