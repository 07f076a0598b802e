"""What keeps a regression from being fitted, said of the regressors by name, with the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_SINGULAR = 1e-7
_NAMED = 5


def regressor_notes(
    columns: Mapping[str, NDArray[np.float64]], used: NDArray[np.bool_], subjects: Sequence[str]
) -> tuple[str, ...]:
    """Name regressors that do not vary or determine one another, and too few people for all of them.

    Parameters
    ----------
    columns : mapping of str to array of float64 [replicate, subject]
        Regressors by name, without the intercept.
    used : array of bool [replicate, subject]
        Complete cases.
    subjects : sequence of str
        Identifiers.

    Returns
    -------
    tuple of str
        About the first replicate with a problem; nothing where every replicate can be fitted.

    Examples
    --------
    >>> x = {"age_years": np.array([[30.0, 40.0, 50.0]]), "sex=male": np.array([[1.0, 1.0, 1.0]])}
    >>> regressor_notes(x, np.array([[True, True, True]]), ["P-1", "P-2", "P-3"])[1]
    'sex=male is 1 in all 3 people used (P-1, P-2, P-3): it explains nothing; take it out of the plan.'
    """
    x = np.stack([*columns.values()], axis=2)
    names, notes = [*columns], []
    crowded = np.flatnonzero(used.sum(axis=1) < len(names) + 2)
    if crowded.size:
        who = _listed(used[crowded[0]], subjects)
        notes.append(
            f"{len(names) + 1} coefficients (intercept, {', '.join(names)}) need {len(names) + 2} people "
            f"with all values, and there are {who}: take covariates out of the plan, or add people."
        )
    for replicate in range(used.shape[0]):
        rows = x[replicate][used[replicate]]
        if rows.shape[0] < 2:
            continue
        found = _constant(rows, names, _listed(used[replicate], subjects)) or _tied(rows, names)
        if found:
            return (*notes, *found)
    return tuple(notes)


def _listed(used: NDArray[np.bool_], subjects: Sequence[str]) -> str:
    who = [subjects[int(subject)] for subject in np.flatnonzero(used)]
    more = f" and {len(who) - _NAMED} more" if len(who) > _NAMED else ""
    named = f" ({', '.join(who[:_NAMED])}{more})" if who else ""
    return f"{len(who)}{named}"


def _constant(rows: NDArray[np.float64], names: Sequence[str], who: str) -> list[str]:
    number, _, named = who.partition(" ")
    return [
        f"{name} is {rows[0, column]:g} in all {number} people used {named}: it explains nothing; take it "
        "out of the plan."
        for column, name in enumerate(names)
        if np.ptp(rows[:, column]) == 0
    ]


def _tied(rows: NDArray[np.float64], names: Sequence[str]) -> list[str]:
    """Find the regressors that the first vanishing direction of the design is made of."""
    if rows.shape[0] <= rows.shape[1]:
        return []
    centered = rows - rows.mean(axis=0)
    _, singular, right = np.linalg.svd(centered / np.linalg.norm(centered, axis=0), full_matrices=False)
    if singular[-1] > _SINGULAR:
        return []
    tied = [name for name, weight in zip(names, right[-1], strict=True) if abs(weight) > 1e-6]
    return [f"{' and '.join(tied)} determine one another; take one of them out of the plan."]
