"""Where a protocol names therapies, instruments and measures that only other rooms can look up."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.study.analysis_plan import covariates_of, endpoints_of, measures_of
from lassitude.study.departures import WhenNoBetter, WhenWorse
from lassitude.study.designs import (
    CohortsDesign,
    CrossoverDesign,
    Minimization,
    ParallelDesign,
    SeriesDesign,
    StratifiedBlocks,
)
from lassitude.study.endpoints import FACTORS, parse_estimate_id
from lassitude.study.intercurrent import Value, Worsening
from lassitude.study.protocol import Protocol
from lassitude.study.protocol_errors import KeyPath
from lassitude.study.simulation import AfterRelapse

Named = Iterator[tuple[KeyPath, str]]

_RUN_IN: KeyPath = ("design", "run_in")


def therapies_named(protocol: Protocol) -> Named:
    """List every therapy that a protocol names, with its place.

    Parameters
    ----------
    protocol : Protocol
        Any protocol.

    Yields
    ------
    tuple of key path and str
        Of backgrounds, arms, a run-in and events besides the plan.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> [name for _, name in therapies_named(read_protocol("canadian-ahsct"))]
    ['interferon-beta', 'ahsct']
    """
    for name, population in protocol.populations.items():
        for i, former in enumerate(population.background):
            yield ("populations", name, "background", i, "name"), former.name
    for name, arm in protocol.arms.items():
        for i, treatment in enumerate(arm.treatments):
            yield ("arms", name, "treatments", i, "name"), treatment.name
    design = protocol.design
    if isinstance(design, ParallelDesign | CrossoverDesign) and design.run_in is not None:
        yield (*_RUN_IN, "treatment"), design.run_in.treatment
    for i, item in enumerate(protocol.simulation.intercurrent):
        if item.therapy is not None:
            yield ("simulation", "intercurrent", i, "therapy"), item.therapy


def instruments_named(protocol: Protocol) -> Named:
    """List every instrument that a protocol uses at a visit, with its place.

    Parameters
    ----------
    protocol : Protocol
        Any protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> [name for _, name in instruments_named(read_protocol("canadian-ahsct"))][:2]
    ['FIS', 'MFIS']
    """
    for i, name in enumerate(protocol.visits.measure):
        yield ("visits", "measure", i), name
    unscheduled = protocol.simulation.unscheduled
    if isinstance(unscheduled, AfterRelapse):
        for i, name in enumerate(unscheduled.measure):
            yield ("simulation", "unscheduled", "measure", i), name


def measures_named(protocol: Protocol) -> Named:
    """List every endpoint that a protocol judges, analyzes or compares with, with its place.

    Parameters
    ----------
    protocol : Protocol
        Any protocol.

    Yields
    ------
    tuple of key path and str
        ``age_years``, or a part of an instrument with or without a visit.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> next(measures_named(read_protocol("canadian-ahsct")))
    (('populations', 'patients', 'eligibility', 0, 'measure'), 'age_years')
    """
    for name, population in protocol.populations.items():
        for i, criterion in enumerate(population.eligibility):
            yield ("populations", name, "eligibility", i, "measure"), criterion.measure
    yield from _in_design(protocol)
    for name, analysis in protocol.analysis.items():
        for i, variant in enumerate(endpoints_of(analysis)):
            place: KeyPath = ("endpoint",) if i == 0 else ("variants", i - 1, "endpoint")
            yield ("analysis", name, *place), variant.endpoint
        beside = {("covariates", i): one for i, one in enumerate(covariates_of(analysis))} | measures_of(
            analysis
        )
        for place, measure in beside.items():
            if measure not in FACTORS:
                yield ("analysis", name, *place), measure
    for name, subset in protocol.subsets.items():
        yield ("subsets", name, "endpoint"), subset.endpoint
    for table in ("published", "published_directions"):
        for identifier in getattr(protocol, table):
            yield (table, identifier), parse_estimate_id(identifier).endpoint
    yield from _in_conduct(protocol)


def _in_design(protocol: Protocol) -> Named:
    design = protocol.design
    if isinstance(design, CohortsDesign | SeriesDesign):
        return
    allocation, key, strata = design.allocation, "strata", ()
    if isinstance(allocation, StratifiedBlocks):
        strata = allocation.strata
    elif isinstance(allocation, Minimization):
        key, strata = "factors", allocation.factors
    for i, stratum in enumerate(strata):
        if stratum.measure != "sex":
            yield ("design", "allocation", key, i, "measure"), stratum.measure
    if isinstance(design, ParallelDesign | CrossoverDesign) and design.run_in is not None:
        for i, condition in enumerate(design.run_in.enrich):
            yield (*_RUN_IN, "enrich", i, "measure"), condition.measure


def _in_conduct(protocol: Protocol) -> Named:
    reasons = protocol.simulation.dropout
    for i, reason in enumerate(reasons):
        if isinstance(reason, WhenWorse | WhenNoBetter):
            place: KeyPath = (i,) if len(reasons) > 1 else ()
            yield ("simulation", "dropout", *place, "measure"), reason.measure
    for i, item in enumerate(protocol.simulation.intercurrent):
        if isinstance(item.trigger, Value | Worsening):
            yield ("simulation", "intercurrent", i, "trigger", "measure"), item.trigger.measure
