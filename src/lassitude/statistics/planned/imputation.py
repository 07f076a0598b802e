"""Estimates of a planned multiple imputation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import PURE, Draft, draft_for
from lassitude.statistics.estimands.targets import Target
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.imputation.comparison import Fits, fit_completed
from lassitude.statistics.imputation.completing import Completed, complete
from lassitude.statistics.imputation.incomplete import Incomplete
from lassitude.statistics.imputation.pooling import Pooled, bootstrapped, rubin
from lassitude.statistics.imputation.resampling import drawn_again
from lassitude.statistics.planned.groups import reference_of
from lassitude.statistics.planned.imputation_shifts import shift_estimates
from lassitude.statistics.planned.imputation_words import (
    NAMES,
    imputed_note,
    method_in_words,
    resampled_notes,
)
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.imputation import BootstrapVariance, MissingAtRandom, MultipleImputation

Floats = NDArray[np.float64]
Covariates = Mapping[str, tuple[str, Floats]]


@dataclass(frozen=True, eq=False)
class Given:
    """What is imputed and analyzed.

    Attributes
    ----------
    incomplete : Incomplete
        Values with gaps.
    assigned : array of float64 [replicate, subject]
        Values that composite events stand for; NaN elsewhere.
    visits : tuple of str
        Labels of the visits imputed.
    """

    incomplete: Incomplete
    assigned: Floats
    visits: tuple[str, ...]


def imputation_blocks(
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: MultipleImputation,
    covariates: Covariates,
    replicates: Sequence[int],
    target: Target | None = None,
) -> list[EstimateBatch]:
    """Compare arms at one visit after imputing what is missing there.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm, strategies of the estimand applied where there is one.
    name : str
        Name of the analysis in the plan.
    analysis : MultipleImputation
        Visits, reference, method and how variances are found.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        Name of each covariate besides the baseline to its unit and values.
    replicates : sequence of int
        Numbers by which draws are keyed.
    target : Target, optional
        What the estimand's strategies say besides; None without an estimand.

    Returns
    -------
    list of EstimateBatch
        Named by the method, such as ``imputed`` or ``jump_to_reference``: ``_mean`` and ``_share`` (of people
        whose value is imputed) of each arm, ``_difference:REFERENCE`` of each other one and, with a tipping
        point, ``_tipping:REFERENCE`` and ``_shifted:REFERENCE@SHIFT``.

    Raises
    ------
    RequestError
        If nobody is in the reference arm, or nothing can be imputed in any replicate.
    """
    reference = reference_of(blocks, analysis.reference)
    everyone = all_together(list(blocks))
    given = given_for(blocks, everyone, analysis, covariates, reference, replicates, target)
    done = complete(given.incomplete, analysis.method, analysis.imputations, analysis.seed, given.visits)
    if done.failed.all():
        raise RequestError(f"The analysis {name!r} cannot impute {analysis.endpoint}: {done.reason}.")
    fits = _fit(given, done)
    draft = _draft(everyone, name, analysis, method_in_words(analysis, covariates), given, done, fits)
    again = _again(given, analysis) if isinstance(analysis.variance, BootstrapVariance) else None
    if again is not None:
        draft = replace(draft, notes=(*draft.notes, *resampled_notes(again)))
    by_one = None if analysis.tipping is None else _by_one(given, done, analysis)
    prefix = NAMES[type(analysis.method)]
    estimates: list[EstimateBatch] = []
    for place, block in enumerate(blocks):
        own = replace(draft, arm=block.arm)
        estimates.append(_estimate(own, f"{prefix}_mean", block.unit, _mean(fits, again, place)))
        estimates.append(own.estimate(f"{prefix}_share", PURE, _share(given, done, block)))
        if place == reference:
            continue
        found = _difference(fits, again, place, reference)
        estimates.append(_estimate(own, f"{prefix}_difference:{analysis.reference}", block.unit, found))
        if by_one is not None:
            sides = (place, reference)
            estimates += shift_estimates(own, prefix, block.unit, analysis, fits, by_one, sides)
    return estimates


def _mean(fits: Fits, again: Floats | None, place: int) -> Pooled:
    return rubin(*fits.mean(place), fits.df) if again is None else bootstrapped(again[:, place])


def _difference(fits: Fits, again: Floats | None, place: int, reference: int) -> Pooled:
    if again is None:
        return rubin(*fits.difference(place, reference), fits.df)
    return bootstrapped(again[:, place] - again[:, reference])


def given_for(
    blocks: Sequence[ArmBlock],
    everyone: ArmBlock,
    analysis: MultipleImputation,
    covariates: Covariates,
    reference: int,
    replicates: Sequence[int],
    target: Target | None,
) -> Given:
    """Prepare what is imputed.

    Parameters
    ----------
    blocks, everyone
        One endpoint in every arm, and all arms together.
    analysis, covariates, replicates, target
        See `imputation_blocks`.
    reference : int
        Place of the reference arm.
    """
    start, end = everyone.visits.index(analysis.change_from), everyone.visits.index(analysis.at)
    part = slice(start + 1, end + 1)
    x = np.stack([everyone.values[:, :, start], *(values for _, values in covariates.values())], axis=2)
    arm = np.full(everyone.enrolled.shape, -1, dtype=np.int64)
    for place, block in enumerate(blocks):
        arm[block.enrolled & np.isfinite(x).all(axis=2)] = place
    values = everyone.values[:, :, part]
    assigned = np.full(arm.shape, np.nan) if target is None else target.assigned[:, :, end]
    after = _tail(values) if target is None else (target.policy | target.referred)[:, :, part]
    if isinstance(analysis.method, MissingAtRandom):
        after = np.zeros_like(after)
    names = tuple(block.arm for block in blocks)
    numbers, chain = np.asarray(replicates, dtype=np.int64), np.zeros(len(replicates), dtype=np.int64)
    return Given(
        Incomplete(
            np.where((arm >= 0)[..., None], values, np.nan), np.where((arm >= 0)[..., None], x, 0.0), arm,
            np.logical_or.accumulate(after, axis=2), names, reference, numbers, everyone.subjects, chain,
            analysis.covariance_by_arm,
        ),
        assigned,
        everyone.visits[part],
    )  # fmt: skip


def _tail(values: Floats) -> NDArray[np.bool_]:
    """Tell which visits come after a person's last value."""
    seen = np.isfinite(values)
    return ~np.logical_or.accumulate(seen[..., ::-1], axis=2)[..., ::-1]


def _fit(given: Given, done: Completed) -> Fits:
    incomplete = given.incomplete
    counted = np.isfinite(given.assigned)[..., None] & ~done.failed[:, None, None]
    outcome = np.where(counted, given.assigned[..., None], done.outcome)
    return fit_completed(outcome, incomplete.covariates, incomplete.arm, len(incomplete.arms))


def _again(given: Given, analysis: MultipleImputation) -> Floats:
    """Return adjusted means of samples drawn again, [replicate, arm, sample, imputation]."""
    variance = analysis.variance
    assert isinstance(variance, BootstrapVariance)
    incomplete = given.incomplete
    pieces: list[Floats] = []
    for replicate in range(len(incomplete.replicate)):
        part = slice(replicate, replicate + 1)
        one = replace(
            incomplete,
            values=incomplete.values[part], covariates=incomplete.covariates[part], arm=incomplete.arm[part],
            after=incomplete.after[part], replicate=incomplete.replicate[part], chain=incomplete.chain[part],
        )  # fmt: skip
        drawn, place = drawn_again(one, variance.samples, variance.imputations, analysis.seed)
        done = complete(drawn, analysis.method, variance.imputations, analysis.seed, given.visits)
        fits = _fit(replace(given, incomplete=drawn, assigned=given.assigned[replicate][place]), done)
        pieces.append(np.swapaxes(fits.means, 0, 1))
    return np.stack(pieces)


def _by_one(given: Given, done: Completed, analysis: MultipleImputation) -> Fits:
    """Fit the outcome that is 1 for imputed values that are shifted and 0 for others."""
    assert analysis.tipping is not None
    incomplete = given.incomplete
    names = [name.partition("/")[0] for name in incomplete.arms]
    wanted = analysis.tipping.arms or [name for name in names if name != analysis.reference]
    members = np.isin(incomplete.arm, [place for place, name in enumerate(names) if name in wanted])
    chosen = done.imputed & members & np.isnan(given.assigned)
    outcome = np.where(incomplete.arm >= 0, chosen.astype(np.float64), np.nan)[..., None]
    return fit_completed(outcome, incomplete.covariates, incomplete.arm, len(incomplete.arms))


def _share(given: Given, done: Completed, block: ArmBlock) -> Floats:
    own = block.enrolled & (given.incomplete.arm >= 0)
    drawn = done.imputed & own & np.isnan(given.assigned)
    return drawn.sum(axis=1) / np.maximum(own.sum(axis=1), 1)


def _draft(
    everyone: ArmBlock,
    name: str,
    analysis: MultipleImputation,
    words: str,
    given: Given,
    done: Completed,
    fits: Fits,
) -> Draft:
    used = given.incomplete.arm >= 0
    drawn = done.imputed & np.isnan(given.assigned)
    said = imputed_note(drawn, used, given.incomplete.after[:, :, -1], analysis)
    failed = (f"Where values could not be imputed: {done.reason}.",) if done.failed.any() else ()
    n = used.sum(axis=1)
    notes = (said, *failed, *fits.notes)
    return draft_for(everyone, name, analysis.at, words, everyone.enrolled & ~used, n, fits.converged, notes)


def _estimate(draft: Draft, statistic: str, unit: str, found: Pooled) -> EstimateBatch:
    p = None if statistic.endswith("_mean") else found.p
    return draft.estimate(
        statistic, unit, found.value, se=found.se, interval=found.interval, df=found.df, p=p
    )
