"""Estimates of planned analyses of variance over visits: whom they leave out, and what they found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import lacking_notes
from lassitude.statistics.draft import PURE, Draft
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.mixed_anova import MixedAnova, mixed_anova
from lassitude.statistics.planned.beside import mixed_model_beside
from lassitude.statistics.repeated_measures import WithinEffect, repeated_measures
from lassitude.statistics.sphericity import UnivariateTest
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.between_arms import MixedAnova as MixedAnovaPlan
from lassitude.study.analyses.within_arms import RepeatedMeasures


def repeated_measures_block(block: ArmBlock, name: str, analysis: RepeatedMeasures) -> list[EstimateBatch]:
    """Test the effect of visit from one visit on.

    Parameters
    ----------
    block : ArmBlock
        One endpoint in one arm.
    name : str
        Name of the analysis in the plan.
    analysis : RepeatedMeasures
        First visit that counts, and what stands beside.

    Returns
    -------
    list of EstimateBatch
        Named by the last visit. ``rm_anova_f`` carries degrees of freedom and p as corrected by
        Greenhouse and Geisser. ``rm_anova_beside_p:visit`` is the mixed model's, of everybody.
    """
    visits = block.visits[block.visits.index(analysis.change_from) :]
    effect = repeated_measures(block.values[:, :, -len(visits) :], block.enrolled)
    method = (
        f"repeated-measures ANOVA of {len(visits)} visits {visits[0]} to {visits[-1]}, complete cases, "
        "p corrected by Greenhouse and Geisser"
    )
    draft = _complete_cases(block, name, visits, method, effect)
    # The degrees of freedom that the p beside them belongs to.
    freedom = effect.epsilon_gg * effect.df_effect, effect.epsilon_gg * effect.df_error
    return [
        *draft.f_test(("rm_anova_f", "rm_anova_p"), effect.f, freedom, effect.p_gg),
        draft.estimate("rm_anova_df_effect", PURE, effect.df_effect),
        draft.estimate("rm_anova_df_error", PURE, effect.df_error),
        draft.estimate("epsilon_gg", PURE, effect.epsilon_gg),
        draft.estimate("epsilon_hf", PURE, effect.epsilon_hf),
        draft.estimate("rm_anova_p_uncorrected", PURE, effect.p, p=effect.p),
        draft.estimate("rm_anova_p_hf", PURE, effect.p_hf, p=effect.p_hf),
        draft.estimate("mauchly_w", PURE, effect.mauchly_w, p=effect.mauchly_p),
        *_beside([block], name, analysis, "rm_anova"),
    ]


def mixed_anova_blocks(
    blocks: Sequence[ArmBlock], name: str, analysis: MixedAnovaPlan
) -> list[EstimateBatch]:
    """Test arm, visit and their interaction from one visit on.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : MixedAnova
        First visit that counts, and what stands beside.

    Returns
    -------
    list of EstimateBatch
        Named by the last visit and all people: ``mixed_anova_f:arm*visit`` and ``mixed_anova_p:arm*visit``,
        the same of ``arm`` and ``visit``, and the epsilons and Mauchly's test that both effects of visit
        share. ``mixed_anova_beside_p:arm*visit`` is the mixed model's, of everybody.

    Raises
    ------
    RequestError
        If everybody in the study is in one arm.
    """
    if len(blocks) < 2:
        raise RequestError(
            f"Everybody in this study is in the arm {blocks[0].arm!r}, and the analysis {name!r} compares "
            'arms; write type = "rm-anova" in a copy of the plan, or correct the arms of the data.'
        )
    everyone = all_together(blocks)
    visits = everyone.visits[everyone.visits.index(analysis.change_from) :]
    found = mixed_anova(everyone.values[:, :, -len(visits) :], [block.enrolled for block in blocks])
    method = (
        f"mixed ANOVA of {len(blocks)} arms and {len(visits)} visits {visits[0]} to {visits[-1]}, complete "
        "cases, type III sums of squares, p of visits corrected by Greenhouse and Geisser"
    )
    draft = _complete_cases(everyone, name, visits, method, found)
    draft = replace(draft, notes=(*draft.notes, *_empty_arms(blocks, found.n_by_arm)))
    shared, arm = found.interaction, found.arm
    return [
        *_effect(draft, "arm*visit", found.interaction),
        *_effect(draft, "visit", found.visit),
        *draft.f_test(
            ("mixed_anova_f:arm", "mixed_anova_p:arm"), arm.f, (arm.df_effect, arm.df_error), arm.p
        ),
        draft.estimate("mixed_anova_df_effect:arm", PURE, found.arm.df_effect),
        draft.estimate("mixed_anova_df_error:arm", PURE, found.arm.df_error),
        draft.estimate("mixed_anova_epsilon_gg", PURE, shared.epsilon_gg),
        draft.estimate("mixed_anova_epsilon_hf", PURE, shared.epsilon_hf),
        draft.estimate("mixed_anova_mauchly_w", PURE, shared.mauchly_w, p=shared.mauchly_p),
        *_beside(blocks, name, analysis, "mixed_anova"),
    ]


def _beside(
    blocks: Sequence[ArmBlock], name: str, analysis: RepeatedMeasures | MixedAnovaPlan, stem: str
) -> list[EstimateBatch]:
    if analysis.beside == "none":
        return []
    return mixed_model_beside(blocks, name, analysis.change_from, stem)


def _effect(draft: Draft, term: str, test: UnivariateTest) -> list[EstimateBatch]:
    freedom = test.epsilon_gg * test.df_effect, test.epsilon_gg * test.df_error
    return [
        *draft.f_test((f"mixed_anova_f:{term}", f"mixed_anova_p:{term}"), test.f, freedom, test.p_gg),
        draft.estimate(f"mixed_anova_df_effect:{term}", PURE, test.df_effect),
        draft.estimate(f"mixed_anova_df_error:{term}", PURE, test.df_error),
        draft.estimate(f"mixed_anova_p_uncorrected:{term}", PURE, test.p, p=test.p),
        draft.estimate(f"mixed_anova_p_hf:{term}", PURE, test.p_hf, p=test.p_hf),
    ]


def _complete_cases(
    block: ArmBlock, name: str, visits: Sequence[str], method: str, found: WithinEffect | MixedAnova
) -> Draft:
    """Name whoever misses a visit, and which."""
    values = block.values[:, :, -len(visits) :]
    notes = (*block.notes, *found.notes, *lacking_notes(values, block.enrolled, block.subjects, visits))
    return Draft(name, block.endpoint, visits[-1], block.arm, method, found.n, found.converged, notes)


def _empty_arms(blocks: Sequence[ArmBlock], n_by_arm: NDArray[np.int64]) -> tuple[str, ...]:
    empty = [block.arm for block, n in zip(blocks, n_by_arm.T, strict=True) if not n.any()]
    if not empty:
        return ()
    return (
        f"Nobody of {' or '.join(empty)} was measured at every visit: the arms have no visits in common that "
        "this analysis could compare. Start it at a later visit (change_from), or plan a mixed model.",
    )
