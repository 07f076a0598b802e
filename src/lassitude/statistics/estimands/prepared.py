"""From a study and the estimand that an analysis names to its values, or a refusal with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.estimands.occurrence import Occurrence, occurrence
from lassitude.statistics.estimands.targets import MeasuredVariable, Target, target, with_assigned
from lassitude.study.analyses.outcomes import Responders
from lassitude.study.analysis_plan import Analysis, estimand_of
from lassitude.study.checks.targets import observes_only
from lassitude.study.cube import covariate
from lassitude.study.data import StudyData
from lassitude.study.estimand_words import estimand_in_words
from lassitude.study.estimands import Estimand, EventVariable, PrincipalStratum, TreatmentPolicy
from lassitude.study.protocol import Protocol

Booleans = NDArray[np.bool_]


def targeted_blocks(
    data: StudyData, plan: Protocol, name: str, analysis: Analysis, blocks: Sequence[ArmBlock]
) -> list[ArmBlock]:
    """Return the values that an analysis of observed values uses for the estimand it names.

    Parameters
    ----------
    data : StudyData
        A checked study.
    plan : Protocol
        Its estimands.
    name : str
        Name of the analysis.
    analysis : Analysis
        Its type and the estimand it names, if any.
    blocks : sequence of ArmBlock
        One endpoint in every arm.

    Returns
    -------
    list of ArmBlock
        With the estimand in words among the notes; the blocks themselves where none is named.

    Raises
    ------
    RequestError
        See `prepared`.
    """
    if estimand_of(analysis) is None:
        return list(blocks)
    return list(with_assigned(prepared(data, plan, name, analysis, blocks)))


def prepared(
    data: StudyData, plan: Protocol, name: str, analysis: Analysis, blocks: Sequence[ArmBlock]
) -> Target:
    """Apply the strategies of the estimand that an analysis names.

    Parameters
    ----------
    data, plan, name, analysis, blocks
        See `targeted_blocks`.

    Returns
    -------
    Target
        Its blocks carry the estimand in words and how many people had which event.

    Raises
    ------
    RequestError
        If an intercurrent event of the study is not in the estimand, or the analysis takes values missing
        after an event to be like those observed although the strategy is treatment policy.
    """
    wanted = estimand_of(analysis)
    assert wanted is not None
    estimand, block = plan.estimands[wanted], blocks[0]
    variable = estimand.variable
    assert not isinstance(variable, EventVariable)
    check_all_named(data, estimand, wanted)
    happened = occurrence(data, plan, block.endpoint, block.visits)
    found = target(blocks, happened, estimand, variable, strata_of(data, estimand))
    lacking = _lacking(found, variable)
    if observes_only(analysis):
        _check_nothing_discarded(found, lacking, happened, estimand, variable, name, analysis)
    enrolled = np.logical_or.reduce([block.enrolled for block in found.blocks])
    told = (estimand_in_words(wanted, estimand), *occurred_notes(found.had, enrolled, variable.at))
    if isinstance(analysis, Responders) and analysis.missing == "non-responder":
        told = (*told, *_supposed(lacking, found, variable))
    return replace(found, blocks=tuple(replace(one, notes=(*told, *one.notes)) for one in found.blocks))


def check_all_named(data: StudyData, estimand: Estimand, wanted: str) -> None:
    """Refuse an estimand that does not say what is done about an intercurrent event of the study.

    Parameters
    ----------
    data : StudyData
        A checked study.
    estimand : Estimand
        The estimand.
    wanted : str
        Its name.

    Raises
    ------
    RequestError
        With how many people had the event, and the first of them.
    """
    events = data.events.filter(pl.col("category") == "intercurrent").sort("replicate", "subject", "day")
    unnamed = events.filter(~pl.col("term").is_in([*estimand.intercurrent]))
    if unnamed.is_empty():
        return
    first = unnamed.row(0, named=True)
    own = unnamed.filter(pl.col("term") == first["term"])
    raise RequestError(
        f"The estimand {wanted!r} does not say what is done about the intercurrent event {first['term']!r}, "
        f"which {own['subject'].n_unique()} people had, the first {first['subject']} on day "
        f"{first['day']:g}. "
        f'Add it under [estimands.{wanted}.intercurrent], such as "{first["term"]}" = '
        '{ type = "treatment-policy" }.'
    )


def strata_of(data: StudyData, estimand: Estimand) -> list[Booleans]:
    """Tell for each principal stratum of an estimand who belongs to it, arrays [replicate, subject].

    Parameters
    ----------
    data : StudyData
        A checked study.
    estimand : Estimand
        Its strata name what tells people apart.
    """
    strategies = estimand.intercurrent.values()
    return [_stratum(data, one) for one in strategies if isinstance(one, PrincipalStratum)]


def _stratum(data: StudyData, strategy: PrincipalStratum) -> Booleans:
    assert strategy.observed is not None
    values = covariate(data, strategy.observed)
    low = -np.inf if strategy.at_least is None else strategy.at_least
    high = np.inf if strategy.at_most is None else strategy.at_most
    return (values >= low) & (values <= high)


def _lacking(found: Target, variable: MeasuredVariable) -> Booleans:
    """Tell whose value after an event of treatment policy is missing, array [replicate, subject]."""
    at = found.blocks[0].visits.index(variable.at)
    values = np.fmax.reduce([block.values[..., at] for block in found.blocks])
    enrolled = np.logical_or.reduce([block.enrolled for block in found.blocks])
    return found.policy[..., at] & enrolled & np.isnan(values)


def _check_nothing_discarded(
    found: Target,
    lacking: Booleans,
    happened: Occurrence,
    estimand: Estimand,
    variable: MeasuredVariable,
    name: str,
    analysis: Analysis,
) -> None:
    """Refuse an analysis of observed values where treatment policy asks for values that are missing."""
    if not lacking.any():
        return
    at = found.blocks[0].visits.index(variable.at)
    enrolled = np.logical_or.reduce([block.enrolled for block in found.blocks])
    replicate = int(np.flatnonzero(lacking.any(axis=1))[0])
    first = int(np.flatnonzero(lacking[replicate])[0])
    event = next(
        term
        for term, strategy in estimand.intercurrent.items()
        if isinstance(strategy, TreatmentPolicy)
        and term in happened.first
        and happened.after(term)[replicate, first, at]
    )
    had = int((found.policy[..., at] & enrolled)[replicate].sum())
    where = "" if lacking.shape[0] == 1 else f" of replicate {happened.replicates[replicate]}"
    raise RequestError(
        f"The analysis {name!r} is refused: for {event!r} its estimand takes values whether or not it "
        "occurred "
        f"(treatment policy), and {int(lacking[replicate].sum())} of {had} people{where} who had it have no "
        f"{variable.endpoint} at {variable.at} after it, the first {found.blocks[0].subjects[first]}. "
        f"{_way_out(analysis)}"
    )


def _way_out(analysis: Analysis) -> str:
    if isinstance(analysis, Responders) and analysis.imputation is not None:
        return (
            "imputation takes them to be like people without it. Write method = { type = "
            '"retrieved-dropout" }, "jump-to-reference" or "copy-increments"; or make the strategy '
            "hypothetical, if the effect without the event is what is asked."
        )
    if isinstance(analysis, Responders):
        return (
            'responders leaves them out. Write missing = "non-responder", which counts them as not '
            "responding; or make the strategy composite, if the event itself is to count as no response."
        )
    return (
        f'{analysis.type} takes them to be like people without it. Write type = "multiple-imputation" with '
        'method = { type = "retrieved-dropout" }, "jump-to-reference" or "copy-increments"; or make the '
        "strategy hypothetical, if the effect without the event is what is asked."
    )


def _supposed(lacking: Booleans, found: Target, variable: MeasuredVariable) -> tuple[str, ...]:
    """Say how many count as not responding without having been measured after an event."""
    if not lacking.any():
        return ()
    at = found.blocks[0].visits.index(variable.at)
    enrolled = np.logical_or.reduce([block.enrolled for block in found.blocks])
    who = _people_in_words(lacking, found.policy[..., at] & enrolled)
    return (
        f"After an event of treatment policy {who} have no {variable.endpoint} at {variable.at} and count as "
        "not responding, which supposes what was not collected.",
    )


def occurred_notes(had: Sequence[tuple[str, Booleans]], enrolled: Booleans, until: str) -> tuple[str, ...]:
    """Say how many people had each event.

    Parameters
    ----------
    had : sequence of (str, array of bool [replicate, subject])
        Each event and who had it.
    enrolled : array of bool [replicate, subject]
        Among whom.
    until : str
        Label of the visit before which events count.

    Examples
    --------
    >>> occurred_notes([("rescue", np.array([[True, False]]))], np.array([[True, True]]), "M6")
    ('Intercurrent events: rescue: 1 of 2 people before M6.',)
    """
    told = [f"{event}: {_people_in_words(own, enrolled)} before {until}" for event, own in had]
    return ("Intercurrent events: " + "; ".join(told) + ".",) if told else ()


def _people_in_words(some: Booleans, among: Booleans) -> str:
    counts, total = some.sum(axis=1), among.sum(axis=1)
    if counts.size == 1:
        return f"{counts[0]} of {total[0]} people"
    spread = f"(from {counts.min()} to {counts.max()})"
    return f"a median of {np.median(counts):g} {spread} of {np.median(total):g} people"
