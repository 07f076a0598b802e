"""An audit of the model as it stands: what it rests on, and what about that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from lassitude.evidence import ledger
from lassitude.physiology.deviations import DEVIATIONS, Deviation
from lassitude.physiology.dimensions import disagreements
from lassitude.physiology.loop_gains import LARGEST_GAIN, LARGEST_TRAINING_LOOP, gains_of_draws, loop_gains
from lassitude.population.cohort import body_declarations
from lassitude.population.conditions import CONDITIONS
from lassitude.population.declared import all_parameters
from lassitude.population.draws import dealt
from lassitude.population.parameter_sets import ParameterSet
from lassitude.prediction.describing import versions
from lassitude.prediction.repeated_claims import repeated_claims
from lassitude.quantities.parameters import Declaration
from lassitude.results import Interval
from lassitude.results.audit import Audit, AuditedParameter, Gains, NamedDeviation, RepeatedClaim


def audited(parameters: ParameterSet) -> Audit:
    """Look at every parameter, claim, deviation, loop and equation.

    Parameters
    ----------
    parameters : ParameterSet
        Over whose draws loop gains are taken too.

    Returns
    -------
    Audit
        Its problems say what is wrong.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> audited(DECLARED).unit_clashes
    ()
    """
    declared = all_parameters()
    claims = tuple(repeated_claims(declared))
    gains = tuple(gains_of(name, parameters) for name in CONDITIONS)
    clashes = tuple(disagreements())
    return Audit(
        parameter_set=parameters.name,
        parameters=tuple(_parameters(declared, parameters)),
        claims=claims,
        deviations=tuple(
            NamedDeviation(one.name, one.in_place_of, one.why, tuple(one.undone_by)) for one in DEVIATIONS
        ),
        gains=gains,
        gain_limit=LARGEST_GAIN,
        training_loop_limit=LARGEST_TRAINING_LOOP,
        unit_clashes=clashes,
        problems=(
            *problems_of_claims(claims),
            *problems_of_deviations(DEVIATIONS, declared),
            *problems_of_sources(declared),
            *problems_of_draws(declared, parameters),
            *problems_of_gains(gains),
            *(f"Units clash: {one}." for one in clashes),
        ),
        versions=versions(("python", "numpy")),
    )


def gains_of(condition: str, parameters: ParameterSet) -> Gains:
    """Measure the loop gains of a condition at declared values and under every draw of a set.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> gains_of("rrms", DECLARED).draws
    0
    """
    values = {one.name: one.value for one in body_declarations(condition)}
    at = loop_gains(values)
    declared = (float(at.dominant), float(at.training_loop))
    if not parameters.count:
        return Gains(condition, *declared)
    draws = dealt(parameters, parameters.count, 1)
    drawn = draws.values(condition, draws.persons(np.arange(parameters.count)))
    own = {name: drawn[name] for name in values.keys() & drawn.keys()}
    dominant, loop = gains_of_draws(values | own, np.arange(parameters.count))
    beyond = int(((dominant > LARGEST_GAIN) | (loop > LARGEST_TRAINING_LOOP)).sum())
    return Gains(condition, *declared, parameters.count, float(dominant.max()), float(loop.max()), beyond)


def problems_of_draws(declared: Mapping[str, Declaration], parameters: ParameterSet) -> Iterator[str]:
    """Find draws of parameters that are not declared, or beyond what is declared plausible.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> list(problems_of_draws(all_parameters(), DECLARED))
    []
    """
    for name, values in parameters.draws.items():
        if name not in declared:
            yield f"The set {parameters.name} draws {name}, which is not declared."
            continue
        low, high = declared[name].bounds
        out = int(((values < low) | (values > high) | ~np.isfinite(values)).sum())
        if out:
            yield (
                f"The set {parameters.name} draws {name} beyond its bounds ({low:g} to {high:g}) in {out} of "
                f"{len(values)} draws."
            )


def problems_of_claims(claims: Iterable[RepeatedClaim]) -> Iterator[str]:
    """Find values outside their claim's interval that no named deviation excuses.

    Examples
    --------
    >>> odd = RepeatedClaim("rrms.age", "burt2019_mist:population.age_mean", 50.0, 36.0, None, False)
    >>> next(problems_of_claims([odd]))
    'rrms.age is 50, but burt2019_mist:population.age_mean is 36, and no deviation is named.'
    """
    for one in claims:
        if one.inside or one.deviation:
            continue
        ends = one.interval95
        told = f" (95% interval {ends.lower:.4g} to {ends.upper:.4g})" if ends else ""
        yield (
            f"{one.parameter} is {one.value:.6g}, but {one.pointer} is {one.claimed:.6g}{told}, and no "
            "deviation is named."
        )


def problems_of_deviations(
    deviations: Iterable[Deviation], declared: Mapping[str, Declaration]
) -> Iterator[str]:
    """Find deviations whose parameter is gone or stands where it undoes them.

    Examples
    --------
    >>> gone = Deviation("memory dies", "it lives", "it must", {"immunity.mercy": 0.0})
    >>> next(problems_of_deviations([gone], all_parameters()))
    "The deviation 'memory dies' is undone by immunity.mercy, which is not declared."
    """
    for one in deviations:
        for name, value in one.undone_by.items():
            if name not in declared:
                yield f"The deviation {one.name!r} is undone by {name}, which is not declared."
            elif declared[name].value == value:
                yield f"The deviation {one.name!r} is named, but {name} is {value:g}, which undoes it."


def problems_of_sources(declared: Mapping[str, Declaration]) -> Iterator[str]:
    """Find parameters that take their number from a ledger entry that is held out.

    Examples
    --------
    >>> list(problems_of_sources(all_parameters()))
    []
    """
    known = ledger()
    for name, one in declared.items():
        entry = one.source.reference.partition(":")[0]
        if entry in known and known[entry].role == "validate":
            yield f"{name} takes its number from {entry}, which is held out."


def problems_of_gains(gains: Iterable[Gains]) -> Iterator[str]:
    """Find loops at or above their limits.

    Examples
    --------
    >>> next(problems_of_gains([Gains("rrms", 0.9, 0.1)]))
    'With rrms the dominant loop gain is 0.900 at declared values, above 0.7.'
    """
    for one in gains:
        if one.dominant > LARGEST_GAIN:
            yield (
                f"With {one.condition} the dominant loop gain is {one.dominant:.3f} at declared values, "
                f"above {LARGEST_GAIN:g}."
            )
        if one.training_loop > LARGEST_TRAINING_LOOP:
            yield (
                f"With {one.condition} the gain from fatigue over activity and fitness back is "
                f"{one.training_loop:.3f} at declared values, above {LARGEST_TRAINING_LOOP:g}."
            )
        if one.beyond:
            yield (
                f"With {one.condition} {one.beyond} of {one.draws} draws have a loop gain above its limit; "
                f"the largest are {one.largest_dominant:.3f} and {one.largest_training_loop:.3f}."
            )


def _parameters(declared: Mapping[str, Declaration], parameters: ParameterSet) -> Iterator[AuditedParameter]:
    drawn = frozenset(parameters.draws)
    alone = frozenset(parameters.about.get("prior_only", ())) if parameters.count else frozenset()
    for name, one in declared.items():
        yield AuditedParameter(
            name=name,
            owner=name.partition(".")[0],
            value=one.value,
            unit=one.unit,
            bounds=Interval(*one.bounds),
            grade=one.source.grade,
            source="; ".join(part for part in (one.source.note, one.source.reference) if part),
            fitted=name in drawn,
            prior_only=name in alone,
        )
