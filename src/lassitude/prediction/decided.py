"""From a screen and a Sobol design to what decides the change of an endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lassitude.instruments import INSTRUMENTS
from lassitude.prediction.sobol import OTHERS, Index, sobol_indices, whole_rows
from lassitude.quantities.parameters import Declaration
from lassitude.results.sensitivity import EndpointSensitivity, SobolIndex
from lassitude.study.endpoints import parse_endpoint

Floats = NDArray[np.float64]


def singled_out(declared: Sequence[Declaration], effects: Mapping[str, Floats], kept: int) -> tuple[str, ...]:
    """Single out the parameters with the largest effects on any endpoint; all others move together.

    Parameters
    ----------
    declared : sequence of Declaration
        What is varied.
    effects : mapping of str to array of float, [parameter]
        By endpoint; compared within it.
    kept : int
        How many are singled out at most; one without any effect never is.

    Returns
    -------
    tuple of str
        Group of each parameter: its own name or ``others``.

    Examples
    --------
    >>> from lassitude.population.declared import all_parameters
    >>> three = list(all_parameters().values())[:3]
    >>> effects = {"FIS.total": np.array([0.0, 2.0, 1.0])}
    >>> [group == OTHERS for group in singled_out(three, effects, 1)]
    [True, False, True]
    """
    known = [np.nan_to_num(one) for one in effects.values()]
    relative = np.max([one / max(one.max(), 1e-12) for one in known], axis=0)
    order = np.argsort(-relative, kind="stable")
    chosen = {int(place) for place in order[:kept] if relative[place] > 0}
    return tuple(one.name if place in chosen else OTHERS for place, one in enumerate(declared))


def decided(
    declared: Sequence[Declaration],
    groups: Sequence[str],
    endpoint: str,
    changes: Floats,
    effects: Floats,
    seed: int,
) -> EndpointSensitivity:
    """Say what decides the change of one endpoint.

    Parameters
    ----------
    declared : sequence of Declaration
        What is varied.
    groups : sequence of str
        Of each of them.
    endpoint : str
        Such as ``FIS.total``.
    changes : array of float, [draw]
        Under every draw of the Sobol design.
    effects : array of float, [parameter]
        Of the screen.
    seed : int
        Of the study.

    Examples
    --------
    >>> from lassitude.population.declared import all_parameters
    >>> two = list(all_parameters().values())[:2]
    >>> told = decided(two, [two[0].name, OTHERS], "FIS.total", np.zeros(64), np.array([1.0, 0.5]), 1)
    >>> told.unit, told.sd, told.indices
    ('points', 0.0, ())
    """
    parsed = parse_endpoint(endpoint)
    table = whole_rows(groups, changes)
    once = table[:, [0, -1]]
    return EndpointSensitivity(
        endpoint=endpoint,
        unit=INSTRUMENTS[str(parsed.instrument)].parts[parsed.part].unit,
        median=float(np.median(once)) if once.size else float("nan"),
        sd=float(once.std()) if once.size else float("nan"),
        indices=tuple(_told(one, declared, groups, effects) for one in sobol_indices(groups, changes, seed)),
        lost=len(changes) // (len(set(groups)) + 2) - len(table),
    )


def _told(one: Index, declared: Sequence[Declaration], groups: Sequence[str], effects: Floats) -> SobolIndex:
    own = [place for place, group in enumerate(groups) if group == one.name]
    largest = float(np.nanmax(effects[own])) if np.isfinite(effects[own]).any() else float("nan")
    if one.name == OTHERS:
        told = f"the other {len(own)} parameters together"
        return SobolIndex(OTHERS, "others", one.first, one.first90, one.total, one.total90, largest, told)
    single = declared[own[0]]
    return SobolIndex(
        one.name,
        "parameter",
        one.first,
        one.first90,
        one.total,
        one.total90,
        largest,
        single.meaning,
        single.source.grade,
        "; ".join(part for part in (single.source.note, single.source.reference) if part),
    )
