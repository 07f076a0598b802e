"""Estimates of a planned mixed model for repeated measures (MMRM)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.mixed_models.inference import Contrasts
from lassitude.statistics.mixed_models.visit_means import Model, Settings, VisitMeans, terms, visit_means
from lassitude.statistics.planned.groups import reference_of
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.mixed_models import MixedModel

Array = NDArray[np.float64]
Covariates = Mapping[str, tuple[str, Array]]


def mixed_model_blocks(
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: MixedModel,
    covariates: Covariates,
    days: Mapping[str, float],
) -> list[EstimateBatch]:
    """Estimate means of arms at visits and their differences from the reference arm.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : MixedModel
        Visits, reference, covariance and how tests are made.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        Name of each covariate besides the baseline to its unit and values.
    days : mapping of str to float
        When each visit is planned.

    Returns
    -------
    list of EstimateBatch
        For each arm and visit ``ls_mean``, and for each other arm ``ls_difference:REFERENCE`` and, of each
        planned contrast, ``ls_contrast:NAME``; for all arms ``mmrm_f`` and ``mmrm_p`` of each term, and
        ``visit_sd`` of each visit. The n of a mean is the people of its arm with at least one outcome
        used, of a difference or contrast those of the two arms together, of a test everybody.

    Raises
    ------
    RequestError
        If nobody in the study is in the reference arm, or no visit lies after the baseline.

    Examples
    --------
    >>> plan = MixedModel(type="mmrm", endpoint="MFIS.total", change_from="W0", reference="placebo",
    ...                   baseline="none")
    >>> change = np.array([[[0, 0.0, 1.0], [0, 1.0, 1.5], [0, 2.0, 0.0], [0, 4.0, 6.0], [0, 5.0, 5.5],
    ...                     [0, 7.0, 6.0]]])
    >>> placebo = np.array([[True] * 3 + [False] * 3])
    >>> made = [ArmBlock("MFIS.total", arm, "points", ("W0", "W8", "W16"), tuple("ABCDEF"),
    ...                  np.where(who[..., None], change, np.nan), who)
    ...         for arm, who in (("drug", ~placebo), ("placebo", placebo))]
    >>> days = {"W0": 0.0, "W8": 56.0, "W16": 112.0}
    >>> found = {one.id: one for one in mixed_model_blocks(made, "primary", plan, {}, days)}
    >>> found["MFIS.total|ls_difference:placebo|W16|drug"].value.round(2)
    array([5.])
    """
    reference = reference_of(blocks, analysis.reference)
    everyone = all_together(blocks)
    visits = _visits(everyone, analysis)
    model = _model(blocks, everyone, analysis, {visit: days[visit] for visit in visits}, covariates)
    weights = [[over.get(visit, 0.0) for visit in visits] for over in analysis.contrasts.values()]
    combinations = np.array(weights, dtype=np.float64).reshape(len(weights), len(visits))
    found = visit_means(model, reference, _settings(analysis), combinations)
    draft = _draft(everyone, name, analysis, covariates, model, found)
    estimates = [*_effects(draft, blocks, visits, analysis, reference, model, found)]
    estimates += _spreads(draft, everyone.unit, visits, found)
    last = replace(draft, visit=visits[-1])
    for index, term in enumerate(terms(len(visits))):
        f, numerator, df, p = (one[:, index] for one in found.tests.arrays())
        estimates += last.f_test((f"mmrm_f:{term}", f"mmrm_p:{term}"), f, (numerator, df), p)
    return estimates


def _visits(everyone: ArmBlock, analysis: MixedModel) -> tuple[str, ...]:
    after = everyone.visits[everyone.visits.index(analysis.change_from) + 1 :]
    chosen = tuple(visit for visit in after if not analysis.visits or visit in analysis.visits)
    if not chosen:
        raise RequestError(
            f"No visit analyzed comes after {analysis.change_from}, the baseline of the model."
        )
    return chosen


def _settings(analysis: MixedModel) -> Settings:
    return Settings(
        analysis.covariance,
        analysis.likelihood,
        analysis.degrees_of_freedom,
        analysis.standard_errors,
        analysis.covariance_by_arm,
    )


def _model(
    blocks: Sequence[ArmBlock], everyone: ArmBlock, analysis: MixedModel, days: Mapping[str, float],
    covariates: Covariates,
) -> Model:  # fmt: skip
    baseline = everyone.at(analysis.change_from)[..., None]
    others = [values[..., None] for _, values in covariates.values()]
    none = np.empty((*baseline.shape[:2], 0))
    by_visit = baseline if analysis.baseline == "by-visit" else none
    constant = [baseline, *others] if analysis.baseline == "common" else others
    values = np.stack([everyone.at(visit) for visit in days], axis=2)
    arm = np.full(baseline.shape[:2], -1, dtype=np.int64)
    for index, block in enumerate(blocks):
        arm[block.enrolled] = index
    return Model(
        outcome=values - baseline if analysis.outcome == "change" else values,
        arm=arm,
        arms=tuple(block.arm for block in blocks),
        visits=tuple(days),
        days=np.array([*days.values()]),
        by_visit=by_visit,
        constant=np.concatenate(constant, axis=2) if constant else none,
    )


def _draft(
    everyone: ArmBlock, name: str, analysis: MixedModel, covariates: Covariates, model: Model,
    found: VisitMeans,
) -> Draft:  # fmt: skip
    left_out = everyone.enrolled & ~found.used.any(axis=2)
    notes = (*_attempt_notes(analysis, found), *_partial_notes(model, found))
    method = _method(analysis, covariates, model.visits)
    draft = draft_for(
        everyone, name, model.visits[-1], method, left_out, found.people, found.converged, notes
    )
    return replace(draft, attempts=found.attempts)


def _method(analysis: MixedModel, covariates: Covariates, visits: tuple[str, ...]) -> str:
    adjusted = {"by-visit": ["baseline by visit"], "common": ["baseline"], "none": []}[analysis.baseline]
    terms_said = ", ".join(["arm by visit", *adjusted, *covariates])
    covariance = analysis.covariance[0].replace("-", " ") + " covariance"
    by_arm = " by arm" if analysis.covariance_by_arm else ""
    errors = "" if analysis.standard_errors == "model" else f", {analysis.standard_errors} standard errors"
    roger = {"kenward-roger": "Kenward-Roger", "kenward-roger-linear": "Kenward-Roger (linear)"}
    degrees = roger.get(analysis.degrees_of_freedom, analysis.degrees_of_freedom.capitalize())
    return (
        f"mixed model for repeated measures of the {analysis.outcome} at {', '.join(visits)} on "
        f"{terms_said}; {covariance}{by_arm}, {analysis.likelihood}, {degrees} degrees of freedom{errors}"
    )


def _attempt_notes(analysis: MixedModel, found: VisitMeans) -> Iterator[str]:
    """Say which covariance structures failed, how often and why, and which took their place how often."""
    count = len(found.converged)
    for place, structure in enumerate(analysis.covariance):
        why = found.reasons[place]
        failed = np.flatnonzero(why != "")
        if not len(failed):
            continue
        then = analysis.covariance[place + 1 :]
        fallback = f"; {then[0]} was tried next" if then else "; nothing else was planned to fall back on"
        where = "" if count == 1 else f" in {len(failed)} of {count} repetitions"
        yield f"The {structure} covariance failed{where}: {why[failed[0]]}{fallback}."
    if count > 1 and len(analysis.covariance) > 1:
        for place, structure in enumerate(analysis.covariance):
            often = int((found.converged & (found.attempts == place + 1)).sum())
            if often:
                yield f"The {structure} covariance was used in {often} of {count} repetitions."


def _partial_notes(model: Model, found: VisitMeans) -> Iterator[str]:
    """Say how many people count with some of their visits only."""
    some = found.used.any(axis=2) & ~found.used.all(axis=2)
    counts = some.sum(axis=1)
    if counts.any():
        many = f"{counts[0]}" if len(counts) == 1 else f"a median of {np.median(counts):g}"
        yield (
            f"Of {many} people some visits are missing; the visits they had count, and the missing ones are "
            "taken to be missing at random given those."
        )


def _effects(
    draft: Draft, blocks: Sequence[ArmBlock], visits: tuple[str, ...], analysis: MixedModel, reference: int,
    model: Model, found: VisitMeans,
) -> Iterator[EstimateBatch]:  # fmt: skip
    """Give the means of arms, their differences from the reference, and contrasts of these over visits."""
    some = found.used.any(axis=2)
    own = [
        replace(draft, arm=block.arm, n=(some & (model.arm == index)).sum(axis=1))
        for index, block in enumerate(blocks)
    ]
    both = [replace(one, n=one.n + own[reference].n) for one in own]
    unit = blocks[reference].unit
    for place, visit in enumerate(visits):
        for index in range(len(blocks)):
            column = index * len(visits) + place
            mean = _effect(replace(own[index], visit=visit), "ls_mean", unit, found.means, column)
            # That a mean change is 0 may be asked; that a mean score is 0 is no hypothesis of anybody.
            yield mean if analysis.outcome == "change" else replace(mean, p=None)
            if index != reference:
                label = f"ls_difference:{analysis.reference}"
                yield _effect(replace(both[index], visit=visit), label, unit, found.differences, column)
    for index in range(len(blocks)):
        for place, name in enumerate(analysis.contrasts if index != reference else ()):
            column = index * len(analysis.contrasts) + place
            yield _effect(both[index], f"ls_contrast:{name}", unit, found.combined, column)


def _effect(draft: Draft, statistic: str, unit: str, found: Contrasts, column: int) -> EstimateBatch:
    return draft.estimate(
        statistic, unit, found.value[:, column],
        se=found.se[:, column], df=found.df[:, column], p=found.p[:, column],
        interval=Intervals(found.interval.low[:, column], found.interval.high[:, column]),
    )  # fmt: skip


def _spreads(draft: Draft, unit: str, visits: tuple[str, ...], found: VisitMeans) -> Iterator[EstimateBatch]:
    """Give the standard deviation of each visit where all arms share one covariance."""
    if found.covariance.shape[1] > 1:
        return
    for place, visit in enumerate(visits):
        sd = np.sqrt(found.covariance[:, 0, place, place])
        yield replace(draft, visit=visit).estimate("visit_sd", unit, sd)
