"""From finished blocks and estimates to the results that people read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lassitude.engine.model import Clock
from lassitude.prediction.apart import PartsOfChange, named_draws
from lassitude.prediction.assumptions import assumptions, evidence_share, parameter_set
from lassitude.prediction.attribution import attribution
from lassitude.prediction.comparing import predicted_directions, predicted_estimates
from lassitude.prediction.contrasts import compared_arms, contrasts
from lassitude.prediction.convergence import step_halving
from lassitude.prediction.describing import (
    cautioned,
    cited,
    described_study,
    disputed,
    may_be_absent,
    versions,
)
from lassitude.prediction.design import Design
from lassitude.prediction.entering import Blocks, Entered
from lassitude.prediction.flow import participant_flow
from lassitude.prediction.headlines import headline_estimate
from lassitude.prediction.prior_only import narrowed, prior_only_parts
from lassitude.prediction.sensitivity import hypothesis_share
from lassitude.results import (
    AttributionPart,
    Headline,
    Numerics,
    PopulationNote,
    Replicates,
    Results,
    ResultWarning,
    Spread,
    StepHalving,
)
from lassitude.results.citing import citations
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.calendar import calendar
from lassitude.study.protocol import Protocol
from lassitude.trial.group import Group
from lassitude.trial.hours import Hours


def findings(
    made: Design,
    entered: Entered,
    blocks: Blocks,
    groups: tuple[Group, ...],
    batches: Mapping[str, EstimateBatch],
    parts: PartsOfChange,
) -> Results:
    """Put together everything that is read of a prediction.

    Parameters
    ----------
    made, entered, blocks : Design, Entered, Blocks
        What was planned, who entered, what was computed.
    groups : tuple of Group
        What was seen of each population.
    batches : mapping of str to EstimateBatch
        Every planned estimate in every replicate.
    parts : PartsOfChange
        As :func:`lassitude.prediction.apart.changes_apart` gives them.

    Returns
    -------
    Results
        Of kind ``prediction``.
    """
    protocol = made.protocol
    assumed = assumptions(protocol, made.drawn.parameters)
    share = hypothesis_share(blocks, made.seed) if "prior-nothing" in blocks else None
    halving = tuple(step_halving(blocks["steps-whole"], blocks["steps-halved"]))
    quarrels = disputed(protocol)
    named = {name for one in (*assumed, *quarrels) for name in one.citation_ids}
    pointers = [pointer for one in cited(protocol) for pointer in (one.id, *one.pointers)]
    apart = _apart(made, parts, narrowed(assumed))
    return Results(
        kind="prediction",
        study=described_study(protocol),
        seed=made.seed,
        parameter_set=parameter_set(assumed, made.drawn.parameters),
        replicates=Replicates(made.replicates, made.replicates, 0),
        headline=_headline(protocol, batches, share),
        flow=tuple(participant_flow(made, entered, groups)),
        estimates=tuple(predicted_estimates(protocol, batches)),
        published_directions=tuple(predicted_directions(protocol, batches)),
        attribution=apart,
        contrasts=tuple(contrasts(apart, compared_arms(protocol), named_draws(parts))),
        evidence=evidence_share(assumed),
        assumptions=assumed,
        citations=citations([*pointers, *named]),
        conflicts=quarrels,
        populations=tuple(_populations(protocol)),
        numerics=Numerics(halving, _clock_in_words(made.clock, made.hours)),
        warnings=tuple(_warnings(made, entered, batches, halving)),
        versions=versions(("python", "numpy", "scipy", "polars", "jax", "jaxlib")),
    )


def _apart(made: Design, parts: PartsOfChange, known: Collection[str]) -> tuple[AttributionPart, ...]:
    visit = calendar(made.protocol)[made.targets[-1]].visit
    return tuple(
        part
        for (endpoint, arm), told in parts.items()
        for part in attribution(
            endpoint, visit, arm, told, prior_only_parts(known, _reaching(made, arm), _felt(told))
        )
    )


def _reaching(made: Design, arm: str) -> set[str]:
    """Return the therapies that a change in an arm can rest on; earlier periods leave something behind."""
    arms = made.protocol.arms
    population = arms[arm].population
    in_periods = any(one.sequence for one in made.assignments[population])
    reaching = [
        one for name, one in arms.items() if name == arm or (in_periods and one.population == population)
    ]
    return {treatment.name for one in reaching for treatment in one.treatments}


def _felt(parts: Mapping[str, Any]) -> tuple[str, ...]:
    """Leave out parts that are nothing in every repetition: they rest on no number."""
    return tuple(name for name, values in parts.items() if values.any())


def _headline(
    protocol: Protocol, batches: Mapping[str, EstimateBatch], share: Spread | None
) -> Headline | None:
    found = headline_estimate(protocol, [*batches])
    return None if found is None else Headline(found, (), share)


def _sureness(made: Design) -> ResultWarning:
    """Say what the intervals hold."""
    if not made.drawn.count:
        return ResultWarning(
            "parameters_fixed",
            "Intervals show how repetitions differ, not how unsure the parameters are: the parameters are as "
            "declared.",
            1,
        )
    return ResultWarning(
        "parameters_drawn",
        f"Intervals hold how repetitions differ and how unsure the {len(made.drawn.parameters.draws)} "
        f"calibrated parameters are ({made.drawn.count} draws of set {made.drawn.parameters.name}); all "
        "other parameters are as declared.",
        made.drawn.count,
    )


def _clock_in_words(usual: Clock, hours: Hours | None) -> str:
    clock = usual if hours is None else hours.clock
    return (
        f"{clock.parts} slow, {clock.parts * clock.steps} fast steps a day, "
        f"{clock.substeps} sub-steps in each fast step; single precision"
    )


def _populations(protocol: Protocol) -> Iterator[PopulationNote]:
    for name, population in protocol.populations.items():
        lived = population.survivors_of
        if lived is not None:
            yield PopulationNote(
                name,
                f"{lived.enrolled} people were treated and {lived.deaths} died; the {population.n} people "
                "described are those who lived. Death is given by the study, not predicted.",
                lived.source,
            )
        for one in population.background:
            yield PopulationNote(
                name,
                f"{one.name} was withdrawn on day {one.stop_day:g}; which drug and when is a hypothesis.",
                "",
            )


def _warnings(
    made: Design, entered: Entered, batches: Mapping[str, EstimateBatch], halving: tuple[StepHalving, ...]
) -> Iterator[ResultWarning]:
    yield _sureness(made)
    lived = next(iter(entered.enrollments.values())).draws
    moved = int((lived != made.numbers % made.drawn.count).sum()) if made.drawn.count else 0
    if moved:
        yield ResultWarning(
            "draws_left_out",
            f"In {moved} of {made.replicates} repetitions too few people met the criteria under the draw of "
            "the parameters whose turn it was; the next draw took its place.",
            moved,
        )
    yield from cautioned(made.protocol)
    failed = {
        name: int((~one.converged).sum())
        for name, one in batches.items()
        if not one.converged.all() and not may_be_absent(name)
    }
    if failed:
        worst = max(failed, key=lambda name: failed[name])
        yield ResultWarning(
            "not_estimated",
            f"{len(failed)} of {len(batches)} estimates could not be computed in some repetitions; the "
            f"most frequent is {worst}, in {failed[worst]}.",
            len(failed),
        )
    for one in halving:
        if not one.inside:
            yield ResultWarning(
                "time_step",
                f"Halving the time step moves the {one.endpoint} by {one.relative_error:.1%}, more than "
                f"{one.bar:.0%}.",
                1,
            )
