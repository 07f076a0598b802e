"""The time in which events are counted, as an estimand of a rate or a time asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.estimands.occurrence import first_events
from lassitude.statistics.estimands.prepared import check_all_named, occurred_notes, strata_of
from lassitude.study.analyses.events import EventRate, TimeToEvent
from lassitude.study.data import StudyData
from lassitude.study.estimand_words import estimand_in_words
from lassitude.study.estimands import (
    Composite,
    Estimand,
    Hypothetical,
    TreatmentPolicy,
    WhileOnTreatment,
)
from lassitude.study.people import KEY, people_of
from lassitude.study.protocol import Protocol
from lassitude.study.strict import Table

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class FollowUp:
    """What an estimand does to the time in which people are followed.

    Events in time count by what comes first: after a hypothetical event, or one until which people count,
    nothing more does, not even a composite event.

    Attributes
    ----------
    ends : polars.DataFrame
        ``replicate``, ``subject`` and the ``day`` after which nothing counts.
    also : polars.DataFrame
        ``replicate``, ``subject``, ``term`` and ``day`` of composite events, the first of each term.
    ends_day, also_day : array of float64 [replicate, subject]
        The same days, of the earliest composite event; infinite for whom there is none.
    policy : mapping of str to array of float64 [replicate, subject]
        Days of events that change nothing (treatment policy), by term.
    had : tuple of (str, array of float64 [replicate, subject])
        Every event of the estimand with its day.
    kept : array of bool [replicate, subject]
        Members of all principal strata.
    notes : tuple of str
        The estimand in words, and what its strategies suppose.
    """

    ends: pl.DataFrame
    also: pl.DataFrame
    ends_day: Floats
    also_day: Floats
    policy: Mapping[str, Floats]
    had: tuple[tuple[str, Floats], ...]
    kept: Booleans
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Followed:
    """How long people were followed, whatever the estimand.

    Attributes
    ----------
    since : array of float64 [replicate, subject]
        Day of the study on which a person's time begins.
    days : array of float64 [replicate, subject]
        Days followed; NaN for whom it was none.
    complete : array of bool [replicate, subject]
        Who was followed to the end.
    settled : array of bool [replicate, subject]
        Of whom no more is asked, such as who had the event that is waited for.
    last : array of float64 [replicate, subject]
        Day of the study until which people were to be followed.
    """

    since: Floats
    days: Floats
    complete: Booleans
    settled: Booleans
    last: Floats


def follow_up(data: StudyData, plan: Protocol, wanted: str) -> FollowUp:
    """Find what an estimand of an event does to each person's time.

    Parameters
    ----------
    data : StudyData
        A checked study.
    plan : Protocol
        Its estimands.
    wanted : str
        Name of one whose variable is an event.

    Raises
    ------
    RequestError
        If an intercurrent event of the study is not in the estimand.
    """
    estimand, people = plan.estimands[wanted], people_of(data)
    check_all_named(data, estimand, wanted)
    happened = first_events(data, plan)
    day = {
        term: _or_never(people.placed(happened.filter(pl.col("term") == term), "day"))
        for term in estimand.intercurrent
    }
    ends = _earliest(happened.filter(pl.col("term").is_in(_terms(estimand, Hypothetical, WhileOnTreatment))))
    also = happened.filter(pl.col("term").is_in(_terms(estimand, Composite)))
    return FollowUp(
        ends=ends,
        also=also,
        ends_day=_or_never(people.placed(ends, "day")),
        also_day=_or_never(people.placed(_earliest(also), "day")),
        policy={term: day[term] for term in _terms(estimand, TreatmentPolicy)},
        had=tuple(day.items()),
        kept=np.logical_and.reduce(
            [np.ones((people.replicates, len(people.subjects)), dtype=bool), *strata_of(data, estimand)]
        ),
        notes=(estimand_in_words(wanted, estimand), *_suppositions(estimand)),
    )


def followed_blocks(blocks: Sequence[ArmBlock], found: FollowUp, last: Floats, until: str) -> list[ArmBlock]:
    """Keep the members of principal strata, and tell of the estimand and its events.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        The endpoint by which estimates are named, in every arm.
    found : FollowUp
        Of the estimand.
    last : array of float64 [replicate, subject]
        Day of the study until which events are looked at.
    until : str
        Label of the visit on that day.
    """
    kept = [block.enrolled & found.kept for block in blocks]
    everyone = np.logical_or.reduce(kept)
    had = [(term, (day < last) & everyone) for term, day in found.had]
    notes = (*found.notes[:1], *occurred_notes(had, everyone, until), *found.notes[1:])
    return [
        replace(block, enrolled=own, notes=(*notes, *block.notes))
        for block, own in zip(blocks, kept, strict=True)
    ]


def check_followed(
    found: FollowUp,
    followed: Followed,
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: EventRate | TimeToEvent,
    replicates: Sequence[int],
) -> None:
    """Refuse treatment policy where people were not followed after the event.

    Parameters
    ----------
    found : FollowUp
        Of the estimand.
    followed : Followed
        How long people were.
    blocks : sequence of ArmBlock
        Every arm.
    name : str
        Name of the analysis.
    analysis : EventRate or TimeToEvent
        Its type.
    replicates : sequence of int
        Numbers of the replicates, in order.

    Raises
    ------
    RequestError
        With counts, the first person and what else can be done.
    """
    enrolled = np.logical_or.reduce([block.enrolled for block in blocks])
    ended = followed.since + np.nan_to_num(followed.days, nan=0.0)
    for term, day in found.policy.items():
        had = enrolled & (day < followed.last)
        asked = had & (day < found.ends_day) & (day < found.also_day) & ~followed.settled
        lacking = asked & ~followed.complete & (ended <= day)
        if not lacking.any():
            continue
        place = int(np.flatnonzero(lacking.any(axis=1))[0])
        where = "" if len(replicates) == 1 else f" of repetition {replicates[place]}"
        raise RequestError(
            f"The analysis {name!r} is refused: for {term!r} its estimand counts what happens whether or not "
            f"it occurred (treatment policy), and {int(lacking[place].sum())} of {int(had[place].sum())} "
            f"people{where} who had it were not followed after it, the first "
            f"{blocks[0].subjects[int(lacking[place].argmax())]}. {analysis.type} takes them to be like "
            "those who still are. Follow people after it; or make the strategy composite (the event counts), "
            "while-on-treatment (time until it counts) or hypothetical (followed until it, as if it had not "
            "occurred)."
        )


def _terms(estimand: Estimand, *kinds: type[Table]) -> list[str]:
    return [term for term, strategy in estimand.intercurrent.items() if isinstance(strategy, kinds)]


def _earliest(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by(KEY).agg(pl.col("day").min())


def _or_never(days: Floats) -> Floats:
    return np.where(np.isfinite(days), days, np.inf)


def _suppositions(estimand: Estimand) -> tuple[str, ...]:
    """Say what is taken for granted where people are followed until an event only."""
    told: list[str] = []
    hypothetical = " or ".join(_terms(estimand, Hypothetical))
    if hypothetical:
        told.append(
            f"Followed until {hypothetical} only, which supposes that people who had it would have had "
            "events like those still followed in their arm with the same covariates; the data cannot tell."
        )
    until = " or ".join(_terms(estimand, WhileOnTreatment))
    if until and estimand.summary == "hazard-ratio":
        told.append(
            f"Hazards are those of people who have not had {until} yet; shares free of the event are not "
            f"chances of everybody, because {until} can come first."
        )
    return tuple(told)
