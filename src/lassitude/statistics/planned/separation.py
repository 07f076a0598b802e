"""Why a likelihood has no maximum: outcomes that arms or covariates divide without remainder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.planned.arm_columns import ArmColumns

_WAY_OUT = 'The difference of shares above is of use all the same; for an odds ratio write odds = "firth"'


def separation_reasons(
    columns: ArmColumns,
    subjects: Sequence[str],
    outcome: NDArray[np.float64],
    converged: NDArray[np.bool_],
) -> dict[str, NDArray[np.bool_]]:
    """Say which replicates give no odds ratio and why, with the first case and the way out.

    Parameters
    ----------
    columns : ArmColumns
        The regression.
    subjects : sequence of str
        Identifiers of people.
    outcome : array of float64 [replicate, subject]
        1 or 0.
    converged : array of bool [replicate]
        Where the likelihood has a maximum.

    Returns
    -------
    dict of str to array of bool [replicate]
        For `lassitude.statistics.completeness.judge`.
    """
    members = columns.members
    sizes = np.stack([own.sum(axis=1) for own in members])
    counts = np.stack([(own & (outcome == 1)).sum(axis=1) for own in members])
    total, all_of_them = counts.sum(axis=0), sizes.sum(axis=0)
    reasons = {"an arm has nobody with all values": (sizes == 0).any(axis=0)}
    alike = (total == 0) | (total == all_of_them)
    if alike.any():
        reasons[_everybody(total, all_of_them, int(alike.argmax()))] = alike
    failed = ~converged
    extreme = ((counts == 0) | (counts == sizes)).any(axis=0) & failed
    if extreme.any():
        reasons[_arm(columns, counts, sizes, int(extreme.argmax()))] = extreme
    rest = failed & ~extreme & ~alike
    if rest.any():
        reasons[_covariate(columns, subjects, outcome, int(rest.argmax()))] = rest
    return reasons


def _everybody(total: NDArray[np.int64], people: NDArray[np.int64], first: int) -> str:
    return (
        f"everybody responded or nobody did ({total[first]} of {people[first]}), so that odds do not differ"
    )


def _arm(columns: ArmColumns, counts: NDArray[np.int64], sizes: NDArray[np.int64], first: int) -> str:
    place = int(((counts[:, first] == 0) | (counts[:, first] == sizes[:, first])).argmax())
    return (
        f"separation: {counts[place, first]} of {sizes[place, first]} people of {columns.blocks[place].arm} "
        f"responded, so that its odds are 0 or infinite. {_WAY_OUT}"
    )


def _covariate(columns: ArmColumns, subjects: Sequence[str], outcome: NDArray[np.float64], first: int) -> str:
    used, y = columns.used[first], outcome[first]
    start = 1 + len(columns.blocks) - 1
    for place, name in enumerate(columns.covariates):
        x = columns.x[first, :, start + place]
        groups = [x[used & (y == value)] for value in (0, 1)]
        if x[used].min() == x[used].max():
            return f"the covariate {name} does not vary; take it out of covariates"
        if groups[0].max() <= groups[1].min() or groups[1].max() <= groups[0].min():
            at_edge = used & (y == 1)
            edge = int(np.flatnonzero(at_edge)[np.abs(x[at_edge]).argmin()])
            return (
                f"separation: {name} alone divides the {groups[1].size} responders from the "
                f"{groups[0].size} others, {subjects[edge]} the nearest to the border. Take it out of "
                'covariates, or write odds = "firth"'
            )
    sizes = [int((y[used] == value).sum()) for value in (1, 0)]
    return (
        f"separation: arm and {', '.join(columns.covariates)} together divide the {sizes[0]} responders from "
        f"the {sizes[1]} others, or determine one another. Leave out a covariate, or write odds = "
        '"firth"'
    )
