"""Estimates of what planned analyses of relapses ask: the rise at relapse, and what of it remains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.clustered import ClusteredMean, clustered_mean, clustered_share
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.events.relapse_courses import RelapseCourses
from lassitude.study.analyses.measurement import RelapseCourse

_ROUNDING = 1e-9
_EVENTS = "events"


def relapse_course_block(
    block: ArmBlock, courses: RelapseCourses, name: str, analysis: RelapseCourse, until: str
) -> list[EstimateBatch]:
    """Average over the relapses of one group.

    Parameters
    ----------
    block : ArmBlock
        The endpoint in the group.
    courses : RelapseCourses
        Of everybody.
    name : str
        Name of the analysis in the plan.
    analysis : RelapseCourse
        Times and thresholds.
    until : str
        Label of the visit by which estimates are named.

    Returns
    -------
    list of EstimateBatch
        ``relapses_seen_n`` and ``rise_at_relapse``; ``relapses_settled_n``, ``residual_after_relapse`` and of
        each threshold ``share_residual_at_least:THRESHOLD``.
    """
    seen = f"a value within {analysis.seen_within} of a relapse"
    settled = f"a value {analysis.settled_after} or more after a relapse"
    before = "the last settled value before"
    rise = _mean(block, courses, courses.rise)
    residual = _mean(block, courses, courses.residual)
    ask = _Asked(block, name, until, np.where(block.enrolled, courses.recorded, 0.0).sum(axis=1))
    found = [
        ask.counted("relapses_seen_n", rise, f"relapses with {seen} and {before}"),
        ask.averaged("rise_at_relapse", block.unit, rise, f"mean of {seen} less {before}", seen),
        ask.counted("relapses_settled_n", residual, f"relapses with {settled} and {before}"),
        ask.averaged(
            "residual_after_relapse", block.unit, residual, f"mean of {settled} less {before}", settled
        ),
    ]
    for threshold in analysis.thresholds:
        reached = np.where(
            np.isnan(courses.residual), np.nan, 1.0 * (courses.residual >= threshold - _ROUNDING)
        )
        share = _share(block, courses, reached)
        told = f"share of relapses after which {settled} is at least {threshold:g} above {before}"
        found.append(ask.averaged(f"share_residual_at_least:{threshold:g}", PURE, share, told, settled))
    return found


def _mean(block: ArmBlock, courses: RelapseCourses, values: NDArray[np.float64]) -> ClusteredMean:
    total, count = courses.by_person(values)
    return clustered_mean(total, np.where(block.enrolled, count, 0.0))


def _share(block: ArmBlock, courses: RelapseCourses, reached: NDArray[np.float64]) -> ClusteredMean:
    count, trials = courses.by_person(reached)
    return clustered_share(*(np.where(block.enrolled, one, 0.0) for one in (count, trials)))


@dataclass(frozen=True, eq=False)
class _Asked:
    """What the estimates of one group have in common; `recorded` counts its relapses, array [replicate]."""

    block: ArmBlock
    name: str
    until: str
    recorded: NDArray[np.float64]

    def counted(self, statistic: str, found: ClusteredMean, method: str) -> EstimateBatch:
        """Tell how many relapses a mean rests on."""
        everywhere = np.ones(found.people.shape, dtype=bool)
        return self._draft(found, method, everywhere, ()).estimate(
            statistic, _EVENTS, found.things.astype(np.float64)
        )

    def averaged(
        self, statistic: str, unit: str, found: ClusteredMean, method: str, needed: str
    ) -> EstimateBatch:
        """Tell a mean, or why there is none."""
        none = self.recorded == 0
        converged, why = judge(
            {
                "no relapse is recorded": none,
                f"no recorded relapse has {needed} and a settled one before": (found.things == 0) & ~none,
            }
        )
        told = f"{method}; errors by person"
        return self._draft(found, told, converged, why).estimate(
            statistic, unit, found.value, se=found.se, interval=found.interval
        )

    def _draft(
        self, found: ClusteredMean, method: str, converged: NDArray[np.bool_], notes: tuple[str, ...]
    ) -> Draft:
        nobody = np.zeros_like(self.block.enrolled)
        return draft_for(self.block, self.name, self.until, method, nobody, found.people, converged, notes)
