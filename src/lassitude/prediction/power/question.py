"""Which comparison of a plan is tested, in which direction it favors an arm, and what a trial of it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from lassitude.instruments import INSTRUMENTS
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.analyses.between_arms import CrossoverAnalysis
from lassitude.study.analysis_plan import Analysis, covariates_of, reference_arm_of
from lassitude.study.calendar import calendar
from lassitude.study.designs import CohortsDesign
from lassitude.study.endpoints import parse_endpoint, parse_estimate_id
from lassitude.study.protocol import Protocol

ALPHA = 0.05
_NULLS = {"difference": 0.0, "ratio": 1.0}
"""What stands for no effect, by the last word of a statistic that compares an arm with a reference."""


@dataclass(frozen=True)
class Question:
    """A comparison of two arms by one analysis of a plan.

    Attributes
    ----------
    protocol : Protocol
        What was planned.
    name : str
        Of the analysis.
    analysis : Analysis
        The analysis itself.
    arm, comparator, population : str
        Which arms, and of whom.
    visit : str
        The visit the comparison is about, as the analysis names it.
    """

    protocol: Protocol
    name: str
    analysis: Analysis
    arm: str
    comparator: str
    population: str
    visit: str

    @property
    def endpoint(self) -> str:
        """What is compared."""
        return self.analysis.endpoint

    @property
    def plan(self) -> Protocol:
        """The protocol with this analysis alone, and only what it looks at recorded."""
        alone = self.analysis.model_copy(update={"variants": ()})
        looked_at = [self.endpoint, *covariates_of(self.analysis)]
        if self.analysis.subset is not None:
            looked_at.append(self.protocol.subsets[self.analysis.subset].endpoint)
        needed = {parse_endpoint(one).instrument for one in looked_at if "." in one}
        measured = tuple(one for one in self.protocol.visits.measure if one in needed)
        visits = self.protocol.visits.model_copy(update={"measure": measured})
        return self.protocol.model_copy(update={"analysis": {self.name: alone}, "visits": visits})

    @property
    def better(self) -> Literal["lower", "higher"]:
        """Which values are better for people."""
        parsed = parse_endpoint(self.endpoint)
        part = INSTRUMENTS[parsed.instrument or ""].parts[parsed.part]
        return "higher" if part.direction == "higher_better" else "lower"

    def sized(self, people: int) -> Protocol:
        """Return the protocol with another number of people, and no instrument that nobody looks at.

        What one instrument reads does not depend on which others are used.
        """
        watched = [str(getattr(one, "measure", "")) for one in self.protocol.simulation.dropout]
        needed = {*self.plan.visits.measure, *(one.partition(".")[0] for one in watched)}
        measured = tuple(one for one in self.protocol.visits.measure if one in needed)
        visits = self.protocol.visits.model_copy(update={"measure": measured})
        population = self.protocol.populations[self.population].model_copy(update={"n": people})
        populations = {**self.protocol.populations, self.population: population}
        return self.protocol.model_copy(update={"populations": populations, "visits": visits})


def question(protocol: Protocol, arm: str | None = None) -> Question:
    """Find the comparison that a power study is about.

    Parameters
    ----------
    protocol : Protocol
        Its analysis ``primary`` is asked about, or the first one that compares arms.
    arm : str, optional
        Which arm; the first that is no comparator otherwise.

    Raises
    ------
    RequestError
        If nobody is randomized, no analysis compares arms, or there is no such arm.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> asked = question(read_protocol("triumphant-ms"))
    >>> asked.name, asked.arm, asked.comparator, asked.better
    ('primary', 'amantadine', 'placebo', 'lower')
    """
    if isinstance(protocol.design, CohortsDesign):
        raise RequestError(
            f"{protocol.id} randomizes nobody, so it has no power to compare treatments. Plan a study with "
            'design.type = "parallel" or "crossover" and an arm with a comparator.'
        )
    comparing = {name: one for name, one in protocol.analysis.items() if reference_arm_of(one) is not None}
    if not comparing:
        raise RequestError(
            f"No analysis of {protocol.id} compares arms. Add one, such as [analysis.primary] with "
            'type = "ancova" or "mmrm" and reference = "…", the arm that the others are compared with.'
        )
    name = "primary" if "primary" in comparing else next(iter(comparing))
    analysis = comparing[name]
    comparator = str(reference_arm_of(analysis))
    population = protocol.arms[comparator].population
    others = [
        other
        for other, one in protocol.arms.items()
        if other != comparator and one.population == population and one.comparator is None
    ]
    if arm is not None and arm not in others:
        raise RequestError(
            f"{arm!r} is no arm of {protocol.id} that {comparator!r} is compared with."
            f"{did_you_mean(arm, others)}"
        )
    if not others:
        raise RequestError(
            f"Every arm of {protocol.id} is a comparator, so there is nothing to find out. Leave comparator "
            "out in the arm that is studied."
        )
    return Question(
        protocol, name, analysis, arm or others[0], comparator, population, _visit(protocol, analysis)
    )


def _visit(protocol: Protocol, analysis: Analysis) -> str:
    if isinstance(analysis, CrossoverAnalysis):
        return analysis.visit
    listed = getattr(analysis, "visits", ())
    return getattr(analysis, "at", None) or (listed[-1] if listed else protocol.visits.labels[-1])


def found_in(asked: Question, batches: Mapping[str, EstimateBatch]) -> tuple[EstimateBatch, float]:
    """Return the estimate that answers the question, and the value that means no effect.

    Raises
    ------
    RequestError
        If the analysis gives no difference or ratio of the two arms.
    """
    for batch in _answers(asked, batches.values()):
        null = _null_of(parse_estimate_id(batch.id).statistic, asked.comparator)
        return batch, float(null or 0.0)
    raise RequestError(
        f"The analysis {asked.name!r} of type {asked.analysis.type!r} gives no difference and no ratio of "
        f"{asked.arm} and {asked.comparator} at {asked.visit}, so it has no power to report. It gives: "
        f"{', '.join(list(batches)[:8])}."
    )


def _answers(asked: Question, batches: Iterable[EstimateBatch]) -> list[EstimateBatch]:
    """List the estimates that compare the two arms at the asked visit, or at none."""
    elsewhere = {visit.visit for visit in calendar(asked.protocol)} - {asked.visit}
    found = []
    for batch in batches:
        name = parse_estimate_id(batch.id)
        tested = batch.p is not None and batch.interval95 is not None
        compares = _null_of(name.statistic, asked.comparator) is not None
        if tested and compares and name.arm == asked.arm and name.visit not in elsewhere:
            found.append(batch)
    return found


def _null_of(statistic: str, comparator: str) -> float | None:
    """Return what means no effect; None for a statistic that does not compare with this arm."""
    kind, _, reference = statistic.partition(":")
    return _NULLS.get(kind.rpartition("_")[2]) if reference == comparator else None
