"""``sensitivity``: which parameters decide the change of a study's primary endpoints."""

from __future__ import annotations

from pathlib import Path

from lassitude.quantities.errors import RequestError
from lassitude.results.sensitivity import Sensitivity
from lassitude.runs.pool import Progress, no_progress
from lassitude.workflows.known_names import check_names
from lassitude.workflows.parameters import parameters_named
from lassitude.workflows.plans import read_plan

ROWS, KEPT, TRAJECTORIES = 256, 16, 4
FEWEST_ROWS, MOST_ROWS = 16, 2**15
SEEDS = 2**64


def sensitivity(
    study: str | Path,
    *,
    rows: int = ROWS,
    keep: int = KEPT,
    seed: int | None = None,
    parameters: str | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> Sensitivity:
    """Estimate Sobol indices of the change of every primary endpoint over all parameters.

    Parameters
    ----------
    study : str or Path
        Name of a shipped study, or path of a protocol.
    rows : int
        Of the Sobol design, a power of two; people live under ``rows * (keep + 3)`` draws.
    keep : int
        How many parameters are singled out by a screen; all others move together.
    seed : int, optional
        In place of the protocol's.
    parameters : str, optional
        Name of a shipped parameter set, ``declared``, or a folder with one; the default set otherwise.
    workers : int
        Processes; they change no byte of the results.
    progress : callable
        Called as ``progress(done, total)``, for the screen and then for the indices.

    Returns
    -------
    Sensitivity
        Largest total index first.

    Raises
    ------
    RequestError
        If the request is wrong, SALib is missing, or the study analyzes no change.

    Examples
    --------
    >>> sensitivity("canadian-ahsct", rows=100)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: 100 rows make no Sobol design; take a power of two...
    """
    _check(rows, keep, seed)
    plan = read_plan(study)
    check_names(plan)
    from lassitude.prediction.deciding import Asked, sensitivity_of

    protocol = plan.protocol
    chosen = parameters_named(parameters)
    asked = Asked(protocol.simulation.seed if seed is None else seed, rows, keep, TRAJECTORIES, chosen)
    return sensitivity_of(protocol, asked, workers=workers, progress=progress)


def _check(rows: int, keep: int, seed: int | None) -> None:
    if not FEWEST_ROWS <= rows <= MOST_ROWS or rows & (rows - 1):
        near = min(max(1 << max(rows - 1, 1).bit_length(), FEWEST_ROWS), MOST_ROWS)
        raise RequestError(
            f"{rows} rows make no Sobol design; take a power of two from {FEWEST_ROWS} to {MOST_ROWS}, "
            f"such as {near}."
        )
    if keep < 1:
        raise RequestError(f"{keep} parameters leave nothing to tell apart; ask for 1 or more.")
    if seed is not None and not 0 <= seed < SEEDS:
        raise RequestError(f"{seed} cannot be a seed; take a whole number from 0 to {SEEDS - 1}.")
