"""Where the body departs from the published immune net on purpose: each departure has a name and a reason.

The net is Pernice 2020 (doi:10.1186/s12859-020-03823-9). The reference tests measure what the departures do,
and show that with all of them undone the net is back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Deviation:
    """A departure from a source.

    Attributes
    ----------
    name : str
        What the body does.
    in_place_of : str
        What the source has.
    why : str
        The reason.
    undone_by : mapping of str to float
        Parameters and the values that take the body back to the source; empty where no parameter does.
    """

    name: str
    in_place_of: str
    why: str
    undone_by: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "antigen switch of the eighth power",
        '"is there a unit of antigen" (net), Hill 1 (review)',
        "smooth, yet almost a switch",
    ),
    Deviation(
        "start at rest: IFN-γ 18, IL-17 0, IL-10 15",  # noqa: RUF001
        "the periphery starts at 42, 8 and 13",
        "18 and 15 are what killer cells alone keep up; the rest fades in days",
    ),
    Deviation(
        "antigen over 100 recalls memory",
        "the count of antigen",
        "one unit of antigen for both activations",
    ),
    Deviation(
        "memory answers the first pulse",
        "memory is silent until hour 1608",
        "a rule of the program, not of cells",
        {"immunity.recall_by_antigen": 0.0},
    ),
    Deviation(
        "memory dies, 0.005 a day",
        "memory is immortal",
        "it would pile up over years",
        {"immunity.memory_death": 0.0},
    ),
    Deviation(
        "a thousandth of a cell of each kind appears a day",
        "empty stays empty",
        "counts with chance must be able to return",
        {"immunity.seeding": 0.0},
    ),
    Deviation(
        "waiting regulatory cells leave, 0.033 a day",
        "they stay",
        "they would pile up over years",
        {"nervous_system.regulator_egress": 0.0},
    ),
    Deviation(
        "the barrier closes without IL-10, 1.2 a day",
        "only IL-10 closes it",
        "bounds openness",
        {"barrier.basal_closing": 0.0},
    ),
    Deviation(
        "opening and closing spare IL-17 and IL-10",
        "they consume them (the authors' runs)",
        "the review's reading",
    ),
    Deviation(
        "resting pools and killer cells in balance",
        "states of their own",
        "return within hours",
    ),
    Deviation(
        "central cytokines in balance with their cells",
        "states of their own",
        "clear within a day",
    ),
    Deviation(
        "inflammatory tilt fades below 1 pg/mL",
        "switches off",
        "smooth",
    ),
    Deviation(
        "one activation of central cells",
        "one for each of five myelin levels",
        "an artifact of the drawing",
    ),
)
