"""Return of lymphocyte subsets after one course of alemtuzumab, as single exponentials.

Reference
---------
Hill-Cawthorne G.A. et al. J Neurol Neurosurg Psychiatry 2012; 83:298-304: 36 people with *progressive* MS;
months to the lower limit of normal, B 7.1 (95% CI 5.3 to 9.5; limit 0.1e9/L), CD8 20 (0.2e9/L), CD4 35
(0.4e9/L); CD8 and CD4 back at baseline in 30% and 21%. Cossburn M.D. et al. Neurology 2013; 80:55-61: 56
people, CD19, CD8 and CD4 reconstituted at 6, 10 and 36 months. The constants are drawn through the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True)
class Reconstitution:
    """Shares of the subset's own baseline, and months."""

    time_constant: float
    plateau: float
    lag: float = 0.0
    nadir: float = 0.02


CD4 = Reconstitution(time_constant=23.0, plateau=0.60)
CD8 = Reconstitution(time_constant=17.0, plateau=0.65)
B_FAST = Reconstitution(time_constant=3.0, plateau=1.0, lag=2.0)
B_SLOW = Reconstitution(time_constant=4.0, plateau=1.0, lag=3.0)


def share(subset: Reconstitution, months: float) -> float:
    """Return the share of baseline ``months`` after the course."""
    since = max(months - subset.lag, 0.0)
    return subset.plateau - (subset.plateau - subset.nadir) * exp(-since / subset.time_constant)


def months_to(subset: Reconstitution, reached: float) -> float:
    """Return when the subset reaches a share of baseline; infinite at the plateau and above."""
    if reached >= subset.plateau:
        return float("inf")
    left = (subset.plateau - reached) / (subset.plateau - subset.nadir)
    return subset.lag - subset.time_constant * log(left)
