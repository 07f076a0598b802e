"""Power in sentences: what would be found, on what it is conditional, and what is assumed of conduct."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lassitude.instruments import INSTRUMENTS
from lassitude.population.parameter_sets import ParameterSet
from lassitude.prediction.power.question import Question
from lassitude.prediction.power.ranking import WANTED
from lassitude.results import Assumption, PowerCurve, PowerPoint, Rate, ResultWarning
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.protocol import Protocol
from lassitude.study.strict import Table

NO_ASSURANCE = "Assurance is not available: the parameters are as declared, not calibrated."


def headline(asked: Question, curve: PowerCurve) -> tuple[str, ...]:
    """Return the sentences that stand first."""
    best = curve.points[-1]
    favor = f"{asked.better} {asked.endpoint} at {asked.visit}"
    first = (
        f"If people answered as the model supposes, {_percent(best.power)} of trials of {best.n} would find "
        f"significantly {favor} with {asked.arm} than with {asked.comparator} (two-sided 5%)."
    )
    return first, _enough(curve.points), _true(asked, curve)


def _enough(points: Sequence[PowerPoint]) -> str:
    wanted = f"{WANTED:.0%}"
    if points[0].power.value >= WANTED:
        return f"Already {points[0].n} people give {wanted} power or more."
    for before, after in pairwise(points):
        if before.power.value < WANTED <= after.power.value:
            return f"{wanted} power is reached between {before.n} and {after.n} people."
    return f"{wanted} power is not reached with {points[-1].n} people."


def _true(asked: Question, curve: PowerCurve) -> str:
    if curve.truth is None:
        return "There is no single true difference to hold estimates against."
    unit = INSTRUMENTS[str(parse_endpoint(asked.endpoint).instrument)].parts[
        parse_endpoint(asked.endpoint).part
    ].unit  # fmt: skip
    told = f"{curve.truth.value:.2f}".replace("-", "\N{MINUS SIGN}")
    return f"In the simulation the difference is {told} {unit}."


def assurance(curve: PowerCurve, parameters: ParameterSet) -> str:
    """Say what power is on average over a calibrated set."""
    best = curve.points[-1]
    if best.assurance is None:
        return NO_ASSURANCE
    return (
        f"Assurance, the power averaged over the draws of parameter set {parameters.name}, is "
        f"{_percent(best.assurance)} with {best.n} people: each trial lives under one draw."
    )


def conditional(assumed: Sequence[Assumption], parameters: ParameterSet) -> str:
    """Say on what the power is conditional."""
    guessed = sum(one.grade == "hypothesis" for one in assumed)
    values = f"medians of parameter set {parameters.name}" if parameters.count else "declared values"
    return (
        f"Power is conditional on the {values} of {len(assumed)} parameters, {guessed} of them of "
        "hypothesis grade; trials differ by chance, not by parameters. It says what this model would show, "
        "not that a treatment works."
    )


def conduct(protocol: Protocol) -> Iterator[str]:
    """Say what is assumed of attendance, departure, belief and adherence."""
    simulation = protocol.simulation
    for one in simulation.dropout:
        yield f"Departure: {_told(one)}."
    yield f"Missed visits: {_told(simulation.missed_visits)}."
    yield f"Late visits: {_told(simulation.late_visits)}."
    yield f"Adherence: {_told(simulation.adherence)}."
    for one in simulation.intercurrent:
        yield f"Besides the plan: {one.event}, after which a person {one.outcome}."
    for name, arm in protocol.arms.items():
        kind = f", {arm.comparator}" if arm.comparator else ""
        yield f"Belief in {name}{kind}: {arm.belief}."


def _told(rule: Table) -> str:
    """Write the type of a rule and its numbers."""
    values = dict(rule)
    kind = str(values.pop("type", "")).replace("-", " ")
    source = values.pop("source", "")
    numbers = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())
    return f"{kind}{f' ({numbers})' if numbers else ''}{f'; {source}' if source else ''}"


def warnings(curves: Sequence[PowerCurve]) -> Iterator[ResultWarning]:
    """Say what went wrong or looks wrong, by curve."""
    for curve in curves:
        wrong = [one for one in curve.points if _off(one.type_one_error, 0.05)]
        if wrong:
            worst = max(wrong, key=lambda one: abs(one.type_one_error.value - 0.05))
            yield ResultWarning(
                "type_one_error",
                f"{curve.name}: at {len(wrong)} of {len(curve.points)} sizes the Monte Carlo interval of the "
                f"type I error leaves 5% out, as one in twenty does by chance; at n = {worst.n} it is "
                f"{_percent(worst.type_one_error)}.",
                len(wrong),
            )
        failed = sum(one.not_converged for one in curve.points)
        if failed:
            yield ResultWarning(
                "not_estimated",
                f"{curve.name}: {failed} analyses of trials gave no estimate; they count as not significant.",
                failed,
            )
        credited = [one for one in curve.points if one.without_therapy is not None]
        if credited and credited[-1].without_therapy is not None:
            yield ResultWarning(
                "without_therapy",
                f"{curve.name}: people of the two arms differ in belief or contact. With a therapy that "
                f"does nothing, {_percent(credited[-1].without_therapy)} of trials of {credited[-1].n} would "
                "still be significant in its favor: the comparison cannot tell therapy from expectation and "
                "contact.",
                1,
            )


def _off(rate: Rate, wanted: float) -> bool:
    return rate.interval95 is not None and not rate.interval95.contains(wanted)


def _percent(rate: Rate) -> str:
    ends = rate.interval95
    told = f"{100 * rate.value:.0f}%" if rate.value >= 0.1 else f"{100 * rate.value:.1f}%"
    if ends is None:
        return told
    return f"{told} (Monte Carlo 95% interval {100 * ends.lower:.1f} to {100 * ends.upper:.1f}%)"
