"""Exercise by fixed increments is refused in people whom exertion makes worse, unless history is repeated."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lassitude.study.analysis_plan import endpoints_of
from lassitude.study.arms import Population
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.historical import DEFINITIONS, Historical
from lassitude.study.protocol import Protocol
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.workflows.names_in_plans import therapies_named

MALAISE, SYMPTOMS = "DSQ-PEM", "DSQ-SF"


def increment_problems(
    protocol: Protocol, worsened: Collection[str], trainings: Collection[str]
) -> Iterator[Problem]:
    """Find exercise by fixed increments that is given to people whom exertion makes worse.

    Parameters
    ----------
    protocol : Protocol
        Any protocol.
    worsened : collection of str
        Conditions in which exertion makes worse.
    trainings : collection of str
        Therapies that raise exertion by fixed increments.

    Yields
    ------
    tuple of key path and str
        What is refused; for a study that is marked historical, what it has to state besides.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> plan = read_protocol("mulero-exercise")
    >>> list(increment_problems(plan, ("me-cfs",), ("aerobic-training",)))
    []
    >>> next(increment_problems(plan, ("rrms",), ("aerobic-training",)))[1][:43]
    'aerobic-training raises exertion by fixed i'
    """
    harmed = {
        name: population
        for name, population in protocol.populations.items()
        if population.condition in worsened
    }
    given = [
        (path, name)
        for path, name in therapies_named(protocol)
        if name in trainings and _reaches(protocol, path, harmed)
    ]
    marked = protocol.historical
    if marked is None:
        yield from (_refused(path, name, harmed) for path, name in given)
    elif not given:
        message = "nobody here whom exertion makes worse gets exercise by fixed increments; remove it."
        yield ("historical",), message
    else:
        yield from _unstated(protocol, marked, harmed)


def _reaches(protocol: Protocol, path: KeyPath, harmed: Collection[str]) -> bool:
    """Tell whether what is named at a place may be given to people of some populations."""
    table, name = path[0], path[1]
    if table == "populations":
        return name in harmed
    if table == "arms":
        return protocol.arms[str(name)].population in harmed
    return bool(harmed)


def _refused(path: KeyPath, name: str, harmed: dict[str, Population]) -> Problem:
    conditions = ", ".join(dict.fromkeys(one.condition for one in harmed.values()))
    return path, (
        f"{name} raises exertion by fixed increments, and exertion makes people with {conditions} worse: "
        "this is not simulated as a plan. Offer pacing or energy-conservation instead. To repeat a "
        'trial that did it, add [historical] with reason = "..." and case_definition = '
        f'"{"|".join(DEFINITIONS)}", and analyze post-exertional malaise, such as {MALAISE}.total.'
    )


def _unstated(protocol: Protocol, marked: Historical, harmed: dict[str, Population]) -> Iterator[Problem]:
    """Find what a historical study lacks: harm as an outcome, people who meet the stated definition."""
    analyzed = {
        parse_endpoint(one.endpoint).instrument
        for analysis in protocol.analysis.values()
        for one in endpoints_of(analysis)
    }
    if MALAISE not in analyzed:
        yield (
            ("historical",),
            (
                "a study that repeats exercise by fixed increments shows its harm: measure "
                f"{MALAISE} and add an analysis of it, such as endpoint = {MALAISE}.total."
            ),
        )
    definition = f"{SYMPTOMS}.{marked.case_definition}"
    for name, population in harmed.items():
        if not any(one.measure == definition and one.bounds[0] >= 1.0 for one in population.eligibility):
            yield (
                ("populations", name, "eligibility"),
                (
                    f"the study states the {DEFINITIONS[marked.case_definition]} criteria, "
                    f'but nobody is judged by them: add {{ measure = "{definition}", equals = 1 }}.'
                ),
            )
