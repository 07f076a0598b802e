"""How much memory it takes to keep every signal of 10,000 people every week for three years.

Run ``python -m benchmarks.memory``. People live through the lead-in and, on an open-label drug, through 157
weekly visits; all that only a simulation knows of them is kept. The bar is 2 GiB for the whole process.
"""

from __future__ import annotations

import resource
import sys

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.population.cohort import draw_cohort
from lassitude.prediction.pipeline import prepare_process
from lassitude.therapies.regimen import FOREVER, Treatment, inert
from lassitude.trial.bodies import at_entry, embody, travel
from lassitude.trial.conduct import ConductTask, conduct
from lassitude.trial.schedule import Schedule
from lassitude.trial.seeing import totals
from lassitude.trial.treated import Treated

PEOPLE, WEEKS = 10_000, 157
YEAR, LEAD_IN = 365, 730
BAR_GIB = 2.0


def weekly(persons: NDArray[np.int64]) -> dict[str, NDArray]:
    """Return every signal of some people, [visit, person], week by week."""
    people = len(persons)
    cohort = draw_cohort("rrms", 1, persons)
    untreated = embody(cohort, cohort.keys, inert(people), Clock())
    year_before = travel(untreated, at_entry(cohort), LEAD_IN - YEAR)
    drug = Treatment("interferon-beta", float(LEAD_IN), FOREVER, {}, "open")
    days = tuple(LEAD_IN + 7 * week for week in range(WEEKS))
    labels = tuple(f"W{week}" for week in range(WEEKS))
    return conduct(
        ConductTask(
            "rrms", 1, np.zeros(people, int), persons, travel(untreated, year_before, LEAD_IN),
            totals(year_before), Treated((), ((drug,),), np.zeros(people, int)),
            Schedule(LEAD_IN, labels, days), (), (), (), Clock(),
        )
    )  # fmt: skip


def main() -> int:
    """Keep all of them and say how much that took; 1 beyond the bar."""
    prepare_process()
    kept = [weekly(np.arange(first, min(PEOPLE, first + BLOCK))) for first in range(0, PEOPLE, BLOCK)]
    signals = sum(name.startswith("truth.") for name in kept[0])
    own = sum(page.nbytes for pages in kept for page in pages.values()) / 2**30
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{PEOPLE:,} people, {WEEKS} weeks, {signals} signals: {own:.2f} GiB kept, {peak:.2f} GiB at most")
    return int(peak > BAR_GIB)


if __name__ == "__main__":
    sys.exit(main())
