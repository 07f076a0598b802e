"""What only a simulation knows: signals, and each person's measurements with and without what was done."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.apart import Counterfactuals, PartsOfChange, named_draws
from lassitude.prediction.design import Design
from lassitude.trial.group import Group


def truth(
    made: Design, groups: tuple[Group, ...], told: Counterfactuals, parts: PartsOfChange
) -> dict[str, NDArray[Any]]:
    """Collect the truth of the first replicate, and the parts of the change in all.

    Returns
    -------
    dict of str to array
        ``part.ENDPOINT.ARM.part``, [replicate]; ``POPULATION.SWITCH.truth.signal`` and
        ``POPULATION.SWITCH.value.ENDPOINT``, [visit, slot], of the attributed endpoints;
        ``POPULATION.assigned`` and ``POPULATION.subject``, [slot]. Switches are ``as_planned``,
        ``without_therapy`` and so on. Statistics may not read it.
    """
    found: dict[str, NDArray[Any]] = {**named_draws(parts)}
    for group in groups:
        names = np.array([one.name for one in group.assignments])
        found[f"{group.population}.assigned"] = names[group.assigned[0]]
        found[f"{group.population}.subject"] = group.grid(range(1))["subject"]
        found[f"{group.population}.came"] = group.came[:, 0]
        for switch, pages in told[group.population].items():
            name = f"{group.population}.{'_'.join(('without', *switch)) if switch else 'as_planned'}"
            wanted = {f"value.{endpoint}" for endpoint in made.attributed}
            for page, value in pages.items():
                if page.startswith("truth.") or page in wanted:
                    found[f"{name}.{page}"] = value[:, 0]
    return found
