"""Read a protocol and look up every name in it before anything is computed or written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from lassitude.evidence import entry, resolve
from lassitude.instruments import INSTRUMENTS
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.protocol import Protocol, is_shipped, parse_protocol, protocol_text
from lassitude.study.protocol_errors import KeyPath, Problem, written
from lassitude.study.toml_lines import line_of
from lassitude.workflows.names_in_plans import instruments_named, measures_named, therapies_named
from lassitude.workflows.outcome_sources import outcome_source_problems

CheckOptions: TypeAlias = Callable[[str, Mapping[str, object]], object]


@dataclass(frozen=True)
class WrittenPlan:
    """A protocol and the text it was read from.

    Attributes
    ----------
    text : str
        The file as it is.
    where : str
        Its name, for messages.
    protocol : Protocol
        What it says.
    """

    text: str
    where: str
    protocol: Protocol


def read_plan(study: str | Path) -> WrittenPlan:
    """Read a shipped protocol by name or any protocol by path, and keep its text.

    Parameters
    ----------
    study : str or Path
        See `lassitude.study.protocol.protocol_text`.

    Raises
    ------
    RequestError
        If there is none, or its shape is wrong.

    Examples
    --------
    >>> read_plan("canadian-ahsct").protocol.id
    'canadian-ahsct'
    """
    where = f"{study}.toml" if is_shipped(study) else str(study)
    text = protocol_text(study)
    return WrittenPlan(text, where, parse_protocol(text, where))


def published_number(pointer: str) -> float:
    """Return the number that a pointer of ``[published]`` leads to.

    Raises
    ------
    RequestError
        If the pointer is dead or leads to words.

    Examples
    --------
    >>> published_number("bose2018_ahsct_fis:arms.aHSCT.followup_median")
    23.0
    """
    value = resolve(pointer)
    if isinstance(value, str):
        raise RequestError(f"Pointer {pointer!r} leads to the words {value!r}; a number is needed here.")
    return float(value)


def check_measures(plan: WrittenPlan) -> None:
    """Make sure that every instrument, part, ledger entry and pointer of a plan exists.

    Raises
    ------
    RequestError
        One line a problem, with the nearest valid name.

    Examples
    --------
    >>> check_measures(read_plan("canadian-ahsct"))
    """
    refuse(plan, [*_instrument_problems(plan.protocol), *_evidence_problems(plan.protocol)])


def check_biology(
    plan: WrittenPlan, conditions: Collection[str], therapies: Collection[str], check_options: CheckOptions
) -> None:
    """Make sure that every condition, therapy and option of a plan exists.

    Parameters
    ----------
    plan : WrittenPlan
        From `read_plan`.
    conditions, therapies : collection of str
        The names that the rooms know that own them.
    check_options : callable
        Takes the name of a therapy and its options, and raises RequestError if one is wrong.

    Raises
    ------
    RequestError
        One line a problem, with the nearest valid name.

    Examples
    --------
    >>> therapies = ("ahcst", "interferon-beta")
    >>> plan = read_plan("canadian-ahsct")
    >>> check_biology(plan, ("rrms-aggressive",), therapies, lambda name, options: None)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: canadian-ahsct.toml, line ...: arms.ahsct.treatments[0].name:
    there is no therapy 'ahsct'. Did you mean 'ahcst'?
    """
    protocol = plan.protocol
    problems = [*_people_problems(protocol, conditions), *_therapy_problems(protocol, therapies)]
    for name, arm in protocol.arms.items():
        for i, treatment in enumerate(arm.treatments):
            path: KeyPath = ("arms", name, "treatments", i, "options")
            if treatment.name in therapies:
                problems += _attempt(path, check_options, treatment.name, treatment.options)
    refuse(plan, problems)


def _people_problems(protocol: Protocol, conditions: Collection[str]) -> Iterator[Problem]:
    for name, population in protocol.populations.items():
        yield from _unknown(("populations", name, "condition"), "condition", population.condition, conditions)


def _therapy_problems(protocol: Protocol, therapies: Collection[str]) -> Iterator[Problem]:
    for path, name in therapies_named(protocol):
        yield from _unknown(path, "therapy", name, therapies)


def _instrument_problems(protocol: Protocol) -> Iterator[Problem]:
    for path, name in instruments_named(protocol):
        yield from _unknown(path, "instrument", name, INSTRUMENTS)
    for path, text in measures_named(protocol):
        endpoint = parse_endpoint(text)
        if endpoint.instrument is None:
            continue
        if endpoint.instrument not in INSTRUMENTS:
            yield from _unknown(path, "instrument", endpoint.instrument, INSTRUMENTS)
            continue
        parts = INSTRUMENTS[endpoint.instrument].parts
        yield from _unknown(path, f"part of {endpoint.instrument}", endpoint.part, parts)


def _evidence_problems(protocol: Protocol) -> Iterator[Problem]:
    if protocol.source is not None:
        yield from _attempt(("source",), entry, protocol.source)
    for identifier, pointer in protocol.published.items():
        yield from _attempt(("published", identifier), published_number, pointer)
    for identifier, direction in protocol.published_directions.items():
        yield from _attempt(("published_directions", identifier, "from"), resolve, direction.pointer)
    yield from outcome_source_problems(protocol)


def _attempt(path: KeyPath, look_up: Callable[..., object], *asked: object) -> Iterator[Problem]:
    try:
        look_up(*asked)
    except RequestError as error:
        yield path, str(error)


def _unknown(path: KeyPath, kind: str, name: str, known: Collection[str]) -> Iterator[Problem]:
    if name not in known:
        yield path, f"there is no {kind} {name!r}.{did_you_mean(name, known)}"


def refuse(plan: WrittenPlan, problems: list[Problem]) -> None:
    """Raise what was found wrong in a plan, each with its line; pass where nothing was.

    Raises
    ------
    RequestError
        One line a problem.

    Examples
    --------
    >>> refuse(read_plan("canadian-ahsct"), [])
    """
    if not problems:
        return
    lines = []
    for path, message in problems:
        line = line_of(plan.text, path)
        place = plan.where if line is None else f"{plan.where}, line {line}"
        lines.append(f"{place}: {written(path)}: {message}")
    raise RequestError("\n".join(lines))
