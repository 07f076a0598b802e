"""The mixed model that stands beside an analysis of variance: the same question, and nobody left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.mixed_models.fit import MixedFit, fit_mixed_model
from lassitude.statistics.mixed_models.inference import Inference, contrasts, inference, joint_test
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import Unstructured
from lassitude.statistics.subsets import all_together

_AT_ONCE = 64
_Array = NDArray[np.float64]


def mixed_model_beside(
    blocks: Sequence[ArmBlock], analysis: str, change_from: str, stem: str
) -> list[EstimateBatch]:
    """Ask by a mixed model what an analysis of variance asks, with every value of everybody.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm compared; one arm for the effect of visit alone.
    analysis : str
        Name of the analysis in the plan.
    change_from : str
        Label of the first visit that counts.
    stem : str
        What the names of statistics begin with, such as ``rm_anova``.

    Returns
    -------
    list of EstimateBatch
        Named by the last visit: ``STEM_beside_p:visit`` with its F, of several arms ``arm*visit`` before it,
        and for each arm ``STEM_beside_change``, the mean change from the first visit to the last.
    """
    everyone = all_together(blocks) if len(blocks) > 1 else blocks[0]
    visits = everyone.visits[everyone.visits.index(change_from) :]
    values = everyone.values[:, :, -len(visits) :]
    fits = _fits(values, np.stack([block.enrolled for block in blocks], axis=2))
    reasons = np.concatenate([fit.reason for fit in fits])
    draft = draft_for(
        everyone,
        analysis,
        visits[-1],
        _method(len(blocks), visits),
        everyone.enrolled & ~np.isfinite(values).any(axis=2),
        np.concatenate([fit.people for fit in fits]),
        np.concatenate([fit.converged for fit in fits]),
        _failures(reasons),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        using = [inference(fit) for fit in fits]
    cells = np.eye(len(blocks) * len(visits)).reshape(len(blocks), len(visits), -1)
    estimates: list[EstimateBatch] = []
    for term, weights in _hypotheses(cells).items():
        names = ("f", "df_numerator", "df", "p")
        f, numerator, df, p = _over(using, lambda one, rows=weights: joint_test(one, rows), names)
        both = f"{stem}_beside_f:{term}", f"{stem}_beside_p:{term}"
        estimates += draft.f_test(both, f, (numerator, df), p)
    return [*estimates, *_changes(draft, blocks, stem, using, cells[:, -1] - cells[:, 0])]


def _method(arms: int, visits: Sequence[str]) -> str:
    said = "arm by visit" if arms > 1 else "visit"
    return (
        f"mixed model of {len(visits)} visits {visits[0]} to {visits[-1]} on {said}, unstructured "
        "covariance, REML, Kenward-Roger degrees of freedom; every value of everybody counts"
    )


def _fits(values: _Array, members: NDArray[np.bool_]) -> list[MixedFit]:
    """Fit a mean for each arm and visit, some replicates at a time."""
    count, arms, visits = values.shape[0], members.shape[2], values.shape[2]
    fits: list[MixedFit] = []
    for start in range(0, count, _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        own = members[rows][:, :, None, :, None] * np.eye(visits)[:, None, :]
        regressors = own.reshape(*values[rows].shape, arms * visits)
        with np.errstate(over="ignore", invalid="ignore"):
            fits.append(fit_mixed_model(Measurements(values[rows], regressors), Unstructured()))
    return fits


def _hypotheses(cells: _Array) -> dict[str, _Array]:
    """Contrasts of cells [arm, visit, cell] that a term says are 0."""
    arms, visits, size = cells.shape
    if visits < 2:
        return {}
    steps = cells[:, 1:] - cells[:, :1]
    crossed = {"arm*visit": (steps[1:] - steps[:1]).reshape(-1, size)} if arms > 1 else {}
    return crossed | {"visit": steps.mean(axis=0)}


def _changes(
    draft: Draft, blocks: Sequence[ArmBlock], stem: str, using: Sequence[Inference], weights: _Array
) -> list[EstimateBatch]:
    value, se, df, p = _over(using, lambda one: contrasts(one, weights), ("value", "se", "df", "p"))
    low, high = _over(using, lambda one: contrasts(one, weights).interval, ("low", "high"))
    return [
        replace(draft, arm=block.arm).estimate(
            f"{stem}_beside_change",
            block.unit,
            value[:, arm],
            se=se[:, arm],
            interval=Intervals(low[:, arm], high[:, arm]),
            df=df[:, arm],
            p=p[:, arm],
        )
        for arm, block in enumerate(blocks)
    ]


def _over(
    using: Sequence[Inference], ask: Callable[[Inference], object], names: Sequence[str]
) -> tuple[_Array, ...]:
    with np.errstate(divide="ignore", invalid="ignore"):
        answers = [ask(one) for one in using]
    return tuple(np.concatenate([getattr(answer, name) for answer in answers]) for name in names)


def _failures(reasons: NDArray[np.str_]) -> tuple[str, ...]:
    failed = np.flatnonzero(reasons != "")
    if not failed.size:
        return ()
    where = "" if reasons.size == 1 else f" in {failed.size} of {reasons.size} repetitions"
    return (f"The mixed model could not be fitted{where}: {reasons[failed[0]]}.",)
