"""Relief by a symptomatic drug: exposure, its effect, and how quickly that follows."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import saturating


def drug_effect(s: Any) -> Relaxation:
    """Return the course of relief, in SD of fatigue; carry-over ends by the drug's own turnover.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> drug_effect(SimpleNamespace(drug_ceiling=0.4, drug_done=1.0, drug_turnover=1.1)).target
    0.2
    """
    return Relaxation("drug_effect", s.drug_ceiling * saturating(s.drug_done, 1.0), s.drug_turnover)
